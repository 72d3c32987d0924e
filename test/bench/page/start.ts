import path from 'node:path';
import { numberAt, parseJson, stringAt } from '../../../src/core/json.ts';
import { runProgram } from '../../tasks/steps/program.ts';
import { TaskError } from '../../tasks/steps/task.ts';
import { lowerQuartile } from '../rounds.ts';
import type { PageBench } from './pageBench.ts';
import type { PagePlan } from './plan.ts';

/** What it takes to begin: the page's script until it is ready, and the sizes of what is read for it. */
export interface Start {
  readonly readyMs: number;
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
}

export async function measureStart(bench: PageBench, { rounds }: PagePlan): Promise<Start> {
  const readyMs: number[] = [];
  for (let round = 0; round < 2 * rounds; round++) {
    await using page = await bench.open('Maestro');
    readyMs.push(await page.readyMs());
  }
  return { readyMs: lowerQuartile(readyMs), files: await filesOfPackage() };
}

const listSizes = `
  import { build } from 'esbuild';
  import { productBuilds } from './esbuild.mjs';
  const made = productBuilds({ production: true }).map((options) => build({ ...options, write: false }));
  const files = (await Promise.all(made)).flatMap(({ outputFiles }) => outputFiles);
  console.log(JSON.stringify(files.map(({ path, contents }) => ({ path, bytes: contents.byteLength }))));
`;

/** Sizes of the scripts in the package. */
async function filesOfPackage(): Promise<Start['files']> {
  const { code, output } = await runProgram(process.execPath, ['--input-type=module', '--eval', listSizes]);
  if (code !== 0) throw new TaskError(output);
  const files = parseJson(output);
  if (!Array.isArray(files)) return [];
  return files
    .map((file) => ({
      name: path.basename(stringAt(file, 'path') ?? ''),
      bytes: numberAt(file, 'bytes') ?? Number.NaN,
    }))
    .filter(({ name }) => /\.c?js$/.test(name));
}
