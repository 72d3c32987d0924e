import type { AccountId } from '../model.ts';
import type { Clock } from '../ports.ts';

/** A timer does not count the time that the computer slept, so the clock is looked at this often. */
const sliceMs = 60_000;

/** One alarm for each account. It rings once, at its time or as soon as possible after it. */
export class Alarms {
  readonly #clock: Clock;
  readonly #ring: (account: AccountId) => void;
  readonly #stops = new Map<AccountId, AbortController>();

  constructor(clock: Clock, ring: (account: AccountId) => void) {
    this.#clock = clock;
    this.#ring = ring;
  }

  /** Sets the account's alarm anew; `null` is never. */
  set(account: AccountId, at: number | null): void {
    this.#stops.get(account)?.abort();
    this.#stops.delete(account);
    if (at === null) return;
    const stop = new AbortController();
    this.#stops.set(account, stop);
    this.#wait(account, at, stop.signal).catch(() => undefined);
  }

  /** Stops them all. */
  clear(): void {
    for (const stop of this.#stops.values()) stop.abort();
    this.#stops.clear();
  }

  async #wait(account: AccountId, at: number, signal: AbortSignal): Promise<void> {
    do await this.#clock.sleep(Math.min(sliceMs, Math.max(0, at - this.#clock.now())), signal);
    while (this.#clock.now() < at);
    if (signal.aborted) return;
    this.#stops.delete(account);
    this.#ring(account);
  }
}
