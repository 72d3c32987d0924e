import { seconds } from './say.ts';
import { TaskError } from './task.ts';

/** One thing that was tested. */
export interface Result {
  readonly state: 'passed' | 'failed' | 'skipped';
  readonly title: string;
  /** Why it failed, in full, or why it was skipped. */
  readonly reason: string | null;
}

/** Counts results over the stages of a test run and prints them. */
export class Tally {
  readonly #failed: string[] = [];
  #passed = 0;
  #skipped = 0;

  /** Runs a stage and prints its line, its skips and its failures. A stage that throws is one failure. */
  async stage(name: string, run: () => Promise<readonly Result[]>): Promise<boolean> {
    const startedMs = Date.now();
    console.log(`${name} …`);
    const results = await run().catch((error: unknown): readonly Result[] => [
      { state: 'failed', title: `${name} could not run`, reason: explain(error) },
    ]);
    const of = (state: Result['state']): readonly Result[] => results.filter((one) => one.state === state);
    const [passed, failed, skipped] = [of('passed'), of('failed'), of('skipped')];
    this.#passed += passed.length;
    this.#skipped += skipped.length;
    for (const { title, reason } of skipped) console.log(`  skipped: ${title}${reason === null ? '' : ` (${reason})`}`);
    for (const { title, reason } of failed) {
      this.#failed.push(`${name}: ${title}`);
      console.log(`\n  FAILED: ${title}\n${indent(reason ?? 'no reason was given')}\n`);
    }
    console.log(
      `${name}: ${countLine(passed.length, failed.length, skipped.length)} (${seconds(Date.now() - startedMs)})`,
    );
    return failed.length === 0;
  }

  /** Prints the failed titles and the closing line, and tells the exit code. */
  close(): number {
    for (const title of this.#failed) console.log(`FAILED  ${title}`);
    const nothingRan = this.#passed + this.#failed.length === 0;
    if (nothingRan) console.log('No test was run.');
    console.log(countLine(this.#passed, this.#failed.length, this.#skipped));
    return this.#failed.length > 0 || nothingRan ? 1 : 0;
  }
}

function countLine(passed: number, failed: number, skipped: number): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

function explain(error: unknown): string {
  if (error instanceof TaskError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function indent(text: string): string {
  return text.trimEnd().replaceAll(/^/gm, '    ');
}
