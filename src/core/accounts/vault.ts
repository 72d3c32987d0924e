import { MaestroError } from '../failure.ts';
import type { Account } from '../model.ts';
import type { Log, SecretStore } from '../ports.ts';
import { type AccountRecord, readRecord, writeRecord } from './record.ts';

const prefix = 'maestro.account.v1.';
const quarantine = 'maestro.quarantine.';

/** The accounts in the secret store: one record under one key each, found by listing the keys. */
export class Vault {
  readonly #store: SecretStore;
  readonly #log: Log;

  constructor(store: SecretStore, log: Log) {
    this.#store = store;
    this.#log = log;
  }

  /**
   * Every readable record. A broken one is set aside, one of a newer Maestro left alone, one that the store does not give
   * left out; none stops the others. Throws `storage-failed` when the store gives nothing at all.
   */
  async list(): Promise<readonly AccountRecord[]> {
    const keys = (await stored(this.#store.keys())).filter((key) => key.startsWith(prefix));
    const read = await Promise.allSettled(keys.map((key) => this.#readKey(key)));
    if (keys.length > 0 && read.every(({ status }) => status === 'rejected')) throw storageFailed();
    return read.flatMap((one) => (one.status === 'fulfilled' && one.value !== null ? [one.value] : []));
  }

  /** Throws `storage-failed`. */
  read(account: Account): Promise<AccountRecord | null> {
    return stored(this.#readKey(keyOf(account)));
  }

  /** Writes and reads back. Throws `storage-failed` if the store did not keep it: some systems lose secrets without a word. */
  async write(record: AccountRecord): Promise<void> {
    const key = keyOf(record.account);
    const text = writeRecord(record);
    try {
      await this.#store.set(key, text);
      if ((await this.#store.get(key)) === text) return;
    } catch {
      // The store's own error may quote what it was given.
    }
    throw storageFailed();
  }

  /** Removes the record, and what was set aside of it. Throws `storage-failed`. */
  async remove(account: Account): Promise<void> {
    const key = keyOf(account);
    await stored(Promise.all([this.#store.delete(key), this.#store.delete(quarantineOf(key))]));
  }

  /** Calls back when any record may have changed, here or in another window. Returns the unsubscriber. */
  onDidChange(listener: () => void): () => void {
    return this.#store.onDidChange((key) => {
      if (key.startsWith(prefix)) listener();
    });
  }

  async #readKey(key: string): Promise<AccountRecord | null> {
    const text = await this.#store.get(key);
    if (text === undefined) return null;
    const result = readRecord(text);
    switch (result.kind) {
      case 'ok':
        return result.record;
      case 'newer':
        this.#log.warn('account record of a newer version left alone');
        return null;
      case 'broken':
        this.#log.warn('broken account record set aside');
        await this.#store.set(quarantineOf(key), text);
        await this.#store.delete(key);
        return null;
      default:
        return result satisfies never;
    }
  }
}

function keyOf(account: Account): string {
  return `${prefix}${account.vendor}.${account.id}`;
}

function quarantineOf(key: string): string {
  return quarantine + key.slice(prefix.length);
}

/** The store's own error may quote what it was given, so only the fact is passed on. */
async function stored<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch {
    throw storageFailed();
  }
}

function storageFailed(): MaestroError {
  return new MaestroError({ code: 'storage-failed' });
}
