import assert from 'node:assert/strict';
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { numberAt } from '../../../src/core/json.ts';
import { FileLocks } from '../../../src/node/fileLocks.ts';
import { hasEnded, newOwner, nonceOf } from '../../../src/node/processOwner.ts';
import { SharedFiles } from '../../../src/node/sharedFiles.ts';

const signal = new AbortController().signal;
const contender = path.join(import.meta.dirname, 'lockContender.ts');
// Many looks make up the silence, so that one gap in which nothing ran is none.
const quick = { heartbeatMs: 20, silenceMs: 400, lookMs: 5, longestLookMs: 20 };

describe('locks as files', function () {
  this.timeout(60_000);
  let folder = '';
  const children = new Set<ChildProcess>();
  beforeEach(async () => {
    folder = path.join(await mkdtemp(path.join(tmpdir(), 'maestro-locks-')), 'auth');
  });
  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL');
    children.clear();
    await rm(path.dirname(folder), { recursive: true, force: true });
  });

  function start(...args: readonly string[]): ChildProcess {
    const { NODE_V8_COVERAGE: _, ...env } = process.env;
    const child = fork(contender, args, { env });
    children.add(child);
    return child;
  }

  /** The owner that a process named while it lived, which it does no longer. */
  async function deadOwner(): Promise<string> {
    const child = spawn(process.execPath, ['--eval', '']);
    await once(child, 'exit');
    return newOwner().replace(/-\d+-\d+-/, `-${child.pid}-1-`);
  }

  it('ten processes, hundreds of locks left by the dead: never two inside, each taken over, nothing left behind', async function () {
    // They take turns four hundred times, beside everything else that runs on a slow machine.
    this.timeout(240_000);
    const dead = await deadOwner();
    assert.ok(hasEnded(dead));
    const running = Array.from({ length: 10 }, () => start(folder, dead, '40'));
    const results = await Promise.all(
      running.map(async (child) => {
        const ended = once(child, 'exit');
        const [result]: unknown[] = await Promise.race([once(child, 'message'), ended]);
        await ended;
        return result;
      }),
    );
    const sum = (name: string): number => results.reduce<number>((all, one) => all + (numberAt(one, name) ?? 0), 0);
    const totals = ['entered', 'abandoned', 'overlaps', 'lost'].map(sum);
    console.log(`      ${totals[0]} times inside, ${totals[1]} locks of the dead taken over`);
    assert.deepEqual([totals[0], totals[2], totals[3]], [400, 0, 0]);
    await new FileLocks(folder).sweep();
    assert.deepEqual(await readdir(folder), []);
  });

  it('is free at once when the process that holds it is killed', async () => {
    const locks = new FileLocks(folder, { ...quick, silenceMs: 60_000 });
    const dead = await deadOwner();
    await (await locks.acquire('a', 0, signal))?.release();
    await writeFile(path.join(folder, 'a.lock'), dead);
    const lock = await locks.acquire('a', 0, signal);
    assert.equal(await lock?.owned(), true);
    await lock?.release();
    assert.deepEqual(await readdir(folder), []);
  });

  it('a process that died while it took a lock over does not keep others from it', async () => {
    const [holder, claimer] = [await deadOwner(), await deadOwner()];
    const locks = new FileLocks(folder, { ...quick, silenceMs: 60_000 });
    await (await locks.acquire('a', 0, signal))?.release();
    await writeFile(path.join(folder, 'a.lock'), holder);
    await writeFile(path.join(folder, `a.lock.${nonceOf(holder)}`), claimer);
    await writeFile(path.join(folder, `a.lock.${claimer}.tmp`), '');
    const lock = await locks.acquire('a', 0, signal);
    assert.equal(await lock?.owned(), true);
    await lock?.release();
    await locks.sweep();
    assert.deepEqual(await readdir(folder), []);
  });

  it('is kept as long as its holder gives signs of life, however long, and lost when it gives none', async () => {
    const holder = await new FileLocks(folder, quick).acquire('a', 0, signal);
    const others = new FileLocks(folder, quick);
    assert.equal(await others.acquire('a', 1_000, signal), null);
    assert.equal(await holder?.owned(), true);
    await holder?.release();
    const silent = await new FileLocks(folder, { ...quick, heartbeatMs: 60_000 }).acquire('a', 0, signal);
    const lock = await others.acquire('a', 10_000, signal);
    assert.deepEqual([await silent?.owned(), await lock?.owned()], [false, true]);
    await silent?.release();
    assert.equal(await lock?.owned(), true, 'who lost it cannot give it away');
    await lock?.release();
  });

  it('of another machine, or one that cannot be read, is taken for alive until it was silent for long', async () => {
    const foreign = newOwner().replace(/^\w+/, '0'.repeat(12));
    for (const content of [foreign, '', 'no owner']) {
      const locks = new FileLocks(folder, quick);
      await (await locks.acquire('a', 0, signal))?.release();
      await writeFile(path.join(folder, 'a.lock'), content);
      assert.equal(await locks.acquire('a', 0, signal), null);
      const lock = await locks.acquire('a', 10_000, signal);
      assert.notEqual(lock, null);
      await lock?.release();
    }
  });

  it('who stops waiting is told why, and leaves nothing', async () => {
    const locks = new FileLocks(folder, quick);
    const lock = await locks.acquire('a', 0, signal);
    const impatient = new AbortController();
    const waiting = locks.acquire('a', 60_000, impatient.signal);
    impatient.abort(new Error('gave up'));
    await assert.rejects(waiting);
    await lock?.release();
    assert.deepEqual(await readdir(folder), []);
  });

  it('where no file can be made, the system’s own word comes through (SS-14)', async () => {
    const file = `${folder}-file`;
    await writeFile(file, '');
    const below = path.join(file, 'auth');
    await assert.rejects(new FileLocks(below).acquire('a', 0, signal), { code: 'ENOTDIR' });
    await assert.rejects(new SharedFiles(below).write('a', 'text'), { code: 'ENOTDIR' });
    await new FileLocks(below).sweep();
  });
});

describe('texts as files', () => {
  let folder = '';
  beforeEach(async () => {
    folder = path.join(await mkdtemp(path.join(tmpdir(), 'maestro-texts-')), 'auth');
  });
  afterEach(() => rm(path.dirname(folder), { recursive: true, force: true }));

  it('are read as they were last written, listed, and removed, with nothing beside them', async () => {
    const texts = new SharedFiles(folder);
    assert.deepEqual([await texts.read('a'), await texts.names()], [null, []]);
    await texts.remove('a');
    for (const text of ['one', 'two', '']) {
      await texts.write('a', text);
      assert.equal(await new SharedFiles(folder).read('a'), text);
    }
    await texts.write('a.out', 'x');
    assert.deepEqual([...(await texts.names())].sort(), ['a', 'a.out']);
    assert.equal((await readdir(folder)).length, 2);
    await texts.remove('a');
    assert.deepEqual(await texts.names(), ['a.out']);
  });

  it('a text is whole at every moment, however many write it', async () => {
    const texts = new SharedFiles(folder);
    const versions = Array.from({ length: 50 }, (_, n) => String(n).repeat(5_000));
    let writing = true;
    const written = Promise.all(versions.map((text) => texts.write('a', text))).finally(() => {
      writing = false;
    });
    while (writing) {
      const text = await readFile(path.join(folder, 'a.json'), 'utf8').catch(() => null);
      assert.ok(text === null || versions.includes(text));
    }
    await written;
    assert.deepEqual(await readdir(folder), ['a.json']);
  });
});
