import type { ContextSource } from './contextSource.ts';

/** So many are remembered, more than any menu shows. */
const mostOffers = 500;

/** What the page was offered, by the ids that it gives back: it names nothing itself. */
export class Offers {
  readonly #sources = new Map<string, ContextSource>();
  #lastId = 0;

  add(source: ContextSource): string {
    this.#lastId++;
    const id = String(this.#lastId);
    this.#sources.set(id, source);
    for (const oldest of this.#sources.keys()) {
      if (this.#sources.size <= mostOffers) break;
      this.#sources.delete(oldest);
    }
    return id;
  }

  /** What this id stands for; `null` if it was never given, or long ago. */
  get(id: string): ContextSource | null {
    return this.#sources.get(id) ?? null;
  }
}
