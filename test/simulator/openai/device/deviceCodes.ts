import { createHash, randomBytes, randomInt } from 'node:crypto';

/** What became of a device code so far; `granted` gives the code that the program trades for tokens. */
export type DeviceStanding =
  | { readonly kind: 'pending' | 'denied' | 'expired' | 'unknown' }
  | { readonly kind: 'granted'; readonly code: string; readonly verifier: string; readonly challenge: string };

export interface DeviceCode {
  readonly id: string;
  readonly userCode: string;
}

interface Item {
  readonly userCode: string;
  readonly verifier: string;
  readonly expiresAtMs: number;
  decision: { readonly code: string } | 'denied' | null;
}

const lifeMs = 15 * 60 * 1000;
/** Without letters and digits that look alike (RFC 8628, 6.1). */
const letters = 'BCDFGHJKLMNPQRSTVWXZ';

/** The sign-ins that wait for a person to type a code into the vendor's page. */
export class DeviceCodes {
  readonly #items = new Map<string, Item>();
  readonly #now: () => number;

  /** `now` gives milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  start(): DeviceCode {
    const id = `deviceauth_${randomBytes(24).toString('hex')}`;
    const userCode = `${word(4)}-${word(5)}`;
    const verifier = randomBytes(48).toString('base64url');
    this.#items.set(id, { userCode, verifier, expiresAtMs: this.#now() + lifeMs, decision: null });
    return { id, userCode };
  }

  /** The id and challenge of the sign-in whose code was typed, whatever its case; `null` if it waits for nobody. */
  typed(userCode: string): { readonly id: string; readonly challenge: string } | null {
    const wanted = userCode.trim().toUpperCase();
    for (const [id, item] of this.#items) {
      const waits = item.decision === null && item.expiresAtMs > this.#now();
      if (waits && item.userCode === wanted) return { id, challenge: challengeOf(item.verifier) };
    }
    return null;
  }

  decide(id: string, decision: { readonly code: string } | 'denied'): void {
    const item = this.#items.get(id);
    if (item !== undefined) item.decision = decision;
  }

  /** How the sign-in stands. Both the id and the code must be right. A granted one is told once. */
  poll(id: string, userCode: string): DeviceStanding {
    const item = this.#items.get(id);
    if (item === undefined || item.userCode !== userCode) return { kind: 'unknown' };
    if (item.expiresAtMs <= this.#now()) return { kind: 'expired' };
    if (item.decision === null) return { kind: 'pending' };
    this.#items.delete(id);
    if (item.decision === 'denied') return { kind: 'denied' };
    return {
      kind: 'granted',
      code: item.decision.code,
      verifier: item.verifier,
      challenge: challengeOf(item.verifier),
    };
  }
}

function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

function word(length: number): string {
  return Array.from({ length }, () => letters[randomInt(letters.length)]).join('');
}
