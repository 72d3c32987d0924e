import { isArray, parseJson } from '../json.ts';
import type { ModelId, VendorId } from '../model.ts';
import type { Memory } from '../ports.ts';

/** The models that a person wants to see first, for all accounts of a vendor alike. */
export class Favourites {
  readonly #memory: Memory;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  has(vendor: VendorId, model: ModelId): boolean {
    return this.#of(vendor).includes(model);
  }

  /** Makes a model a favourite, or one like any other again. */
  async toggle(vendor: VendorId, model: ModelId): Promise<void> {
    const before = this.#of(vendor);
    const after = before.includes(model) ? before.filter((one) => one !== model) : [...before, model];
    await this.#memory.set(keyOf(vendor), after.length === 0 ? undefined : JSON.stringify(after));
  }

  #of(vendor: VendorId): readonly string[] {
    const list = parseJson(this.#memory.get(keyOf(vendor)) ?? '');
    return isArray(list) ? list.filter((one) => typeof one === 'string') : [];
  }
}

function keyOf(vendor: VendorId): string {
  return `maestro.favourites.${vendor}`;
}
