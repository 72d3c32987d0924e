import type { Clock } from '../core/ports.ts';
import type { Update } from '../webview/bridge.ts';

/** Where a page is shown: a view or an editor tab. */
export interface Surface {
  readonly post: (update: Update) => void;
  readonly isVisible: () => boolean;
  /** Loads the page, also in the place of one that is there. */
  readonly load: () => void;
  /** Tells the page everything, as when it has just been loaded. */
  readonly tellAll: () => void;
}

/** How often a page in sight is asked whether it lives. */
const everyMs = 5_000;
/** How long it may take to answer: one that is busy is not dead. */
const patienceMs = 10_000;
/** After so many in a row that brought no answer, loading it again is no help. */
const mostLoads = 3;

/**
 * A page that may be busy, dead or out of sight at any moment. One that does not answer is loaded again; one that nobody
 * sees is not kept busy with an answer that arrives, and is told everything once it is in sight again.
 */
export class LivePage {
  readonly #surface: Surface;
  readonly #clock: Clock;
  readonly #end = new AbortController();
  #isHeard = true;
  #loads = 0;
  #missed = false;

  constructor(surface: Surface, clock: Clock) {
    this.#surface = surface;
    this.#clock = clock;
    // Ends with its signal.
    this.#watch().catch(() => {});
  }

  /** Posts the update. Of an answer that arrives out of sight, nothing is posted (faults WV-53). */
  post(update: Update): void {
    if (update.kind !== 'parts' || this.#surface.isVisible()) this.#surface.post(update);
    else this.#missed = true;
  }

  /** To be called with everything that comes from the page. */
  heard(): void {
    this.#isHeard = true;
    this.#loads = 0;
  }

  /** To be called when the page may have come into sight. */
  shown(): void {
    if (!this.#missed || !this.#surface.isVisible()) return;
    this.#missed = false;
    this.#surface.tellAll();
  }

  dispose(): void {
    this.#end.abort();
  }

  async #watch(): Promise<void> {
    const { signal } = this.#end;
    for (;;) {
      await this.#clock.sleep(everyMs, signal);
      if (!this.#surface.isVisible()) continue;
      this.#isHeard = false;
      this.#surface.post({ kind: 'ping' });
      await this.#clock.sleep(patienceMs, signal);
      if (this.#isHeard || !this.#surface.isVisible() || this.#loads === mostLoads) continue;
      this.#loads++;
      this.#surface.load();
    }
  }
}
