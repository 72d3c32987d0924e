import { MaestroError } from './failure.ts';
import type { Clock } from './ports.ts';

/** Aborts its signal with `stalled` after a while, unless it is ended before. */
export interface TimeLimit {
  readonly signal: AbortSignal;
  end(): void;
}

export function timeLimit(clock: Clock, ms: number): TimeLimit {
  const limit = new AbortController();
  const done = new AbortController();
  clock.sleep(ms, done.signal).then(
    () => limit.abort(new MaestroError({ code: 'stalled', seconds: ms / 1_000 })),
    () => undefined,
  );
  return { signal: limit.signal, end: () => done.abort() };
}
