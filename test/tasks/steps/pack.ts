import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseJson, stringAt } from '../../../src/core/json.ts';
import { build } from './build.ts';
import { bundledPackages } from './bundledPackages.ts';
import { contentProblems } from './packageContents.ts';
import { cacheFolder, root } from './paths.ts';
import type { Say } from './say.ts';
import { sbom } from './sbom.ts';
import { TaskError } from './task.ts';
import { thirdPartyNotices } from './thirdPartyNotices.ts';
import { runTool } from './tool.ts';
import { zipNames } from './zipNames.ts';

const maxPackageBytes = 2 * 1024 * 1024;

/** The package that `npm start` and the tests install. */
export const testPackage = path.join(cacheFolder, 'maestro.vsix');

/**
 * Builds for production, host tests included if asked, and packs the extension with the licences and the bill of materials of
 * what is bundled. Warnings of vsce are errors, and so is a file more or less than the package is to have.
 */
export async function pack(file: string, options: { readonly tests: boolean }, say: Say): Promise<void> {
  await mkdir(cacheFolder, { recursive: true });
  const metafile = path.join(cacheFolder, 'metafile.json');
  const sizes = await build({ production: true, tests: options.tests, metafile });
  say(`Built.\n${sizes.trimEnd()}`);
  await writeInventory(metafile);
  await mkdir(path.dirname(file), { recursive: true });
  await rm(file, { force: true });
  const { code, output } = await runTool('vsce', ['package', '--no-dependencies', '--out', file]);
  if (code !== 0 || /\bWARN(ING)?\b/.test(output)) throw new TaskError(`vsce package failed or warned:\n${output}`);
  const archive = await readFile(file);
  const problems = contentProblems(zipNames(archive));
  if (problems.length > 0) throw new TaskError(`The package is not what it is to be:\n${problems.join('\n')}`);
  const size = archive.length;
  if (size > maxPackageBytes)
    throw new TaskError(`The package has ${kilobytes(size)}, more than ${kilobytes(maxPackageBytes)}.`);
  say(`Packed ${path.relative(root, file)}: ${kilobytes(size)}.`);
}

/** Writes beside the bundles what is in them of others. */
async function writeInventory(metafile: string): Promise<void> {
  const packages = await bundledPackages(metafile);
  const dist = path.join(root, 'dist');
  await writeFile(path.join(dist, 'THIRD_PARTY_NOTICES.txt'), thirdPartyNotices(packages));
  await writeFile(path.join(dist, 'sbom.cdx.json'), sbom(await version(), packages));
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
