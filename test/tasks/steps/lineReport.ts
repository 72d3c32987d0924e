import { appendFileSync } from 'node:fs';
import { type Runner, reporters, type Test } from 'mocha';
import { skipReason } from '../../skip.ts';

/** The file that a {@link LineReport} appends to, as an environment variable. */
export const reportVariable = 'MAESTRO_TEST_REPORT';

/**
 * A mocha reporter that appends one line of JSON for each test to a file, as it ends: `{ state, title, reason }`. It says
 * the same from the command line and from inside VS Code, and what ran stays known when the process dies.
 */
export class LineReport extends reporters.Base {
  constructor(runner: Runner) {
    super(runner);
    const file = process.env[reportVariable];
    if (file === undefined) throw new Error(`${reportVariable} names no file`);
    const line = (state: 'passed' | 'failed' | 'skipped' | 'ended', title: string, reason: string | null): void =>
      appendFileSync(file, `${JSON.stringify({ state, title, reason })}\n`);
    runner.on('pass', (test: Test) => line('passed', test.fullTitle(), null));
    runner.on('pending', (test: Test) => line('skipped', test.fullTitle(), skipReasonOf(test)));
    runner.on('fail', (test: Test, error: unknown) => line('failed', test.fullTitle(), reasonOf(error)));
    runner.on('end', () => line('ended', '', null));
  }
}

export default LineReport;

function skipReasonOf({ ctx }: Test): string | null {
  const reason: unknown = ctx?.[skipReason];
  return typeof reason === 'string' ? reason : null;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const reason = error.stack ?? error.message;
  return error.cause === undefined ? reason : `${reason}\ncaused by ${reasonOf(error.cause)}`;
}
