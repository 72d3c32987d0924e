/** Items are passed on at once when it has been quiet, and otherwise together, so often at most. */
export class Batcher<T> {
  readonly #pass: (items: readonly T[]) => void;
  readonly #intervalMs: number;
  #waiting: T[] = [];
  #timer: NodeJS.Timeout | null = null;

  constructor(intervalMs: number, pass: (items: readonly T[]) => void) {
    this.#intervalMs = intervalMs;
    this.#pass = pass;
  }

  add(items: readonly T[]): void {
    this.#waiting.push(...items);
    if (this.#timer === null) this.flush();
  }

  /** Passes on what waits, now. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#waiting.length === 0) return;
    const items = this.#waiting;
    this.#waiting = [];
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.flush();
    }, this.#intervalMs);
    this.#pass(items);
  }

  dispose(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#waiting = [];
  }
}
