/** A piece of `content`, told apart. */
export interface Piece {
  readonly kind: 'text' | 'reasoning';
  readonly text: string;
}

const open = '<think>';
const close = '</think>';
/** So much white space before an answer can be followed by a tag; more cannot. */
const maxLead = 64;

/**
 * Tells thoughts from the answer where a server leaves them in `content` as `<think>…</think>`, wherever the pieces
 * are cut. Only the very beginning of an answer counts: later the words are the answer's own. White space around the
 * tags goes.
 */
export class ThinkTags {
  #state: 'start' | 'opened' | 'thinking' | 'closed' | 'answer' = 'start';
  #held = '';

  /** Whether the answer itself has begun: what follows is text. */
  get inAnswer(): boolean {
    return this.#state === 'answer';
  }

  split(text: string): readonly Piece[] {
    const pieces: Piece[] = [];
    let rest = this.#held + text;
    this.#held = '';
    while (rest !== '') rest = this.#step(rest, pieces);
    return pieces;
  }

  /** What was held back, because the answer goes on with something else or is over. */
  end(): readonly Piece[] {
    const kind = this.#state === 'thinking' ? 'reasoning' : 'text';
    const text = this.#held;
    this.#held = '';
    this.#state = 'answer';
    return text === '' ? [] : [{ kind, text }];
  }

  /** Deals with the beginning of the text and returns the rest of it. */
  #step(text: string, pieces: Piece[]): string {
    switch (this.#state) {
      case 'start': {
        const word = text.trimStart();
        const tagged = word.startsWith(open);
        if (!tagged && open.startsWith(word) && text.length <= maxLead) return this.#hold(text);
        this.#state = tagged ? 'opened' : 'answer';
        return tagged ? word.slice(open.length) : text;
      }
      case 'opened':
      case 'closed': {
        const word = text.trimStart();
        if (word !== '') this.#state = this.#state === 'opened' ? 'thinking' : 'answer';
        return word;
      }
      case 'thinking': {
        const at = text.indexOf(close);
        const end = at === -1 ? text.length - beginning(text) : at;
        if (end > 0) pieces.push({ kind: 'reasoning', text: text.slice(0, end) });
        if (at === -1) return this.#hold(text.slice(end));
        this.#state = 'closed';
        return text.slice(at + close.length);
      }
      case 'answer':
        pieces.push({ kind: 'text', text });
        return '';
      default:
        return this.#state satisfies never;
    }
  }

  #hold(text: string): string {
    this.#held = text;
    return '';
  }
}

/** How many characters at the end of the text may be the beginning of the closing tag. */
function beginning(text: string): number {
  for (let length = Math.min(close.length - 1, text.length); length > 0; length--) {
    if (close.startsWith(text.slice(-length))) return length;
  }
  return 0;
}
