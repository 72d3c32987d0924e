import path from 'node:path';
import { root } from './paths.ts';
import { runProgram } from './program.ts';
import { TaskError } from './task.ts';

/** Bundles the extension, and the host tests if asked; returns what esbuild.mjs printed. */
export async function build(options: { readonly production: boolean; readonly tests: boolean }): Promise<string> {
  const flags = [...(options.production ? ['--production'] : []), ...(options.tests ? ['--tests'] : [])];
  const { code, output } = await runProgram(process.execPath, [path.join(root, 'esbuild.mjs'), ...flags]);
  if (code !== 0) throw new TaskError(`The build failed:\n${output}`);
  return output;
}
