import { type Failure, MaestroError } from './failure.ts';
import type { Clock } from './ports.ts';

/** Aborts its signal after a while, unless it is ended before. */
export interface TimeLimit {
  readonly signal: AbortSignal;
  end(): void;
}

/** Begins a limit of so many ms that ends in this failure; in `stalled`, unless told otherwise. */
export function timeLimit(
  clock: Clock,
  ms: number,
  failure: Failure = { code: 'stalled', seconds: ms / 1_000 },
): TimeLimit {
  const limit = new AbortController();
  const done = new AbortController();
  clock.sleep(ms, done.signal).then(
    () => limit.abort(new MaestroError(failure)),
    () => undefined,
  );
  return { signal: limit.signal, end: () => done.abort() };
}
