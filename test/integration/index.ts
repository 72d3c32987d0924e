// What VS Code loads inside its extension host: runs every bundled test file beside it with mocha.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';
import { LineReport } from '../tasks/steps/lineReport.ts';
import { keepWorkspaceClean } from './cleanWorkspace.ts';

/** What hangs is found as well after this time, and a busy machine is no failure. */
const testTimeoutMs = 180_000;

/** Resolves when every test passed, as VS Code wants it; rejects with the number of failures. */
export async function run(): Promise<void> {
  const grep = process.env['MAESTRO_TEST_GREP'];
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: testTimeoutMs,
    reporter: LineReport,
    ...(grep === undefined || grep === '' ? {} : { grep }),
  });
  const here = import.meta.dirname;
  for (const name of readdirSync(here).filter((one) => one.endsWith('.test.cjs'))) mocha.addFile(path.join(here, name));
  await keepWorkspaceClean(mocha.suite);
  const failures = await new Promise<number>((done) => mocha.run(done));
  if (failures > 0) throw new Error(`${failures} tests failed`);
}
