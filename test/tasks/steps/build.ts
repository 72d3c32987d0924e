import path from 'node:path';
import { root } from './paths.ts';
import { runProgram } from './program.ts';
import { TaskError } from './task.ts';

export interface BuildOptions {
  readonly production: boolean;
  readonly tests: boolean;
  /** The file that esbuild's account of what went into the product is written to. */
  readonly metafile?: string;
}

/** Bundles the extension, and the host tests if asked; returns what esbuild.mjs printed. */
export async function build({ production, tests, metafile }: BuildOptions): Promise<string> {
  const flags = [
    ...(production ? ['--production'] : []),
    ...(tests ? ['--tests'] : []),
    ...(metafile === undefined ? [] : ['--metafile', metafile]),
  ];
  const { code, output } = await runProgram(process.execPath, [path.join(root, 'esbuild.mjs'), ...flags]);
  if (code !== 0) throw new TaskError(`The build failed:\n${output}`);
  return output;
}
