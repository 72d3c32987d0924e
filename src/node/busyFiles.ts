import { rename } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';

const attempts = 10;
const pauseMs = 50;

/** Whether it is one of these errors of the system. */
export function isCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.some((code) => code === error.code);
}

/** Windows refuses to touch a file that another process has open just now; a little later it does not. */
export async function retried<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (process.platform !== 'win32' || attempt === attempts || !isCode(error, 'EPERM', 'EACCES', 'EBUSY'))
        throw error;
      await wait(pauseMs);
    }
  }
}

/** Puts one file in the place of another, in one step. */
export async function replaceFile(from: string, to: string): Promise<void> {
  await retried(() => rename(from, to));
}
