import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { stringAt } from '../../src/core/json.ts';
import { atProcessEnd } from '../tasks/steps/processEnd.ts';
import { type Job, type Outcome, readOutcome } from './job.ts';
import type { Contender, Protocol } from './protocols.ts';

/** The process that gives the answers. */
export interface AnswerServer extends AsyncDisposable {
  readonly seed: number;
  readonly origin: string;
}

export async function startServer(seed: number): Promise<AnswerServer> {
  const { child, stop } = start('server.ts', [String(seed)]);
  return { seed, origin: stringAt(await nextMessage(child), 'origin') ?? '', [Symbol.asyncDispose]: stop };
}

/** A process that measures one contender. */
export interface Runner extends AsyncDisposable {
  run(job: Job): Promise<Outcome>;
}

export async function startRunner(protocol: Protocol, contender: Contender): Promise<Runner> {
  const { child, stop } = start('runner.ts', [protocol.name, contender.name]);
  await nextMessage(child);
  return {
    async run(job) {
      child.send(job);
      return readOutcome(await nextMessage(child));
    },
    [Symbol.asyncDispose]: stop,
  };
}

/** Runs a process of a measurement that sends one message, what it measured; `script` is named from this folder. */
export async function runProcess(script: string, args: readonly string[]): Promise<unknown> {
  const { child, stop } = start(script, args);
  try {
    const message = await nextMessage(child);
    const error = stringAt(message, 'error');
    if (error !== null) throw new Error(error);
    return message;
  } finally {
    await stop();
  }
}

function start(script: string, args: readonly string[]): { child: ChildProcess; stop: () => Promise<void> } {
  const execArgv = ['--expose-gc', '--disable-warning=ExperimentalWarning'];
  const child = fork(path.join(import.meta.dirname, script), args, { execArgv });
  const stop = atProcessEnd(async () => {
    const isRunning = child.exitCode === null && child.signalCode === null;
    if (isRunning && child.kill()) await once(child, 'exit');
  });
  return { child, stop };
}

async function nextMessage(child: ChildProcess): Promise<unknown> {
  const ended = new AbortController();
  try {
    const exit = once(child, 'exit', { signal: ended.signal }).then(() => {
      throw new Error(`A process of the measurement has ended: ${child.spawnargs.slice(2).join(' ')}`);
    });
    const message = once(child, 'message', { signal: ended.signal }).then(([first]) => first);
    return await Promise.race([message, exit]);
  } finally {
    ended.abort();
  }
}
