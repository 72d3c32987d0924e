import { member, numberAt, parseJson, stringAt } from '../json.ts';
import type { AccountId, ModelId } from '../model.ts';
import type { Clock, Memory } from '../ports.ts';

const key = 'maestro.dailyUse';

/** The questions of one day by account and model. A day is that of the computer's own time zone: `2026-11-20`. */
interface Day {
  readonly day: string;
  readonly counts: Readonly<Record<string, number>>;
}

/**
 * How many questions each model of each account was asked today, over the windows that share a memory. Two windows that ask
 * in the same moment may be counted as one.
 */
export class DailyUse {
  readonly #clock: Clock;
  readonly #memory: Memory;

  constructor({ clock, memory }: { readonly clock: Clock; readonly memory: Memory }) {
    this.#clock = clock;
    this.#memory = memory;
  }

  of(account: AccountId, model: ModelId): number {
    return this.#today().counts[entryOf(account, model)] ?? 0;
  }

  /** Takes note of a question that is asked now. Returns what takes it back, for one that came to nothing. */
  add(account: AccountId, model: ModelId): () => void {
    const { day } = this.#change(account, model, 1);
    return () => {
      if (this.#today().day === day) this.#change(account, model, -1);
    };
  }

  #change(account: AccountId, model: ModelId, by: number): Day {
    const { day, counts } = this.#today();
    const entry = entryOf(account, model);
    const changed = { day, counts: { ...counts, [entry]: Math.max(0, (counts[entry] ?? 0) + by) } };
    // A count that is not kept is no reason to keep an answer back.
    this.#memory.set(key, JSON.stringify(changed)).catch(() => undefined);
    return changed;
  }

  #today(): Day {
    const day = localDay(this.#clock.now());
    const kept = parseJson(this.#memory.get(key) ?? '');
    if (stringAt(kept, 'day') !== day) return { day, counts: {} };
    const counts = Object.entries(member(kept, 'counts') ?? {}).flatMap(([entry]) => {
      const count = numberAt(member(kept, 'counts'), entry);
      return count === null ? [] : [[entry, count] as const];
    });
    return { day, counts: Object.fromEntries(counts) };
  }
}

function entryOf(account: AccountId, model: ModelId): string {
  return `${account} ${model}`;
}

function localDay(ms: number): string {
  const date = new Date(ms);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
