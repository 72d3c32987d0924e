import { execFile } from 'node:child_process';
import path from 'node:path';

export interface Elsewhere {
  readonly environment?: NodeJS.ProcessEnv;
  /** What runs the program, for example in a namespace of its own. */
  readonly runner?: readonly string[];
  /** `own`: without the certificates of the system. */
  readonly certificates?: 'own';
}

/** What comes of a request that another process makes: its status or its failure, and nothing where the process cannot run. */
export function askElsewhere(
  address: string,
  { environment = {}, runner = [], certificates }: Elsewhere,
): Promise<string> {
  const program = path.join(import.meta.dirname, 'askOnce.ts');
  const [command = process.execPath, ...before] = [...runner, process.execPath];
  const given = [...before, program, address, ...(certificates === undefined ? [] : [certificates])];
  return new Promise((resolve) => {
    execFile(command, given, { env: { ...process.env, ...environment } }, (_, said) => resolve(said.trim()));
  });
}
