import path from 'node:path';
import { root } from './paths.ts';
import { type ProgramOptions, runProgram } from './program.ts';

/** The scripts of the tools in node_modules. */
const tools = {
  tsc: 'typescript/bin/tsc',
  biome: '@biomejs/biome/bin/biome',
  mocha: 'mocha/bin/mocha.js',
  c8: 'c8/bin/c8.js',
  vsce: '@vscode/vsce/vsce',
} as const;
export type Tool = keyof typeof tools;

/** Runs a tool of node_modules on the node that runs this. */
export async function runTool(
  tool: Tool,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<{ readonly code: number; readonly output: string }> {
  return await runProgram(process.execPath, [path.join(root, 'node_modules', tools[tool]), ...args], options);
}
