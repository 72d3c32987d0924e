import type { Intent } from '../bridge.ts';

/** So often at most the host is told what is being written, in ms. */
const everyMs = 250;

/** Tells the host what is being written and in which conversation: it keeps that, whatever becomes of the page. */
export class WrittenText {
  readonly #post: (intent: Intent) => void;
  /** The conversation that the text is for; `null` until the host has said. */
  #conversation: string | null = null;
  /** What the host knows. */
  #told = '';
  #text = '';
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(post: (intent: Intent) => void) {
    this.#post = post;
    // Before the page may be gone.
    for (const type of ['blur', 'pagehide']) window.addEventListener(type, () => this.flush());
  }

  /** The text is this one now. */
  changed(text: string): void {
    this.#text = text;
    if (this.#timer === null) this.flush();
  }

  /** Tells what the host does not know yet. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#conversation === null || this.#text === this.#told) return;
    this.#told = this.#text;
    this.#timer = setTimeout(() => this.flush(), everyMs);
    this.#post({ kind: 'written', conversation: this.#conversation, text: this.#text });
  }

  /**
   * What is to be written on, the host having said what was left; `null` if that is to be left alone: while somebody `writes`,
   * only another conversation has another text. What was written before the host said anything stays, below what was left.
   */
  heard(conversation: string, text: string, writes: boolean): string | null {
    const isOther = conversation !== this.#conversation;
    if (!isOther && (writes || text === this.#text)) return null;
    if (isOther) this.flush();
    const early = this.#conversation === null && this.#text.trim() !== '' ? this.#text : null;
    this.#conversation = conversation;
    this.#told = text;
    this.#text = early === null ? text : text === '' ? early : `${text}\n\n${early}`;
    this.flush();
    return this.#text;
  }
}
