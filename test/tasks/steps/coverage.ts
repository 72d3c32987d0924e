import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { numberAt, objectAt, parseJson } from '../../../src/core/json.ts';
import { cacheFolder } from './paths.ts';
import type { Say } from './say.ts';
import type { Result } from './tally.ts';
import { runTool } from './tool.ts';

/** What speaks a vendor's language, and how much of it tests must reach, in percent of lines and of branches. */
const measured = ['src/protocols/**', 'src/vendors/**'];
const target = 95;
/** Never loaded, because there is nothing to run in it. */
const typesOnly = 'src/vendors/surroundings.ts';

/** Which code a run of the unit tests reached, as V8 counts it, kept in a temporary folder that disposing removes. */
export class Coverage implements AsyncDisposable {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async begin(): Promise<Coverage> {
    await mkdir(cacheFolder, { recursive: true });
    return new Coverage(await mkdtemp(path.join(cacheFolder, 'coverage-')));
  }

  /** What the tests' process must find in its environment. Of code that was compiled before, V8 counts less precisely. */
  get env(): NodeJS.ProcessEnv {
    return { NODE_V8_COVERAGE: this.#folder, NODE_DISABLE_COMPILE_CACHE: '1' };
  }

  /** Whether enough was reached; says the figures, and in a failure also those of each file. */
  async result(say: Say): Promise<Result> {
    const title = `coverage of vendors and protocols is above ${target} % of lines and branches`;
    const reports = path.join(this.#folder, 'reports');
    const folders = ['--temp-directory', this.#folder, '--reports-dir', reports];
    const files = [
      '--all',
      '--src',
      'src',
      ...measured.flatMap((pattern) => ['--include', pattern]),
      '--exclude',
      typesOnly,
    ];
    const { output } = await runTool('c8', ['report', ...folders, ...files, '-r', 'json-summary', '-r', 'text']);
    const summary = parseJson(await readFile(path.join(reports, 'coverage-summary.json'), 'utf8').catch(() => ''));
    const percent = (of: string): number => numberAt(objectAt(objectAt(summary, 'total'), of), 'pct') ?? 0;
    const [lines, branches] = [percent('lines'), percent('branches')];
    say(`coverage of vendors and protocols: ${lines} % of lines, ${branches} % of branches`);
    if (lines > target && branches > target) return { state: 'passed', title, reason: null };
    return { state: 'failed', title, reason: output };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}
