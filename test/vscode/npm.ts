import path from 'node:path';
import { runProgram } from '../tasks/steps/program.ts';
import { TaskError } from '../tasks/steps/task.ts';

/** Runs the machine's npm in a folder, without install scripts. What npm printed is in the error if it fails. */
export async function npm(folder: string, args: readonly string[]): Promise<void> {
  const all = [...args, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const { command, first } = npmCommand();
  const { code, output } = await runProgram(command, [...first, ...all], { cwd: folder, env: npmEnvironment() });
  if (code !== 0) throw new TaskError(`npm ${args.join(' ')} failed with exit code ${code}:\n${output}`);
}

/** Inside `npm start` this is the npm that is running, because it may not be on the path. */
export function npmCommand(): { readonly command: string; readonly first: readonly string[] } {
  const script = process.env['npm_execpath'];
  if (script !== undefined && path.basename(script).startsWith('npm')) {
    return { command: process.execPath, first: [script] };
  }
  if (process.platform === 'win32') return { command: 'cmd.exe', first: ['/d', '/s', '/c', 'npm'] };
  return { command: 'npm', first: [] };
}

/** Without what the outer `npm start` says about its own package; the user's npm settings stay. */
export function npmEnvironment(): NodeJS.ProcessEnv {
  const own = /^npm_(package|lifecycle|config_local_prefix)|^NODE_ENV$/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)));
}
