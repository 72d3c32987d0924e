import { failureOf } from '../failure.ts';
import type { Account, AccountId, VendorId } from '../model.ts';
import { onlyTo } from '../onlyTo.ts';
import type { Clock, Http, Log } from '../ports.ts';
import type { Credentials } from '../stream/turn.ts';
import { timeLimit } from '../timeLimit.ts';
import type { PlanReport, Vendor } from '../vendor.ts';
import type { Accounts } from './accounts.ts';
import type { UsageWatch } from './usage.ts';

/** So long what a vendor said is taken as it is, and so long it has to say it. */
const freshMs = 5 * 60_000;
const limitMs = 10_000;

export interface UsageQuestionDeps {
  readonly accounts: Accounts;
  readonly credentials: Credentials;
  readonly http: Http;
  readonly clock: Clock;
  readonly log: Log;
  vendor(id: VendorId): Vendor;
}

/** Asks vendors what is left of a plan, so that it is known before the first answer tells it. */
export class UsageQuestions {
  readonly #deps: UsageQuestionDeps;
  readonly #watch: UsageWatch;
  readonly #askedAt = new Map<AccountId, number>();

  constructor(deps: UsageQuestionDeps, watch: UsageWatch) {
    this.#deps = deps;
    this.#watch = watch;
  }

  /** Asks, unless that was done in the last five minutes. Never throws: what cannot be learned now, the next answer tells. */
  async ask(account: Account): Promise<void> {
    const { clock, log } = this.#deps;
    const now = clock.now();
    if (now - (this.#askedAt.get(account.id) ?? Number.NEGATIVE_INFINITY) < freshMs) return;
    this.#askedAt.set(account.id, now);
    try {
      const report = await this.#reportOn(account);
      if (report === null) return;
      this.#watch.report(account.id, report.usage);
      await this.#keepPlan(account, report.plan);
    } catch (error) {
      log.info('usage is not known', { account: account.id, code: failureOf(error).code });
    }
  }

  async #reportOn(account: Account): Promise<PlanReport | null> {
    const { clock, credentials, http } = this.#deps;
    const vendor = this.#deps.vendor(account.vendor);
    if (vendor.askUsage === undefined) return null;
    const limit = timeLimit(clock, limitMs);
    try {
      const credential = await credentials.current(account, limit.signal);
      const guarded = onlyTo(account.origins, http, (host) => ({ code: 'origin-changed', host }));
      return await vendor.askUsage(account, credential, { http: guarded, clock, signal: limit.signal });
    } finally {
      limit.end();
    }
  }

  async #keepPlan({ id, plan: before }: Account, plan: string | null): Promise<void> {
    if (plan === null || plan === before) return;
    await this.#deps.accounts.revise(id, (account) => ({ ...account, plan }));
  }
}
