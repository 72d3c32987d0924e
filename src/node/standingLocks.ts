import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { StandingLocks } from '../core/doctor/storage.ts';
import { isCode } from './busyFiles.ts';

/** After so long without a sign of life a lock may be taken over. */
const silenceMs = 60_000;

/** The locks that lie in this folder now. None where there is no such folder; other errors of the system are thrown. */
export async function standingLocks(folder: string): Promise<StandingLocks> {
  const names = await readdir(folder).catch((error: unknown): readonly string[] => {
    if (isCode(error, 'ENOENT')) return [];
    throw error;
  });
  const ages = await Promise.all(
    names.filter((name) => name.endsWith('.lock')).map((name) => ageMs(path.join(folder, name))),
  );
  const held = ages.filter((age) => age !== null);
  return { held: held.length, silent: held.filter((age) => age > silenceMs).length };
}

/** How long ago its holder gave a sign of life; `null` if it was given back meanwhile. */
async function ageMs(file: string): Promise<number | null> {
  return await stat(file).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => null,
  );
}
