/** What the API takes as an id of a tool call (its error for others: `^[a-zA-Z0-9_-]+$`), and how long it may be. */
const unfit = /[^\w-]/g;
const maxLength = 64;

/**
 * Makes ids that the API takes of ids that any vendor gave. Its own stay as they are. Some vendors count anew in each
 * answer, so a used id gets a number; the same calls in the same order always get the same ids.
 */
export class CallIds {
  readonly #used = new Set<string>();

  /** A new id for one call. */
  take(id: string): string {
    const fit = id.replaceAll(unfit, '_').slice(0, maxLength) || 'call';
    let free = fit;
    for (let number = 2; this.#used.has(free); number++) {
      const suffix = `_${number}`;
      free = fit.slice(0, maxLength - suffix.length) + suffix;
    }
    this.#used.add(free);
    return free;
  }
}
