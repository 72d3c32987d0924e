import assert from 'node:assert/strict';
import { readGeneration, writeGeneration } from '../../../../src/core/accounts/generation.ts';
import { InProcessLocks } from '../../../../src/core/accounts/inProcess.ts';
import { Lineages, newLineage } from '../../../../src/core/accounts/lineages.ts';
import { isObject, parseJson } from '../../../../src/core/json.ts';
import { epochMs } from '../../../../src/core/model.ts';
import type { Locks, SharedTexts } from '../../../../src/core/ports.ts';
import { AccountWindows, askFor, MapTexts } from '../../../accountWindows.ts';
import { HandClock } from '../../../handClock.ts';
import { MemoryLog } from '../../../memoryStorage.ts';
import { hourMs } from '../../../strictVendor.ts';

const signal = new AbortController().signal;
const dayMs = 24 * hourMs;
const idle = { number: 1, refresh: 'r', state: 'idle', told: false } as const;

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: /home/ada/secret folder`), { code });
}

const readOnly: Locks & SharedTexts = {
  acquire: () => Promise.reject(systemError('EROFS')),
  names: () => Promise.reject(systemError('EROFS')),
  read: async () => null,
  write: () => Promise.reject(systemError('EROFS')),
  remove: () => Promise.reject(systemError('EROFS')),
};

describe('lineages', () => {
  it('have names that nobody has twice and that are good in a file name', () => {
    const names = Array.from({ length: 1_000 }, newLineage);
    assert.equal(new Set(names).size, 1_000);
    assert.ok(names.every((name) => /^[\w-]{22}$/.test(name)));
  });

  it('a generation survives being written and read; anything else is as good as nothing', () => {
    const generation = { ...idle, state: 'dead', told: true, at: epochMs(5) } as const;
    const text = writeGeneration(generation);
    assert.deepEqual(readGeneration(text), generation);
    const value = parseJson(text);
    assert.ok(isObject(value));
    for (const wrong of ['', '{', '[]', text.slice(0, -1), JSON.stringify({ ...value, v: 2 })]) {
      assert.equal(readGeneration(wrong), null);
    }
    for (const name of ['v', 'gen', 'state', 'at']) {
      assert.equal(readGeneration(JSON.stringify({ ...value, [name]: 'x' })), null, name);
    }
  });

  for (const [why, shared] of [
    ['no folder of this machine (SS-13)', null],
    ['a folder that cannot be written to (SS-14)', { locks: readOnly, texts: readOnly }],
  ] as const) {
    it(`${why}: they hold within the window, and the log says so once`, async () => {
      const log = new MemoryLog();
      const clock = new HandClock();
      const lineages = new Lineages({ shared, clock, log });
      const lock = await lineages.lock('a', 1_000, signal);
      const second = lineages.lock('a', 1_000, signal);
      await clock.sleeping(1_000);
      clock.advance(1_000);
      assert.equal(await second, null);
      await lineages.write('a', idle);
      assert.equal((await lock?.owned()) && (await lineages.read('a')) !== null, true);
      await lineages.signOut('a');
      assert.equal(await lineages.read('a'), 'signed-out');
      await lineages.sweep([]);
      await lock?.release();
      assert.notEqual(await lineages.lock('a', 1_000, signal), null);
      assert.equal(log.lines.length, 1);
      assert.ok(!log.lines.join().includes('ada'));
    });
  }

  it('a window renews although its folder is full (SS-14)', async () => {
    const windows = new AccountWindows();
    const window = await windows.openSignedIn({ locks: readOnly });
    windows.texts.write = () => Promise.reject(systemError('ENOSPC'));
    windows.clock.advance(hourMs);
    assert.equal(await askFor(window), 'access-2');
  });

  it('are forgotten a day after they were signed out; those of living accounts never', async () => {
    const texts = new MapTexts();
    const clock = new HandClock();
    const locks = new InProcessLocks(clock);
    const lineages = new Lineages({ shared: { locks, texts }, clock, log: new MemoryLog() });
    for (const name of ['living', 'over', 'unknown']) await lineages.write(name, idle);
    await lineages.signOut('over');
    clock.advance(dayMs);
    await lineages.sweep(['living']);
    assert.deepEqual([...texts.texts.keys()], ['living', 'over', 'unknown', 'over.out']);
    clock.advance(1);
    await lineages.sweep(['living']);
    assert.deepEqual([...texts.texts.keys()], ['living', 'unknown']);
    clock.advance(30 * dayMs);
    await lineages.sweep(['living']);
    assert.deepEqual([...texts.texts.keys()], ['living']);
  });

  it('a lock is given to those who wait in their order, and who gives up is passed over', async () => {
    const clock = new HandClock();
    const locks = new InProcessLocks(clock);
    const first = await locks.acquire('a', 0, signal);
    const impatient = new AbortController();
    const second = locks.acquire('a', 9_000, impatient.signal);
    const third = locks.acquire('a', 9_000, signal);
    impatient.abort(new Error('gave up'));
    await assert.rejects(second, /gave up/);
    assert.equal(await locks.acquire('a', 0, signal), null);
    await first?.release();
    assert.notEqual(await third, null);
  });
});
