// One of the processes of fileLocks.test.ts: takes a lock again and again, and often enough leaves it as the dead do.
import { open, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { FileLocks } from '../../../src/node/fileLocks.ts';
import { newOwner, nonceOf } from '../../../src/node/processOwner.ts';

const [, , folder = '', deadOwner = '', rounds = '0'] = process.argv;
const locks = new FileLocks(folder, { heartbeatMs: 1_000, silenceMs: 60_000, lookMs: 2, longestLookMs: 1_000 });
const { signal } = new AbortController();
const inside = path.join(folder, 'inside');
const result = { entered: 0, abandoned: 0, overlaps: 0, lost: 0 };

for (let round = 0; round < Number(rounds); round++) {
  const lock = await locks.acquire('contended', 240_000, signal);
  if (lock === null) throw new Error('The lock never came free.');
  result.entered++;
  const marker = await open(inside, 'wx').catch(() => null);
  if (marker === null) result.overlaps++;
  if (!(await lock.owned())) result.lost++;
  await marker?.close();
  await rm(inside, { force: true });
  if (Math.random() < 0.5) {
    await lock.release();
    continue;
  }
  // The lock of a process that ended while it held it, each time of another one.
  await writeFile(path.join(folder, 'contended.lock'), deadOwner.replace(nonceOf(deadOwner), nonceOf(newOwner())));
  result.abandoned++;
}
process.send?.(result, () => process.exit());
