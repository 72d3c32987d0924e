/** Longest text that is held, in characters: an error is short. */
const maxLength = 65_536;

/**
 * Finds JSON objects that a server put between its events without `data:`, as Google does with an error in mid-stream: an
 * event stream has no line that begins with a brace. Returns the function that takes the text of the stream in pieces, each
 * with where its last line begins, and whether a line that ends in it is no field of an event; only then, or within an object,
 * is it looked through.
 */
export function bareJsonReader(
  onJson: (text: string) => void,
): (piece: string, lastLine: number, hasUnknownField: boolean) => void {
  let atLineStart = true;
  let object: Unfinished | null = null;
  const search = (piece: string): void => {
    let at = 0;
    while (at < piece.length) {
      if (object === null) {
        const found = nextBrace(piece, at, atLineStart && at === 0);
        if (found === -1) break;
        object = new Unfinished();
        at = found;
      }
      const end = object.take(piece, at);
      if (end === null) break;
      if (object.text.length <= maxLength) onJson(object.text);
      object = null;
      at = end;
    }
  };
  return (piece, lastLine, hasUnknownField) => {
    // A line that begins like this and does not end in its piece is one that the parser passes over without a word.
    if (hasUnknownField || object !== null || piece[lastLine] === '{') search(piece);
    if (piece !== '') atLineStart = lastLine === piece.length;
  };
}

function nextBrace(piece: string, from: number, atLineStart: boolean): number {
  if (atLineStart && piece[from] === '{') return from;
  const [lineFeed, carriageReturn] = [piece.indexOf('\n{', from), piece.indexOf('\r{', from)];
  const first = lineFeed === -1 || (carriageReturn !== -1 && carriageReturn < lineFeed) ? carriageReturn : lineFeed;
  return first === -1 ? -1 : first + 1;
}

/** An object whose last brace has not come yet. Braces in strings do not count. */
class Unfinished {
  text = '';
  #depth = 0;
  #inString = false;
  #escaped = false;

  /** Where the object ends in the piece, or `null` if it goes on. */
  take(piece: string, from: number): number | null {
    for (let at = from; at < piece.length; at++) {
      if (!this.#closes(piece[at] ?? '')) continue;
      this.#keep(piece.slice(from, at + 1));
      return at + 1;
    }
    this.#keep(piece.slice(from));
    return null;
  }

  #closes(character: string): boolean {
    if (this.#inString) {
      if (this.#escaped) this.#escaped = false;
      else if (character === '\\') this.#escaped = true;
      else if (character === '"') this.#inString = false;
      return false;
    }
    if (character === '"') this.#inString = true;
    else if (character === '{') this.#depth++;
    else if (character === '}') this.#depth--;
    return this.#depth === 0;
  }

  #keep(text: string): void {
    if (this.text.length <= maxLength) this.text += text;
  }
}
