import { type Failure, MaestroError } from '../failure.ts';
import { type AccountId, type EpochMs, epochMs, isSession } from '../model.ts';
import type { AccountRecord } from './record.ts';
import { backoffMs, lifetime, renewAt } from './schedule.ts';

/** Between two renewals in the background, however short the tokens live. */
const restMs = 60_000;

/** How an account stands, as a person sees it. */
export type AccountState =
  | { readonly kind: 'ok' }
  | { readonly kind: 'renewing' }
  /** The last renewal failed in passing; the next is tried at `until`, or at once for a person who asks. */
  | { readonly kind: 'trouble'; readonly failure: Failure; readonly until: EpochMs }
  | { readonly kind: 'needs-sign-in'; readonly why: 'refused' | 'expired' | 'missing' };

interface Trouble {
  readonly failure: Failure;
  readonly since: number;
  readonly until: number;
}

/** What this window knows of one account's renewals, which are not part of its record. */
export class Standing {
  /** The renewal under way, shared by everyone who waits for it. */
  running: { readonly work: Promise<void>; readonly stop: AbortController; readonly refused: boolean } | null = null;
  #renewedAt = Number.NEGATIVE_INFINITY;
  #due: { readonly step: string; readonly at: number } | null = null;
  #failures = 0;
  #trouble: Trouble | null = null;
  #ended: { readonly step: string; readonly accessToo: boolean } | null = null;

  /** Whether the last renewal failed in passing. */
  get isTroubled(): boolean {
    return this.#trouble !== null;
  }

  /** Whether the record's token is to be renewed now, if the vendor can be reached. */
  isDue(record: AccountRecord, now: number, random: () => number): boolean {
    return now >= this.#dueAt(record, random) && !this.hasEnded(record);
  }

  /** Until when the vendor is left alone, and why; `null` when it may be asked, as after the clock was set back. */
  troubleAt(now: number): Trouble | null {
    const trouble = this.#trouble;
    return trouble !== null && trouble.since <= now && now < trouble.until ? trouble : null;
  }

  /** Whether the vendor has ended this record's session. Its access token may be good for a while. */
  hasEnded(record: AccountRecord): boolean {
    return this.#ended?.step === stepOf(record);
  }

  /**
   * When something is to be done about the record in the background, or to be said: its renewal, the next try, the end of
   * what cannot be renewed; `null` for never. `politeMs` is how much later a window renews that lets others go first.
   */
  nextAt(record: AccountRecord, now: number, politeMs: number, random: () => number): number | null {
    if (!isSession(record.credential)) return null;
    const due = this.#dueAt(record, random);
    const { expiresAt } = record.credential.tokens;
    if (this.hasEnded(record) || due === Number.POSITIVE_INFINITY) return now < expiresAt ? expiresAt : null;
    if (this.#trouble !== null) return this.#trouble.until;
    return Math.max(due + Math.min(politeMs, (expiresAt - due) / 2), this.#renewedAt + restMs);
  }

  /** Throws `credential-rejected` when nothing but a new sign-in helps. A key may still be tried: vendors unlock keys. */
  refuseEnded(record: AccountRecord, now: number): void {
    if (!isSession(record.credential) || this.#needsSignIn(record, now) === null) return;
    throw new MaestroError({ code: 'credential-rejected' });
  }

  succeeded(now: number): void {
    this.#renewedAt = now;
    this.#failures = 0;
    this.#trouble = null;
  }

  failed(failure: Failure, now: number, random: number): void {
    this.#failures++;
    this.#trouble = { failure, since: now, until: now + backoffMs(this.#failures, failure, random) };
  }

  /** `accessToo`: the vendor has refused the access token as well. */
  ended(record: AccountRecord, accessToo: boolean): void {
    this.#ended = {
      step: stepOf(record),
      accessToo: accessToo || (this.hasEnded(record) && this.#ended?.accessToo === true),
    };
  }

  /** Forgets the trouble, so that the next try is made at once; only a dead session stays dead. */
  hurry(record: AccountRecord): void {
    this.#failures = 0;
    this.#trouble = null;
    if (!isSession(record.credential)) this.#ended = null;
  }

  state(record: AccountRecord, now: number): AccountState {
    if (this.running !== null) return { kind: 'renewing' };
    const why = this.#needsSignIn(record, now);
    if (why !== null) return { kind: 'needs-sign-in', why };
    if (this.#trouble === null) return { kind: 'ok' };
    return { kind: 'trouble', failure: this.#trouble.failure, until: epochMs(this.#trouble.until) };
  }

  /** Always the same for one token, but another in each window. */
  #dueAt(record: AccountRecord, random: () => number): number {
    const { credential } = record;
    if (!isSession(credential) || credential.tokens.refresh === null) return Number.POSITIVE_INFINITY;
    const step = stepOf(record);
    if (this.#due?.step !== step) this.#due = { step, at: renewAt(credential.tokens, random()) };
    return this.#due.at;
  }

  #needsSignIn(record: AccountRecord, now: number): 'refused' | 'expired' | null {
    const expired = lifetime(record.credential, now) === 'expired';
    if (this.hasEnded(record) && (expired || this.#ended?.accessToo === true)) return 'refused';
    return expired && record.credential.kind === 'oauth' && record.credential.tokens.refresh === null
      ? 'expired'
      : null;
  }
}

/** The standings of all accounts in this window. */
export class Standings {
  readonly #standings = new Map<AccountId, Standing>();

  of(account: AccountId): Standing {
    const standing = this.#standings.get(account) ?? new Standing();
    this.#standings.set(account, standing);
    return standing;
  }

  forget(account: AccountId): void {
    this.#standings.delete(account);
  }
}

function stepOf({ lineage, generation }: AccountRecord): string {
  return `${lineage}.${generation}`;
}
