import { type EpochMs, epochMs } from '../src/core/model.ts';
import type { Clock } from '../src/core/ports.ts';

interface Sleeper {
  readonly ms: number;
  atMs: number;
  readonly wake: () => void;
}

/** A clock that moves when the test says so. */
export class HandClock implements Clock {
  #nowMs: number;
  readonly #sleepers = new Set<Sleeper>();
  readonly #expected = new Set<{ readonly ms: number; readonly seen: () => void }>();

  constructor(nowMs = 0) {
    this.#nowMs = nowMs;
  }

  now(): EpochMs {
    return epochMs(this.#nowMs);
  }

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (ms <= 0) return;
    await new Promise<void>((wake, reject) => {
      const sleeper = { ms, atMs: this.#nowMs + ms, wake };
      this.#sleepers.add(sleeper);
      signal.addEventListener('abort', () => {
        this.#sleepers.delete(sleeper);
        reject(signal.reason);
      });
      for (const expected of [...this.#expected]) if (expected.ms === ms) expected.seen();
    });
  }

  get sleepers(): number {
    return this.#sleepers.size;
  }

  /** Resolves when somebody sleeps for just this time, perhaps at once. */
  async sleeping(ms: number): Promise<void> {
    if ([...this.#sleepers].some((sleeper) => sleeper.ms === ms)) return;
    await new Promise<void>((resolve) => {
      const expected = {
        ms,
        seen: () => {
          this.#expected.delete(expected);
          resolve();
        },
      };
      this.#expected.add(expected);
    });
  }

  /** Lets time pass: who has slept enough wakes. */
  advance(ms: number): void {
    this.#nowMs += ms;
    for (const sleeper of [...this.#sleepers]) {
      if (sleeper.atMs > this.#nowMs) continue;
      this.#sleepers.delete(sleeper);
      sleeper.wake();
    }
  }

  /** Sets the clock to another time; who sleeps sleeps on for as long as before. */
  jump(ms: number): void {
    this.#nowMs += ms;
    for (const sleeper of this.#sleepers) sleeper.atMs += ms;
  }
}
