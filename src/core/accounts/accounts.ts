import { failureOf } from '../failure.ts';
import type { Account, AccountId, Credential, VendorId } from '../model.ts';
import type { Clock, Log, Memory } from '../ports.ts';
import { type AccountChange, difference } from './accountChange.ts';
import { uniqueLabel } from './label.ts';
import { type Lineages, newLineage } from './lineages.ts';
import { type AccountRecord, isLater } from './record.ts';
import { begin, makeFinal, replace, revise } from './succession.ts';
import type { Vault } from './vault.ts';

export interface AccountsDeps {
  readonly vault: Vault;
  readonly lineages: Lineages;
  readonly memory: Memory;
  readonly clock: Clock;
  readonly log: Log;
  /** Those that this version knows; accounts of others are left alone and not shown. */
  readonly vendors: readonly VendorId[];
}

const activeKey = 'maestro.activeAccount';

/**
 * The accounts as this window knows them, and which one is active. The vault is the truth: what other windows write
 * arrives here through its change event, and every change, ours or theirs, is told as a difference.
 */
export class Accounts {
  readonly #deps: AccountsDeps;
  readonly #listeners = new Set<(change: AccountChange) => void>();
  readonly #unsubscribe: () => void;
  /** What this window knows to be later than what the vault gives. */
  readonly #ahead = new Map<AccountId, AccountRecord>();
  #records: ReadonlyMap<AccountId, AccountRecord> = new Map();
  #loading: Promise<void> | null = null;
  #stale = false;
  #loaded = false;

  constructor(deps: AccountsDeps) {
    this.#deps = deps;
    // What cannot be read now is read at the next change or the next question.
    this.#unsubscribe = deps.vault.onDidChange(() => void this.load().catch(() => undefined));
  }

  dispose(): void {
    this.#unsubscribe();
    this.#listeners.clear();
  }

  /**
   * Re-reads the vault. Calls while it runs lead to one more reading, so a storm of changes costs two. Throws
   * `storage-failed` when the vault cannot be read.
   */
  load(): Promise<void> {
    this.#stale = true;
    this.#loading ??= this.#reload().finally(() => {
      this.#loading = null;
    });
    return this.#loading;
  }

  /** Resolves when the accounts have been read at least once. */
  async ready(): Promise<void> {
    if (!this.#loaded) await this.load();
  }

  /** Whether the accounts have been read at least once; until then there seem to be none. */
  get loaded(): boolean {
    return this.#loaded;
  }

  get list(): readonly Account[] {
    return [...this.#records.values()].map((record) => record.account);
  }

  get records(): readonly AccountRecord[] {
    return [...this.#records.values()];
  }

  find(id: AccountId): AccountRecord | null {
    return this.#records.get(id) ?? null;
  }

  /** The account that new questions go to: the chosen one, else the first, else none. */
  get active(): Account | null {
    const chosen = this.#deps.memory.get(activeKey);
    return this.list.find((account) => account.id === chosen) ?? this.list[0] ?? null;
  }

  async activate(id: AccountId): Promise<void> {
    await this.#deps.memory.set(activeKey, id);
    this.#tell({ added: [], removed: [], changed: [] });
  }

  /** Stores a sign-in and makes it active. The same identity again updates its account and keeps its name. */
  async add(account: Account, credential: Credential): Promise<Account> {
    await this.load();
    const before = this.#records.get(account.id) ?? null;
    const label = before?.account.label ?? uniqueLabel(account, this.list);
    const named = { ...account, label };
    const next = { account: named, credential, lineage: newLineage(), generation: 1 };
    if (before === null) await begin(this.#deps, next);
    else await replace(this.#deps, before, next);
    await this.load();
    // The change of the store may have been told before this account was the active one.
    await this.activate(named.id);
    if (before !== null) await makeFinal(this.#deps, before, next);
    return named;
  }

  /** Forgets the account here and in every other window. Resolves when no renewal anywhere can bring it back. */
  async remove(account: Account): Promise<void> {
    const before = this.#records.get(account.id) ?? null;
    if (before === null) await this.#deps.vault.remove(account);
    else await replace(this.#deps, before, null);
    if (this.#deps.memory.get(activeKey) === account.id) await this.#deps.memory.set(activeKey, undefined);
    await this.load();
    if (before !== null) await makeFinal(this.#deps, before, null);
  }

  /** Whether an account went without anybody having signed it out: then the system has lost its secret (faults C11). */
  async vanished({ lineage }: AccountRecord): Promise<boolean> {
    return (await this.#deps.lineages.read(lineage)) !== 'signed-out';
  }

  /** Changes what is kept of an account besides its credential. Throws what {@link revise} throws. */
  async revise(id: AccountId, change: (account: Account) => Account): Promise<void> {
    const record = this.#records.get(id);
    if (record !== undefined) await revise({ ...this.#deps, accounts: this }, record, change);
  }

  /** Takes the record as the account's newest without asking the vault, unless the account is gone. */
  take(record: AccountRecord): void {
    const { id } = record.account;
    if (!this.#records.has(id)) return;
    this.#ahead.set(id, record);
    this.#become(new Map([...this.#records, [id, record]]));
  }

  ofVendor(vendor: VendorId): readonly AccountRecord[] {
    return this.records.filter((record) => record.account.vendor === vendor);
  }

  /** Called after every change of accounts or of the active one. Returns the unsubscriber. */
  onDidChange(listener: (change: AccountChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #reload(): Promise<void> {
    const { vault, vendors } = this.#deps;
    while (this.#stale) {
      this.#stale = false;
      const list = (await vault.list(this.records)).filter(({ account }) => vendors.includes(account.vendor));
      this.#become(new Map(list.map((record) => [record.account.id, this.#latest(record)])));
    }
  }

  /** The record, or what is known to be later than it. */
  #latest(record: AccountRecord): AccountRecord {
    const ahead = this.#ahead.get(record.account.id);
    if (ahead !== undefined && isLater(ahead, record)) return ahead;
    this.#ahead.delete(record.account.id);
    return record;
  }

  #become(records: ReadonlyMap<AccountId, AccountRecord>): void {
    const change = difference(this.#records, records);
    const first = !this.#loaded;
    this.#records = records;
    this.#loaded = true;
    if (first || change.added.length + change.removed.length + change.changed.length > 0) this.#tell(change);
  }

  #tell(change: AccountChange): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(change);
      } catch (error) {
        // What is stored is stored, whatever a surface makes of it.
        this.#deps.log.warn('a surface could not show the accounts', { code: failureOf(error).code });
      }
    }
  }
}
