import { access, chmod, constants, readdir } from 'node:fs/promises';
import path from 'node:path';
import { atProcessEnd } from './tasks/steps/processEnd.ts';
import { runProgram } from './tasks/steps/program.ts';

const ownerWrites = 0o200;

/**
 * Takes the right to write in a folder, and in everything that is in it, from everybody; disposing gives it back. `null` where
 * that cannot be had: Windows knows it otherwise, and what stops root is a matter of the file system.
 */
export async function readOnly(folder: string): Promise<AsyncDisposable | null> {
  if (process.platform === 'win32') return null;
  const allow = process.getuid?.() === 0 ? allowRoot : allowOwner;
  const dispose = atProcessEnd(() => allow(folder, true));
  await allow(folder, false);
  const isWritable = await access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );
  if (!isWritable) return { [Symbol.asyncDispose]: dispose };
  await dispose();
  return null;
}

/** Only what is immutable is safe from root; where there is no such thing, the program fails or is not there. */
async function allowRoot(folder: string, isAllowed: boolean): Promise<void> {
  await runProgram('chattr', ['-R', isAllowed ? '-i' : '+i', folder]).catch(() => undefined);
}

async function allowOwner(folder: string, isAllowed: boolean): Promise<void> {
  const inside = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of inside) await setMode(path.join(entry.parentPath, entry.name), entry.isDirectory(), isAllowed);
  await setMode(folder, true, isAllowed);
}

async function setMode(file: string, isFolder: boolean, isAllowed: boolean): Promise<void> {
  await chmod(file, (isFolder ? 0o500 : 0o400) | (isAllowed ? ownerWrites : 0));
}
