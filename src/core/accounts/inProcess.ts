import type { Clock, Lock, Locks } from '../ports.ts';

/** Locks within this window: in front of those that all windows share, and in their place where there are none. */
export class InProcessLocks implements Locks {
  readonly #clock: Clock;
  readonly #tails = new Map<string, Promise<void>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async acquire(name: string, waitMs: number, signal: AbortSignal): Promise<Lock | null> {
    const before = this.#tails.get(name) ?? Promise.resolve();
    const { promise: released, resolve } = Promise.withResolvers<void>();
    const tail = before.then(() => released);
    this.#tails.set(name, tail);
    void tail.then(() => {
      if (this.#tails.get(name) === tail) this.#tails.delete(name);
    });
    let held = true;
    const release = async (): Promise<void> => {
      held = false;
      resolve();
    };
    const granted = before.then(() => true);
    const enough = new AbortController();
    try {
      const late = this.#clock.sleep(waitMs, AbortSignal.any([signal, enough.signal])).then(() => false);
      if (await Promise.race([granted, late])) return { owned: async () => held, release };
    } catch (error) {
      await release();
      throw error;
    } finally {
      enough.abort();
    }
    await release();
    return null;
  }
}
