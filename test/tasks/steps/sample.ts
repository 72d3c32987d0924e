import { copyFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder, root } from './paths.ts';
import { TaskError } from './task.ts';
import { runTool } from './tool.ts';

const source = path.join(root, 'test', 'sample');

/** The sample of test/sample as VS Code loads it, after {@link compileSample}. */
export const sampleExtension = path.join(cacheFolder, 'sample');

/** Compiles the sample with the settings of its own, which know VS Code's API and nothing of Maestro. */
export async function compileSample(): Promise<void> {
  await rm(sampleExtension, { recursive: true, force: true });
  const { code, output } = await runTool('tsc', ['-p', source, '--outDir', path.join(sampleExtension, 'out')]);
  if (code !== 0) throw new TaskError(`The sample does not compile:\n${output}`);
  await copyFile(path.join(source, 'package.json'), path.join(sampleExtension, 'package.json'));
}
