import type { Clock } from '../../../src/core/ports.ts';
import { systemClock } from '../../../src/node/systemClock.ts';

/** Waits before another try are this long at most; limits are longer. */
const shortMs = 2_000;

/** The system's clock, but nobody waits for another try: what is tried again, and how often, is what counts here. */
export const hurriedClock: Clock = {
  now: () => systemClock.now(),
  sleep: (ms, signal) => systemClock.sleep(ms <= shortMs ? 0 : ms, signal),
};
