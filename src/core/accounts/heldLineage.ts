import { failureOf, MaestroError } from '../failure.ts';
import type { Account } from '../model.ts';
import type { Clock, Lock, Log } from '../ports.ts';
import type { Accounts } from './accounts.ts';
import { type Generation, refreshFingerprint } from './generation.ts';
import type { Lineages } from './lineages.ts';
import type { AccountRecord } from './record.ts';
import { readSettled, type Settled } from './settled.ts';
import type { Vault } from './vault.ts';

/** A lock that was ours so recently still is: it is taken only from who gave no sign of life for a minute. */
const lockTrustMs = 40_000;

export interface HeldDeps {
  readonly accounts: Pick<Accounts, 'find' | 'take'>;
  readonly vault: Vault;
  readonly lineages: Lineages;
  readonly clock: Clock;
  readonly log: Log;
}

type Noted = Pick<Generation, 'state' | 'told'>;

/** A lineage while this window holds its lock: the only one who writes its record and says how far it has come. */
export class HeldLineage {
  readonly lineage: string;
  readonly #deps: HeldDeps;
  readonly #lock: Lock;
  #ownedAt: number;
  #stored = false;
  /** The highest generation that the lineage is known to have reached. */
  #reached = 0;

  private constructor(deps: HeldDeps, lineage: string, lock: Lock) {
    this.lineage = lineage;
    this.#deps = deps;
    this.#lock = lock;
    this.#ownedAt = deps.clock.now();
  }

  /** `null` when others held the lock all of `waitMs`. */
  static async hold(deps: HeldDeps, lineage: string, waitMs: number, signal: AbortSignal): Promise<HeldLineage | null> {
    const lock = await deps.lineages.lock(lineage, waitMs, signal);
    return lock === null ? null : new HeldLineage(deps, lineage, lock);
  }

  /** Gives the lock back, in its own time: nobody here waits for the other windows to see what was stored. */
  release(): void {
    const { lineages, log } = this.#deps;
    const released = this.#stored ? lineages.releaseSettled(this.#lock) : this.#lock.release();
    released.catch((error) => log.warn('a lock was not given back', { code: failureOf(error).code }));
  }

  /** The account's record as the last holder left it. Throws what {@link readSettled} throws. */
  async read(account: Account): Promise<Settled> {
    const settled = await readSettled(this.#deps, account, this.lineage, this.#deps.accounts.find(account.id));
    const { record, generation } = settled;
    const noted = generation === null || generation === 'signed-out' ? 0 : generation.number;
    this.#reached = Math.max(this.#reached, record?.generation ?? 0, noted);
    return settled;
  }

  async note(record: AccountRecord, { state, told }: Noted): Promise<void> {
    const refresh = await refreshFingerprint(record.credential);
    await this.#deps.lineages.write(this.lineage, { number: record.generation, refresh, state, told });
  }

  async owned(): Promise<boolean> {
    const owned = await this.#lock.owned();
    if (owned) this.#ownedAt = this.#deps.clock.now();
    return owned;
  }

  /** Stores a record that this window knows better than the vault does; whether it was kept. */
  async save(record: AccountRecord): Promise<boolean> {
    this.#stored = true;
    return await this.#deps.vault.write(record).then(
      () => true,
      () => false,
    );
  }

  /**
   * Makes `won` the lineage's next generation, before anything else is waited for: with the process it would be lost for
   * good. Throws {@link Overtaken}, `secret-missing` when the account was signed out meanwhile, and `storage-failed` when
   * the record could not be stored and is kept in this window only.
   */
  async commit(won: AccountRecord, noted: Noted = { state: 'idle', told: false }): Promise<AccountRecord> {
    const { accounts, vault, lineages } = this.#deps;
    const next = { ...won, generation: this.#reached + 1 };
    if (!(await this.#mayStore(next))) throw new Overtaken();
    const saved = await this.save(next);
    if ((await lineages.read(this.lineage)) === 'signed-out') {
      await vault.remove(next.account);
      throw new MaestroError({ code: 'secret-missing' });
    }
    this.#reached = next.generation;
    await this.note(next, noted);
    accounts.take(next);
    if (!saved) throw new MaestroError({ code: 'storage-failed' });
    return next;
  }

  /**
   * Not over a newer sign-in. And after a sleep of the computer another window may have gone on in our place; then its outcome
   * counts, not ours.
   */
  async #mayStore({ account }: AccountRecord): Promise<boolean> {
    const { accounts, clock, lineages } = this.#deps;
    const known = accounts.find(account.id);
    if (known !== null && known.lineage !== this.lineage) return false;
    if (Math.abs(clock.now() - this.#ownedAt) < lockTrustMs || (await this.owned())) return true;
    const now = await lineages.read(this.lineage);
    return now !== 'signed-out' && (now === null || now.number === this.#reached);
  }
}

/** Another window has taken the lock over and gone further. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken';
}
