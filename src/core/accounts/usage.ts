import type { AccountId, EpochMs } from '../model.ts';
import type { RateLimit, StreamPart } from '../parts.ts';
import type { Clock } from '../ports.ts';

/** How much of an account's plan is left, as its vendor last said. */
export interface PlanUsage {
  readonly limits: readonly RateLimit[];
  /** Whether the vendor refused a question because the limit is reached, and that has not passed since. */
  readonly isReached: boolean;
  /** When the reached limit resets; `null` where the vendor did not say. */
  readonly resetsAt: EpochMs | null;
}

const unknown: PlanUsage = { limits: [], isReached: false, resetsAt: null };

/** What this window has heard of its accounts' limits, from the answers that came by and from vendors that were asked. */
export class UsageWatch {
  readonly #clock: Clock;
  readonly #usages = new Map<AccountId, PlanUsage>();
  readonly #listeners = new Set<(account: AccountId) => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  of(account: AccountId): PlanUsage {
    const usage = this.#usages.get(account) ?? unknown;
    const isOver = usage.resetsAt !== null && this.#clock.now() >= usage.resetsAt;
    return isOver ? { ...usage, isReached: false, resetsAt: null } : usage;
  }

  /** Takes what a vendor says of the account's plan. */
  report(account: AccountId, usage: PlanUsage): void {
    this.#set(account, usage);
  }

  /** Takes note of what a batch says of limits. An answer that was given is proof that none is reached. */
  note(account: AccountId, batch: readonly StreamPart[]): void {
    for (const part of batch) {
      if (part.kind === 'limits') this.#set(account, { limits: part.limits });
      if (part.kind !== 'end') continue;
      const { outcome } = part;
      if (outcome.kind === 'complete') this.#set(account, { isReached: false, resetsAt: null });
      if (outcome.kind === 'failed' && outcome.failure.code === 'usage-limit') {
        this.#set(account, { isReached: true, resetsAt: outcome.failure.resetsAt });
      }
    }
  }

  /** Calls back when more is known of an account. Returns the unsubscriber. */
  onDidChange(listener: (account: AccountId) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #set(account: AccountId, change: Partial<PlanUsage>): void {
    const before = this.#usages.get(account) ?? unknown;
    const after = { ...before, ...change };
    this.#usages.set(account, after);
    if (JSON.stringify(before) === JSON.stringify(after)) return;
    for (const listener of [...this.#listeners]) listener(account);
  }
}
