import { Socket } from 'node:net';
import { queryObjects } from 'node:v8';
import { numberAt } from '../../../src/core/json.ts';

/** What is alive in a process that could be left behind. */
export interface Live {
  /** Bytes of the heap after a collection. */
  readonly heap: number;
  readonly sockets: number;
  readonly timers: number;
  /** Whoever waits for the end of something listens to one of these. */
  readonly signals: number;
}

export const liveKinds = ['sockets', 'timers', 'signals'] as const satisfies readonly (keyof Live)[];

/** For so long sockets that nobody uses may stay open, to be used again. */
const settleMs = 10_000;
const pauseMs = 100;

const timer = setTimeout(() => undefined);
const Timer = timer.constructor;
clearTimeout(timer);

/** Counts after a pause, of which a timer is left, and a collection; prototypes of such objects are among them. */
export async function countLive(): Promise<Live> {
  await new Promise((resolve) => setTimeout(resolve, pauseMs));
  const [sockets = 0, timers = 0, signals = 0] = [Socket, Timer, AbortSignal].map((one) =>
    queryObjects(one, { format: 'count' }),
  );
  globalThis.gc?.();
  return { heap: process.memoryUsage().heapUsed, sockets, timers, signals };
}

/** What is alive as soon as there are no more sockets than so many, or when that has been waited for long enough. */
export async function settledLive(sockets: number): Promise<Live> {
  const untilMs = performance.now() + settleMs;
  for (;;) {
    const now = await countLive();
    if (now.sockets <= sockets || performance.now() > untilMs) return now;
  }
}

/** What is alive as it came from another process. */
export function readLive(value: unknown): Live {
  const at = (name: keyof Live): number => numberAt(value, name) ?? Number.NaN;
  return { heap: at('heap'), sockets: at('sockets'), timers: at('timers'), signals: at('signals') };
}
