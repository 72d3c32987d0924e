/** Longest line that is read, in bytes: an attached image of 20 MB fits. */
const maxLineBytes = 32_000_000;
const lineFeed = 0x0a;

/** One line of a journal. `end` is where the next one begins, counted from where the reading began, in bytes. */
export interface Line {
  /** `null` for what is no text, or too long to be read. */
  readonly text: string | null;
  readonly end: number;
}

/** Cuts the bytes of a journal into lines, in whatever pieces they come. Empty lines are left out. */
export class LineReader {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  #pieces: Uint8Array[] = [];
  #length = 0;
  #end = 0;

  /** The lines that are complete with these bytes. */
  *push(bytes: Uint8Array): Generator<Line, void> {
    for (let from = 0; from < bytes.length; ) {
      const at = bytes.indexOf(lineFeed, from);
      const to = at === -1 ? bytes.length : at;
      this.#keep(bytes.subarray(from, to));
      from = to + 1;
      if (at === -1) return;
      this.#end += this.#length + 1;
      if (this.#length > 0) yield { text: this.#text(), end: this.#end };
      this.#pieces = [];
      this.#length = 0;
    }
  }

  /** What stands after the last line feed: a line that was torn, or is still being written; `null` if there is nothing. */
  rest(): Line | null {
    return this.#length === 0 ? null : { text: this.#text(), end: this.#end + this.#length };
  }

  #keep(piece: Uint8Array): void {
    this.#length += piece.length;
    // What is too long is not even kept.
    if (this.#length > maxLineBytes) this.#pieces = [];
    else if (piece.length > 0) this.#pieces.push(piece);
  }

  #text(): string | null {
    if (this.#length > maxLineBytes) return null;
    try {
      const [only] = this.#pieces;
      if (only !== undefined && this.#pieces.length === 1) return this.#decoder.decode(only);
      return (
        this.#pieces.map((piece) => this.#decoder.decode(piece, { stream: true })).join('') + this.#decoder.decode()
      );
    } catch {
      return null;
    }
  }
}
