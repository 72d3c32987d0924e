import { setTimeout as wait } from 'node:timers/promises';
import { epochMs } from '../core/model.ts';
import type { Clock } from '../core/ports.ts';

/** Longer delays make Node's timers fire at once. */
const longestTimerMs = 2 ** 31 - 1;

/** The machine's clock. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => epochMs(Date.now()),
  async sleep(ms, signal) {
    try {
      await wait(Math.min(ms, longestTimerMs), undefined, { signal, ref: false });
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    }
  },
};
