import { failureOf } from '../failure.ts';
import type { Account, AccountId, Credential, VendorId } from '../model.ts';
import type { Log, Memory } from '../ports.ts';
import { uniqueLabel } from './label.ts';
import { type AccountRecord, writeRecord } from './record.ts';
import type { Vault } from './vault.ts';

export interface AccountChange {
  readonly added: readonly AccountRecord[];
  readonly removed: readonly AccountRecord[];
  readonly changed: readonly AccountRecord[];
}

const activeKey = 'maestro.activeAccount';

/**
 * The accounts as this window knows them, and which one is active. The vault is the truth: what other windows write
 * arrives here through its change event, and every change, ours or theirs, is told as a difference.
 */
export class Accounts {
  readonly #vault: Vault;
  readonly #memory: Memory;
  readonly #log: Log;
  readonly #listeners = new Set<(change: AccountChange) => void>();
  readonly #unsubscribe: () => void;
  #records: ReadonlyMap<AccountId, AccountRecord> = new Map();
  #loading: Promise<void> | null = null;
  #stale = false;
  #loaded = false;

  constructor(vault: Vault, memory: Memory, log: Log) {
    this.#log = log;
    this.#vault = vault;
    this.#memory = memory;
    // What cannot be read now is read at the next change or the next question.
    this.#unsubscribe = vault.onDidChange(() => void this.load().catch(() => undefined));
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
    const chosen = this.#memory.get(activeKey);
    return this.list.find((account) => account.id === chosen) ?? this.list[0] ?? null;
  }

  async activate(id: AccountId): Promise<void> {
    await this.#memory.set(activeKey, id);
    this.#tell({ added: [], removed: [], changed: [] });
  }

  /** Stores a sign-in and makes it active. The same identity again updates its account and keeps its name. */
  async add(account: Account, credential: Credential): Promise<Account> {
    await this.load();
    const known = this.#records.get(account.id)?.account;
    const label = known?.label ?? uniqueLabel(account, this.list);
    const named = { ...account, label };
    await this.#vault.write({ account: named, credential });
    await this.#memory.set(activeKey, named.id);
    await this.load();
    return named;
  }

  /** Stores a renewed credential. */
  async update(account: Account, credential: Credential): Promise<void> {
    await this.#vault.write({ account, credential });
    await this.load();
  }

  /** Forgets the account here and in every other window. */
  async remove(account: Account): Promise<void> {
    await this.#vault.remove(account);
    if (this.#memory.get(activeKey) === account.id) await this.#memory.set(activeKey, undefined);
    await this.load();
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
    while (this.#stale) {
      this.#stale = false;
      const before = this.#records;
      const list = await this.#vault.list();
      this.#records = new Map(list.map((record) => [record.account.id, record]));
      const change = difference(before, this.#records);
      const first = !this.#loaded;
      this.#loaded = true;
      if (first || change.added.length + change.removed.length + change.changed.length > 0) this.#tell(change);
    }
  }

  #tell(change: AccountChange): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(change);
      } catch (error) {
        // What is stored is stored, whatever a surface makes of it.
        this.#log.warn('a surface could not show the accounts', { code: failureOf(error).code });
      }
    }
  }
}

function difference(
  before: ReadonlyMap<AccountId, AccountRecord>,
  after: ReadonlyMap<AccountId, AccountRecord>,
): AccountChange {
  const same = (record: AccountRecord): boolean => {
    const old = before.get(record.account.id);
    return old !== undefined && writeRecord(old) === writeRecord(record);
  };
  return {
    added: [...after.values()].filter((record) => !before.has(record.account.id)),
    removed: [...before.values()].filter((record) => !after.has(record.account.id)),
    changed: [...after.values()].filter((record) => before.has(record.account.id) && !same(record)),
  };
}
