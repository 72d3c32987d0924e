import type { Prompting, Turn } from '../../core/chat/turn.ts';
import type { ContentPart, StatusPart } from '../../core/parts.ts';
import type { EndedPart, ShownPart, ShownStatus } from '../../webview/bridge.ts';
import { shownParts } from '../shown.ts';
import { shownRounds } from './shownTurn.ts';

/** An answer on its way to the pages: what of it is shown already, and the blocks to which the rest belongs. */
export class LiveAnswer {
  /** The block of the text that was cut and is gone on with; `null` where there is none. */
  readonly #cut: number | null;
  /** The block that goes on with it, as the stream has it. */
  #goesOn: number | null = null;

  /** `before` is the turn as it was when this answer, or this part of it, began. */
  constructor(before: Turn) {
    const earlier = before.rounds.slice(0, -1);
    const wasCut = earlier.at(-1)?.next?.kind === ('continue' satisfies Prompting['kind']);
    const cut = wasCut ? shownRounds(earlier).findLastIndex(({ kind }) => kind === 'text') : -1;
    this.#cut = cut === -1 ? null : earlierBlock(cut);
  }

  /** What has just arrived, as the pages are sent it. */
  show(parts: readonly (ContentPart | StatusPart)[]): readonly (ShownPart | ShownStatus)[] {
    return shownParts(parts).map((part) => {
      if (part.kind !== 'text' || this.#cut === null) return part;
      this.#goesOn ??= part.block;
      return part.block === this.#goesOn ? { ...part, block: this.#cut } : part;
    });
  }

  /** The answer from its beginning; `arrived` is what there is of the round that is being said. */
  whole(turn: Turn, arrived: readonly ContentPart[]): readonly ShownPart[] {
    const earlier = shownRounds(turn.rounds.slice(0, -1)).map(earlierPart);
    return [...earlier, ...this.show(arrived).filter((part) => 'block' in part)];
  }
}

/** Streams count their blocks from zero, so that those of rounds before have numbers below it. */
function earlierBlock(index: number): number {
  return -1 - index;
}

function earlierPart(part: EndedPart, index: number): ShownPart {
  const block = earlierBlock(index);
  return part.kind === 'text' || part.kind === 'reasoning' ? { ...part, block, delta: part.text } : { ...part, block };
}
