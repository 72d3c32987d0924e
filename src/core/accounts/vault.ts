import { failureOf, MaestroError } from '../failure.ts';
import type { Account } from '../model.ts';
import type { Clock, Log, SecretStore } from '../ports.ts';
import { type AccountRecord, readRecord, writeRecord } from './record.ts';

const prefix = 'maestro.account.v1.';
const quarantine = 'maestro.quarantine.';
/** A locked keyring asks the person for its password, and answers when it has it. */
const patienceMs = 10_000;

/** The accounts in the secret store: one record under one key each, found by listing the keys. */
export class Vault {
  readonly #store: SecretStore;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #listeners = new Set<() => void>();

  constructor(store: SecretStore, clock: Clock, log: Log) {
    this.#store = store;
    this.#clock = clock;
    this.#log = log;
  }

  /**
   * Every readable record. A broken one is set aside and one of a newer Maestro left alone. One that is there but that the
   * store does not give now is as in `known`, or left out; none stops the others. Throws `storage-failed` or
   * `keyring-waiting` when the store gives nothing at all.
   */
  async list(known: Iterable<AccountRecord> = []): Promise<readonly AccountRecord[]> {
    const keys = (await stored(this.#inTime(this.#store.keys()))).filter((key) => key.startsWith(prefix));
    const read = await Promise.allSettled(keys.map((key) => stored(this.#readKey(key))));
    const refused = read.find((one) => one.status === 'rejected');
    if (refused !== undefined && read.every(({ status }) => status === 'rejected')) throw refused.reason;
    const before = new Map([...known].map((record) => [keyOf(record.account), record]));
    return read.flatMap((one, index) => {
      const record = one.status === 'fulfilled' ? one.value : before.get(keys[index] ?? '');
      return record === null || record === undefined ? [] : [record];
    });
  }

  /** Throws `storage-failed`, and `keyring-waiting` when the keyring does not answer in time. */
  read(account: Account): Promise<AccountRecord | null> {
    return stored(this.#readKey(keyOf(account)));
  }

  /** Writes and reads back. Throws `storage-failed` if the store did not keep it: some systems lose secrets without a word. */
  async write(record: AccountRecord): Promise<void> {
    const key = keyOf(record.account);
    const text = writeRecord(record);
    try {
      await this.#inTime(this.#store.set(key, text));
      if ((await this.#inTime(this.#store.get(key))) === text) return;
    } catch {
      // The store's own error may quote what it was given.
    }
    throw new MaestroError({ code: 'storage-failed' });
  }

  /** Removes the record, and what was set aside of it. Throws `storage-failed`. */
  async remove(account: Account): Promise<void> {
    const key = keyOf(account);
    await stored(Promise.all([this.#store.delete(key), this.#store.delete(quarantineOf(key))]));
  }

  /**
   * Calls back when any record may have changed, here or in another window, or when a keyring that was waited for in vain
   * has answered. Returns the unsubscriber.
   */
  onDidChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    const unsubscribe = this.#store.onDidChange((key) => {
      if (key.startsWith(prefix)) listener();
    });
    return () => {
      this.#listeners.delete(listener);
      unsubscribe();
    };
  }

  async #readKey(key: string): Promise<AccountRecord | null> {
    const text = await this.#inTime(this.#store.get(key));
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

  /** What the store says, unless it takes too long: then `keyring-waiting`, and the listeners are called when it has come. */
  async #inTime<T>(work: Promise<T>): Promise<T> {
    const done = new AbortController();
    const late = this.#clock.sleep(patienceMs, done.signal).then(() => {
      work.then(
        () => this.#tell(),
        () => undefined,
      );
      throw new MaestroError({ code: 'keyring-waiting' });
    });
    try {
      return await Promise.race([work, late]);
    } finally {
      done.abort();
    }
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
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
  } catch (error) {
    if (failureOf(error).code === 'keyring-waiting') throw error;
    throw new MaestroError({ code: 'storage-failed' });
  }
}
