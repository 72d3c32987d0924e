/** What follows the last words of an answer, its token counts for example, follows at once. */
const usualMs = 2_500;
/** Some servers say of every event that it is the last, and pause between two. */
const doubtfulMs = 30_000;

/**
 * How long a stream that has no closing event is listened to after what claims to be its last event: a server may keep the
 * socket open for minutes (faults ST-15).
 */
export class Linger {
  #ms: number | null = null;
  #hasOthers = false;

  /** In ms, from one read to the next; `null` while nothing has claimed to be the last. */
  get ms(): number | null {
    return this.#ms;
  }

  /** A piece of the answer has come. The claim to be the last is doubted where all make it, and where another piece follows. */
  heard(isLast: boolean): void {
    if (this.#ms !== null) this.#ms = doubtfulMs;
    else if (isLast) this.#ms = this.#hasOthers ? usualMs : doubtfulMs;
    else this.#hasOthers = true;
  }
}
