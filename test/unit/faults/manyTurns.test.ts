import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { numberAt, objectAt, parseJson } from '../../../src/core/json.ts';
import { liveKinds, readLive } from '../../bench/load/live.ts';

const program = path.join(import.meta.dirname, 'manyTurnsRunner.ts');
const quiet = ['--expose-gc', '--disable-warning=ExperimentalWarning'];
/** For each turn; one that something holds has about 20,000. */
const mostBytes = 5_000;

describe('two hundred turns, one after the other,', () => {
  for (const way of ['waited for', 'stopped', 'left']) {
    it(`that are ${way} leave no socket, timer, listener or memory in use behind (ST-68)`, async () => {
      const { stdout } = await promisify(execFile)(process.execPath, [...quiet, program, way]);
      const counted = parseJson(stdout);
      const [before, after] = [readLive(objectAt(counted, 'before')), readLive(objectAt(counted, 'after'))];
      for (const kind of liveKinds) assert.ok(after[kind] <= before[kind], `${after[kind] - before[kind]} ${kind}`);
      assert.equal(numberAt(counted, 'listeners'), 0);
      assert.ok(after.heap - before.heap < 200 * mostBytes, `${after.heap - before.heap} bytes`);
    }).timeout(60_000);
  }
});
