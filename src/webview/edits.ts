import type { Edit } from '../core/chat/draft.ts';
import type { Intent } from './bridge.ts';

/** So often at most the host is told what is being written, in ms. */
const everyMs = 250;

/** What is being written in the place of questions that were asked: the host keeps it, whatever becomes of the page. */
export class Edits {
  readonly #post: (intent: Intent) => void;
  #conversation: string | null = null;
  /** By the turns of the questions. */
  readonly #texts = new Map<string, string>();
  /** The turns of which the host does not know the latest. */
  readonly #untold = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(post: (intent: Intent) => void) {
    this.#post = post;
    // Before the page may be gone.
    for (const type of ['blur', 'pagehide']) window.addEventListener(type, () => this.#tell());
  }

  /** The page shows this conversation, in which that was left. Of the one that it shows already it knows better itself. */
  left(conversation: string, edits: readonly Edit[]): void {
    if (conversation === this.#conversation) return;
    this.#tell();
    this.#conversation = conversation;
    this.#texts.clear();
    for (const { turn, text } of edits) this.#texts.set(turn, text);
  }

  /** What is being written in the place of this turn's question; `null` for nothing. */
  of(turn: string): string | null {
    return this.#texts.get(turn) ?? null;
  }

  /** This is written there now; `null` once nothing is any more. */
  changed(turn: string, text: string | null): void {
    if (text === null) this.#texts.delete(turn);
    else this.#texts.set(turn, text);
    this.#untold.add(turn);
    if (text === null) this.#tell();
    else this.#timer ??= setTimeout(() => this.#tell(), everyMs);
  }

  #tell(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const conversation = this.#conversation;
    if (conversation === null) return;
    for (const turn of this.#untold) this.#post({ kind: 'edited', conversation, turn, text: this.of(turn) ?? '' });
    this.#untold.clear();
  }
}
