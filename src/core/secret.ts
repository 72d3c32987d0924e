/**
 * A token, key, code or verifier. It has no enumerable content, so it cannot be logged, cloned, serialised or put into an
 * error by accident. `reveal` is called only where the value leaves the process or is stored; a test lists those places.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  /** A new secret made of this one, for example a header value with its scheme in front. */
  map(change: (value: string) => string): Secret {
    return new Secret(change(this.#value));
  }

  /** Whether the value looks like this, for example begins with a vendor's prefix. */
  matches(pattern: RegExp): boolean {
    return pattern.test(this.#value);
  }

  /**
   * The text with `[secret]` where it has this value, also where it has only its beginning because it was cut. Values of
   * fewer than eight characters protect nothing, and are words.
   */
  hideIn(text: string): string {
    if (this.#value.length < 8) return text;
    const beginning = this.#value.slice(0, 12);
    let hidden = '';
    let read = 0;
    for (let at = text.indexOf(beginning); at !== -1; at = text.indexOf(beginning, read)) {
      hidden += `${text.slice(read, at)}[secret]`;
      read = at + beginning.length;
      while (read - at < this.#value.length && text[read] === this.#value[read - at]) read++;
    }
    return hidden + text.slice(read);
  }

  equals(other: Secret): boolean {
    return this.#value === other.#value;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }
}
