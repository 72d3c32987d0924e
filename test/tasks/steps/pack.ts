import { mkdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { parseJson, stringAt } from '../../../src/core/json.ts';
import { build } from './build.ts';
import { cacheFolder, root } from './paths.ts';
import type { Say } from './say.ts';
import { TaskError } from './task.ts';
import { runTool } from './tool.ts';

const maxPackageBytes = 2 * 1024 * 1024;

/** The package that `npm start` and the tests install. */
export const testPackage = path.join(cacheFolder, 'maestro.vsix');

/** Builds for production, host tests included if asked, and packs the extension. Warnings of vsce are errors. */
export async function pack(file: string, options: { readonly tests: boolean }, say: Say): Promise<void> {
  const sizes = await build({ production: true, tests: options.tests });
  say(`Built.\n${sizes.trimEnd()}`);
  await mkdir(path.dirname(file), { recursive: true });
  await rm(file, { force: true });
  const { code, output } = await runTool('vsce', ['package', '--no-dependencies', '--out', file]);
  if (code !== 0 || /\bWARN(ING)?\b/.test(output)) throw new TaskError(`vsce package failed or warned:\n${output}`);
  const { size } = await stat(file);
  if (size > maxPackageBytes)
    throw new TaskError(`The package has ${kilobytes(size)}, more than ${kilobytes(maxPackageBytes)}.`);
  say(`Packed ${path.relative(root, file)}: ${kilobytes(size)}.`);
}

/** The version in package.json. */
export async function version(): Promise<string> {
  const found = stringAt(parseJson(await readFile(path.join(root, 'package.json'), 'utf8')), 'version');
  if (found === null) throw new TaskError('package.json has no version.');
  return found;
}

function kilobytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024)} kB`;
}
