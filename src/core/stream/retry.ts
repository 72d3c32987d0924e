import type { Failure } from '../failure.ts';

/** Attempts of one turn, the first included (faults 5.2). */
export const maxAttempts = 3;
const longestWaitMs = 60_000;

/**
 * How long to wait before attempt number `attempt` + 1, or `null` if the failure is not one that passes by itself. Full
 * jitter from 0.5 s, doubling, to 8 s; a vendor's own delay counts if it is at most a minute (faults ST-50, ST-51).
 * `random` is between 0 and 1.
 */
export function retryDelayMs(failure: Failure, attempt: number, random: number): number | null {
  if (attempt >= attemptsFor(failure)) return null;
  if (failure.code === 'rate-limited' && failure.retryAfterMs !== null) {
    return failure.retryAfterMs <= longestWaitMs ? Math.max(1_000, failure.retryAfterMs) : null;
  }
  const slower = failure.code === 'overloaded' ? 2 : 1;
  return Math.round(Math.min(8_000, 500 * 2 ** (attempt - 1)) * slower * (0.5 + random / 2));
}

function attemptsFor(failure: Failure): number {
  switch (failure.code) {
    case 'unreachable':
      return failure.why === 'dns' ? 2 : maxAttempts;
    case 'timeout':
      return failure.stage === 'connecting' ? maxAttempts : 2;
    case 'stalled':
    case 'empty':
      return 2;
    case 'interrupted':
    case 'rate-limited':
    case 'overloaded':
    case 'server':
      return maxAttempts;
    default:
      return 1;
  }
}
