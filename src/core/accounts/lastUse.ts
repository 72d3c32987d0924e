import { isObject, numberAt, parseJson } from '../json.ts';
import { type AccountId, type EpochMs, epochMs } from '../model.ts';
import type { Clock, Memory } from '../ports.ts';

const key = 'maestro.lastUse';

/** When each account was last asked something, over the windows that share a memory. */
export class LastUse {
  readonly #clock: Clock;
  readonly #memory: Memory;

  constructor({ clock, memory }: { readonly clock: Clock; readonly memory: Memory }) {
    this.#clock = clock;
    this.#memory = memory;
  }

  /** `null` for one that never was. */
  of(account: AccountId): EpochMs | null {
    const at = numberAt(parseJson(this.#memory.get(key) ?? ''), account);
    return at === null ? null : epochMs(at);
  }

  /** The account is asked now. */
  note(account: AccountId): void {
    this.#keep({ ...this.#all(), [account]: this.#clock.now() });
  }

  forget(account: AccountId): void {
    const { [account]: _, ...others } = this.#all();
    this.#keep(others);
  }

  #all(): Readonly<Record<string, unknown>> {
    const kept = parseJson(this.#memory.get(key) ?? '');
    return isObject(kept) ? kept : {};
  }

  #keep(all: Readonly<Record<string, unknown>>): void {
    // A time that is not kept is no reason to keep an answer back.
    this.#memory.set(key, JSON.stringify(all)).catch(() => undefined);
  }
}
