import type { Turn } from '../../core/chat/turn.ts';
import type { ToolResult } from '../../core/model.ts';
import type { ContentPart, StreamPart } from '../../core/parts.ts';
import type { ShownPart, ShownStatus } from '../../webview/bridge.ts';
import { Batcher } from '../batcher.ts';
import { LiveAnswer } from './liveAnswer.ts';
import { shownResults } from './shownTurn.ts';

/** About one frame: more messages than that cost the page more than they show. */
const batchMs = 16;

/** A turn that is being answered in this window: how it is stopped, and how the pages are told of it. */
export class RunningTurn {
  readonly #stop = new AbortController();
  readonly #live: LiveAnswer;
  readonly #batcher: Batcher<ShownPart | ShownStatus>;
  /** What the tools gave in the round that is not over. */
  #results: readonly ShownPart[] = [];

  constructor(turn: Turn, tell: (parts: readonly (ShownPart | ShownStatus)[]) => void) {
    this.#live = new LiveAnswer(turn);
    this.#batcher = new Batcher(batchMs, tell);
  }

  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  stop(): void {
    this.#stop.abort();
  }

  /** Tells the pages what has arrived, often enough. */
  add(parts: readonly StreamPart[]): void {
    this.#batcher.add(this.#live.show(parts.filter((part) => part.kind !== 'end')));
    if (parts.some((part) => part.kind === 'end')) this.#batcher.flush();
  }

  /** Tells the pages what came of the call in this block. */
  give(block: number, result: ToolResult): void {
    const results = shownResults([result]).map((shown) => ({ ...shown, block }));
    this.#results = [...this.#results, ...results];
    this.#batcher.add(results);
  }

  /** The turn has the results now. */
  nextRound(): void {
    this.#results = [];
  }

  /** The answer so far. What waits to be told is in it already, and must not come a second time after it. */
  whole(turn: Turn, arrived: readonly ContentPart[]): readonly ShownPart[] {
    this.#batcher.flush();
    return [...this.#live.whole(turn, arrived), ...this.#results];
  }

  dispose(): void {
    this.#batcher.dispose();
  }
}
