import { abortable } from '../abortable.ts';
import type { Clock } from '../ports.ts';
import { timeLimit } from '../timeLimit.ts';
import { type Check, type Finding, failing, type Section, warning } from './finding.ts';
import { systemCode } from './systemCode.ts';

/** So long one check may take, in ms: longer than the network waits for a connection. */
export const checkLimitMs = 15_000;

/**
 * Makes all checks at once, each with a time limit of its own, and returns one section for each in the order given. `onDone`
 * is told of each as it ends. Rejects only with `signal.reason`.
 */
export async function examine(
  checks: readonly Check[],
  clock: Clock,
  signal: AbortSignal,
  onDone: (check: Check) => void,
): Promise<readonly Section[]> {
  return await Promise.all(
    checks.map(async (check) => {
      const findings = await look(check, clock, signal);
      onDone(check);
      return { title: check.title, findings };
    }),
  );
}

async function look(check: Check, clock: Clock, signal: AbortSignal): Promise<readonly Finding[]> {
  const limit = timeLimit(clock, checkLimitMs);
  const either = AbortSignal.any([signal, limit.signal]);
  try {
    return await abortable(check.run(either), either);
  } catch (error) {
    signal.throwIfAborted();
    if (error !== limit.signal.reason)
      return [failing(check.title, `This could not be looked at (${systemCode(error)}).`, null)];
    return [warning(check.title, `This had not ended after ${checkLimitMs / 1_000} seconds.`, check.ifLate)];
  } finally {
    limit.end();
  }
}
