// Desktop VS Code with the packaged extension and a profile of its own.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Program, runProgram, startProgram } from '../tasks/steps/program.ts';
import type { Say } from '../tasks/steps/say.ts';
import { TaskError } from '../tasks/steps/task.ts';
import { cleanEnvironment } from './environment.ts';
import { makeProfile, type ProfileSettings } from './profile.ts';

export interface DesktopOptions {
  /** The command line program of VS Code. */
  readonly code: string;
  readonly vsix: string;
  readonly machineSettings: ProfileSettings;
}

/** A VS Code window; `exited` resolves when the person closes it, disposing closes it. */
export interface Desktop extends AsyncDisposable {
  readonly exited: Program['exited'];
}

/** The command `code` of the path. */
export function installedCode(): string | null {
  const name = process.platform === 'win32' ? 'code.cmd' : 'code';
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file)) ?? null;
}

/** Installs the extension into a new profile and opens a window with it. */
export async function startDesktop({ code, vsix, machineSettings }: DesktopOptions, say: Say): Promise<Desktop> {
  await using started = new AsyncDisposableStack();
  const profile = started.use(await makeProfile('dark', machineSettings));
  const folders = ['--user-data-dir', profile.userData, '--extensions-dir', profile.extensions];
  const [command, ...first] = process.platform === 'win32' ? ['cmd.exe', '/d', '/s', '/c', code] : [code];
  const env = cleanEnvironment();
  const installed = await runProgram(command ?? code, [...first, ...folders, '--install-extension', vsix], { env });
  if (installed.code !== 0) throw new TaskError(`VS Code refused the extension:\n${installed.output}`);
  const args = [...first, ...folders, '--new-window', '--wait', profile.workspace];
  const window = started.use(startProgram(command ?? code, args, { env }));
  say('VS Code opens with Maestro. Run "Maestro: Sign In…" from its command palette (F1); close the window to end.');
  const stop = started.move();
  return { exited: window.exited, [Symbol.asyncDispose]: () => stop.disposeAsync() };
}
