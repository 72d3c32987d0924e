import { type Failure, MaestroError } from '../src/core/failure.ts';
import { epochMs, type SessionCredential } from '../src/core/model.ts';
import type { Clock } from '../src/core/ports.ts';
import { Secret } from '../src/core/secret.ts';
import type { Vendor } from '../src/core/vendor.ts';
import { testVendor } from './testVendor.ts';

export const hourMs = 3_600_000;

/** A vendor that rotates refresh tokens and ends the session when a used one comes again. */
export class StrictVendor {
  readonly #clock: Clock;
  #good = 'refresh-1';
  #steps = 1;
  /** Requests, including those that led to nothing. */
  requests = 0;
  rotations = 0;
  isRevoked = false;
  /** What goes wrong with the next requests, one after the other: before the vendor has them, or with its answer. */
  readonly faults: { readonly failure: Failure; readonly when: 'before' | 'after' }[] = [];
  /** Called in the middle of each request, after the vendor has done its part. */
  meanwhile: () => Promise<void> = async () => undefined;
  rotates = true;
  /** Whether a used token is honoured for a while, as many vendors do. */
  forgives = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  readonly vendor: Vendor = testVendor({
    renew: async (_, credential) => ({ credential: await this.#renew(credential), plan: 'plus' }),
  });

  async #renew(before: SessionCredential): Promise<SessionCredential> {
    this.requests++;
    const fault = this.faults.shift();
    if (fault?.when === 'before') throw new MaestroError(fault.failure);
    const given = before.tokens.refresh?.reveal();
    if (given !== this.#good && !this.forgives) this.isRevoked = true;
    if (!this.isRevoked) {
      this.#steps++;
      this.rotations++;
      if (this.rotates) this.#good = `refresh-${this.#steps}`;
    }
    const answer = this.isRevoked ? null : this.#answer(before);
    await this.meanwhile();
    if (fault !== undefined) throw new MaestroError(fault.failure);
    if (answer === null) throw new MaestroError({ code: 'credential-rejected' });
    return answer;
  }

  #answer({ tokens }: SessionCredential): SessionCredential {
    const now = this.#clock.now();
    const access = new Secret(`access-${this.#steps}`);
    const times = { obtainedAt: now, expiresAt: epochMs(now + hourMs) };
    return { kind: 'oauth', tokens: { ...tokens, ...times, access, refresh: new Secret(this.#good) } };
  }
}
