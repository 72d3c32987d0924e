import { failureOf, MaestroError } from '../failure.ts';
import { type Account, type Credential, isSession, type SessionCredential } from '../model.ts';
import { onlyTo } from '../onlyTo.ts';
import type { Http } from '../ports.ts';
import { timeLimit } from '../timeLimit.ts';
import type { Renewed, Vendor } from '../vendor.ts';
import type { Accounts } from './accounts.ts';
import { isDead } from './ending.ts';
import { type HeldDeps, HeldLineage, Overtaken } from './heldLineage.ts';
import { type AccountRecord, isLater } from './record.ts';
import { sameCredential, sameRefresh } from './sameCredential.ts';
import { isAmbiguous, lifetime, sessionLifetime } from './schedule.ts';

/** Another window's renewal may be waited for so long; each of its requests may take `requestMs`. */
const lockWaitMs = 45_000;
const requestMs = 30_000;
/** After a request without an answer the same is sent again, soon enough for a vendor that honours a used token for a while. */
const pausesMs = [1_000, 4_000];
const mostTurns = 3;

const intent = { state: 'intent', told: false } as const;
const idle = { state: 'idle', told: false } as const;
const dead = { state: 'dead', told: false } as const;

export interface RenewalDeps extends HeldDeps {
  readonly accounts: Accounts;
  readonly http: Http;
  vendor(account: Account): Vendor;
}

/** What a renewal is for. `refused` says that the vendor does not take the stale record's credential any more. */
interface Wanted {
  readonly stale: AccountRecord;
  readonly refused: boolean;
  readonly signal: AbortSignal;
}

/**
 * Gets the account a newer credential than `stale`'s: the one that another window has won meanwhile, or a renewed one
 * (faults 2.3). Only one window at a time asks the vendor. Throws `credential-rejected` when the session is over,
 * `secret-missing` when its record is gone, `storage-failed` when the renewed credential is known to this window only, and
 * for anything that passes what the vendor's `renew` throws.
 */
export async function renewSession(
  deps: RenewalDeps,
  stale: AccountRecord,
  refused: boolean,
  signal: AbortSignal,
): Promise<void> {
  for (let turn = 0; turn < mostTurns; turn++) {
    const { lineage } = deps.accounts.find(stale.account.id) ?? stale;
    const held = await HeldLineage.hold(deps, lineage, lockWaitMs, signal);
    if (held === null) break;
    try {
      if (await new Renewal(deps, held, { stale, refused, signal }).run()) return;
    } finally {
      held.release();
    }
  }
  throw new MaestroError({ code: 'stalled', seconds: lockWaitMs / 1_000 });
}

/** One renewal by the holder of the lineage's lock. */
class Renewal {
  readonly #deps: RenewalDeps;
  readonly #held: HeldLineage;
  readonly #wanted: Wanted;

  constructor(deps: RenewalDeps, held: HeldLineage, wanted: Wanted) {
    this.#deps = deps;
    this.#held = held;
    this.#wanted = wanted;
  }

  /** Whether there is a newer credential now; if not, the lock was lost or was the wrong one. */
  async run(): Promise<boolean> {
    const { clock, log } = this.#deps;
    const { stale, refused } = this.#wanted;
    const { record, generation, behind, unsaved } = await this.#held.read(stale.account);
    if (record === null) throw new MaestroError({ code: 'secret-missing' });
    if (record.lineage !== this.#held.lineage) return this.#adopt(record);
    if (generation === 'signed-out') throw new MaestroError({ code: 'secret-missing' });
    if (unsaved) {
      const saved = await this.#held.save(record);
      if (!refused && sessionLifetime(record.credential, clock.now()) === 'good') {
        if (saved) return true;
        throw new MaestroError({ code: 'storage-failed' });
      }
    }
    if (this.#serves(record)) return this.#adopt(record);
    if (await isDead(record, generation)) throw new MaestroError({ code: 'credential-rejected' });
    if (generation?.state === 'intent' || behind) log.info('an earlier renewal was cut short', { behind });
    return await this.#ask(record);
  }

  /** Asks the vendor until it has answered, or it is plain that it will not for now. */
  async #ask(first: AccountRecord): Promise<boolean> {
    const { clock, log } = this.#deps;
    const pauses = [...pausesMs];
    let record = first;
    let reread = false;
    for (;;) {
      try {
        // Nothing but a new sign-in replaces what no session stands behind.
        if (!isSession(record.credential)) throw new MaestroError({ code: 'credential-rejected' });
        if (!(await this.#held.owned())) return false;
        await this.#held.note(record, intent);
        if (!(await this.#held.owned())) return false;
        const { credential, plan } = await this.#request(record.account, record.credential, async (partly) => {
          record = await this.#held.commit({ ...record, credential: partly });
        });
        record = await this.#held.commit({ ...record, account: { ...record.account, plan }, credential });
        log.info('renewed', { account: record.account.id, generation: record.generation });
        return true;
      } catch (error) {
        this.#wanted.signal.throwIfAborted();
        if (error instanceof Overtaken) return false;
        const failure = failureOf(error);
        if (failure.code === 'storage-failed' || failure.code === 'secret-missing') throw error;
        if (failure.code === 'credential-rejected' && !reread) {
          reread = true;
          const other = await this.#otherThan(record);
          if (other !== null && (other.lineage !== this.#held.lineage || this.#serves(other))) {
            return this.#adopt(other);
          }
          record = other ?? record;
          if (other !== null) continue;
        }
        const pauseMs = isAmbiguous(failure) ? pauses.shift() : undefined;
        if (pauseMs === undefined) {
          log.warn('renewal failed', { account: record.account.id, code: failure.code });
          if (failure.code === 'credential-rejected') await this.#held.note(record, dead);
          else if (!isAmbiguous(failure)) await this.#held.note(record, idle);
          throw error;
        }
        await clock.sleep(pauseMs, this.#wanted.signal);
      }
    }
  }

  async #request(
    account: Account,
    credential: SessionCredential,
    keep: (partly: Credential) => Promise<void>,
  ): Promise<Renewed> {
    const { clock } = this.#deps;
    const { refused } = this.#wanted;
    const http = onlyTo(account.origins, this.#deps.http, (host) => ({ code: 'origin-changed', host }));
    const limit = timeLimit(clock, requestMs);
    const signal = AbortSignal.any([this.#wanted.signal, limit.signal]);
    try {
      return await this.#deps.vendor(account).renew(account, credential, { http, clock, signal }, { refused, keep });
    } finally {
      limit.end();
    }
  }

  /** The stored record, if another window has put another refresh token into it. Throws `secret-missing`. */
  async #otherThan(before: AccountRecord): Promise<AccountRecord | null> {
    const { record } = await this.#held.read(before.account);
    if (record === null) throw new MaestroError({ code: 'secret-missing' });
    return sameRefresh(record.credential, before.credential) ? null : record;
  }

  /** Whether the record is what was wanted: newer than the stale one, not refused, and good for a while. */
  #serves(record: AccountRecord): boolean {
    const { stale, refused } = this.#wanted;
    if (record.lineage === stale.lineage && !isLater(record, stale)) return false;
    if (refused && sameCredential(record.credential, stale.credential)) return false;
    const lifetimeOf = refused ? lifetime : sessionLifetime;
    return !['ending', 'expired'].includes(lifetimeOf(record.credential, this.#deps.clock.now()));
  }

  /** Takes another window's record as this window's own; whether it is what was wanted. */
  #adopt(record: AccountRecord): boolean {
    this.#deps.accounts.take(record);
    return this.#serves(record);
  }
}
