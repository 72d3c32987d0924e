import type { AccountId } from '../model.ts';
import type { Memory } from '../ports.ts';
import { type ModelRecord, readModels, writeModels } from './record.ts';

/** The lists of models that outlive the window, one for each account. */
export class RememberedLists {
  readonly #memory: Memory;
  /** What the remembered texts say: they are long, and asked for often. */
  readonly #read = new Map<AccountId, { readonly text: string; readonly record: ModelRecord | null }>();

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  /** The account's list; `null` if there is none that can be used. */
  of(account: AccountId): ModelRecord | null {
    const text = this.#memory.get(keyFor(account));
    if (text === undefined) return null;
    const read = this.#read.get(account);
    if (read?.text === text) return read.record;
    const record = readModels(text);
    this.#read.set(account, { text, record });
    return record;
  }

  async remember(account: AccountId, record: ModelRecord): Promise<void> {
    await this.#memory.set(keyFor(account), writeModels(record));
  }

  async forget(account: AccountId): Promise<void> {
    this.#read.delete(account);
    await this.#memory.set(keyFor(account), undefined);
  }
}

function keyFor(account: AccountId): string {
  return `maestro.models.${account}`;
}
