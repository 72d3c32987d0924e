import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { root } from './paths.ts';
import { atProcessEnd } from './processEnd.ts';

export interface ProgramOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Called with each chunk of what the program prints. */
  readonly onOutput?: (text: string) => void;
}

/** A running program with all of its own children. Disposing stops them all. */
export interface Program extends AsyncDisposable {
  /** Standard output and standard error so far, in the order of arrival. */
  output(): string;
  /** The first group of the first match in the output, as soon as it is printed; null if the program ends without it. */
  printed(pattern: RegExp): Promise<string | null>;
  /** Resolves to the exit code, or to 1 after a signal; rejects if the program could not be started. */
  readonly exited: Promise<number>;
}

const graceMs = 3_000;

/** Starts a program in a process group of its own, so that it can be stopped together with everything it starts. */
export function startProgram(command: string, args: readonly string[], options: ProgramOptions = {}): Program {
  const child = spawn(command, args, {
    cwd: options.cwd ?? root,
    env: options.env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  let output = '';
  const watchers = new Set<() => void>();
  const take = (chunk: string): void => {
    output += chunk;
    options.onOutput?.(chunk);
    for (const look of watchers) look();
  };
  child.stdout.setEncoding('utf8').on('data', take);
  child.stderr.setEncoding('utf8').on('data', take);
  const exited = new Promise<number>((done, failed) => {
    child.on('error', failed);
    child.on('close', (code) => done(code ?? 1));
  });
  exited.catch(() => {});
  const printed = async (pattern: RegExp): Promise<string | null> => {
    const found = Promise.withResolvers<string>();
    const look = (): void => {
      const match = pattern.exec(output)?.[1];
      if (match !== undefined) found.resolve(match);
    };
    watchers.add(look);
    look();
    const first = await Promise.race([found.promise, exited.then(() => null)]);
    watchers.delete(look);
    return first;
  };
  return { output: () => output, printed, exited, [Symbol.asyncDispose]: atProcessEnd(() => stop(child)) };
}

/** Runs a program to its end and tells its exit code and what it printed. */
export async function runProgram(
  command: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<{ readonly code: number; readonly output: string }> {
  await using program = startProgram(command, args, options);
  return { code: await program.exited, output: program.output() };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return;
  const ended = child.exitCode !== null || child.signalCode !== null ? Promise.resolve() : once(child, 'exit');
  signalGroup(child.pid, 'SIGTERM');
  const late = setTimeout(signalGroup, graceMs, child.pid, 'SIGKILL');
  await ended;
  clearTimeout(late);
  signalGroup(child.pid, 'SIGKILL');
}

function signalGroup(leader: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    if (process.platform === 'win32') spawnSync('taskkill', ['/pid', String(leader), '/t', '/f']);
    else process.kill(-leader, signal);
  } catch {
    // The group has ended already.
  }
}
