import type { Turn } from '../../core/chat/turn.ts';
import type { ContentPart } from '../../core/parts.ts';
import type { ShownPart, ShownStatus } from '../../webview/bridge.ts';
import { LiveAnswer } from './liveAnswer.ts';

/** An answer that arrives in another window, and how much of it the pages of this one have. */
export class ForeignAnswer {
  readonly #live: LiveAnswer;
  readonly #turn: Turn;
  /** The last part that the pages have, and how much of it. */
  #index = 0;
  #length = 0;

  constructor(turn: Turn, arrived: readonly ContentPart[]) {
    this.#turn = turn;
    this.#live = new LiveAnswer(turn);
    this.#take(arrived);
  }

  /** What has come since the last time; `null` if the pages are to be told everything. */
  next({ id, rounds, outcome }: Turn, arrived: readonly ContentPart[]): readonly (ShownPart | ShownStatus)[] | null {
    if (id !== this.#turn.id || rounds.length !== this.#turn.rounds.length || outcome !== null) return null;
    return this.#live.show(this.#take(arrived));
  }

  whole(turn: Turn, arrived: readonly ContentPart[]): readonly ShownPart[] {
    return this.#live.whole(turn, arrived);
  }

  /** The parts that are new, and what the one that was last has grown by. */
  #take(arrived: readonly ContentPart[]): readonly ContentPart[] {
    const index = this.#index;
    const length = this.#length;
    const last = arrived.at(-1);
    this.#index = Math.max(0, arrived.length - 1);
    this.#length = last === undefined ? 0 : lengthOf(last);
    const [first, ...rest] = arrived.slice(index);
    if (first === undefined || length === 0) return arrived.slice(index);
    return 'delta' in first ? [{ ...first, delta: first.delta.slice(length) }, ...rest] : rest;
  }
}

/** At least 1 for what has no text, so that it counts as taken. */
function lengthOf(part: ContentPart): number {
  return 'delta' in part ? part.delta.length : 1;
}
