import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SharedFiles } from '../../../src/node/sharedFiles.ts';

describe('texts that all windows share', () => {
  let folder = '';

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'maestro-texts-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('are read at once where they were not written, and are gone where they were not removed', async () => {
    const [here, there] = [new SharedFiles(folder), new SharedFiles(folder)];
    await here.write('a', 'one');
    await here.write('a', 'two');
    assert.equal(await there.read('a'), 'two');
    assert.deepEqual(await there.names(), ['a']);
    await there.remove('a');
    assert.equal(await here.read('a'), null);
  });

  it('tell every window of what another has written, until it does not listen any more', async () => {
    // The folder is made by whoever comes first.
    const place = path.join(folder, 'not', 'there', 'yet');
    const [here, there] = [new SharedFiles(place), new SharedFiles(place)];
    const heard: string[] = [];
    let wake = (): void => undefined;
    const stop = here.watch((name) => {
      heard.push(name);
      wake();
    });
    while (!heard.includes('a')) {
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      await there.write('a', 'one');
      await Promise.race([woken, new Promise(setImmediate)]);
    }
    stop();
    const before = heard.length;
    await there.write('b', 'two');
    assert.ok(!heard.slice(before).includes('b'));
  });
});
