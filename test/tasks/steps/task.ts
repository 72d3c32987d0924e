import { parseArgs } from 'node:util';
import { endProcess, isEnding, listen } from './processEnd.ts';

/** A sentence for the person at the terminal; it is printed without a stack. */
export class TaskError extends Error {
  override readonly name = 'TaskError';
}

/** The options of a task; every task has `--help` as well. */
export interface TaskOptions {
  readonly [name: string]: { readonly type: 'boolean' | 'string' };
}

/** The options as given: the text of `--name value`, and whether the flag `--name` is there. */
export interface Given {
  text(name: string): string | null;
  flag(name: string): boolean;
}

/** Runs a task's main function and ends the process with its exit code. `usage` is the answer to `--help` and to mistakes. */
export async function runTask(
  usage: string,
  options: TaskOptions,
  main: (given: Given) => Promise<number>,
): Promise<never> {
  listen();
  const given = readArguments(usage, options);
  try {
    return await endProcess(await main(given));
  } catch (error) {
    if (!isEnding()) console.error(error instanceof TaskError ? `\n${error.message}` : error);
    return await endProcess(1);
  }
}

function readArguments(usage: string, options: TaskOptions): Given {
  try {
    const { values } = parseArgs({ options: { ...options, help: { type: 'boolean' } }, strict: true });
    if (values['help'] === true) {
      console.log(usage);
      process.exit(0);
    }
    const given = new Map(Object.entries(values));
    return {
      text(name) {
        const value = given.get(name);
        return typeof value === 'string' ? value : null;
      },
      flag: (name) => given.get(name) === true,
    };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    process.exit(2);
  }
}
