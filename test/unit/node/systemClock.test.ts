import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { systemClock } from '../../../src/node/systemClock.ts';

describe('the system clock', () => {
  const never = new AbortController().signal;

  it('tells the time in milliseconds', () => {
    const before = Date.now();
    const now = systemClock.now();
    assert.ok(now >= before && now <= Date.now());
  });

  it('sleeps for the time and leaves nothing behind on the signal', async () => {
    const start = performance.now();
    await systemClock.sleep(30, never);
    assert.ok(performance.now() - start >= 29);
    assert.deepEqual(getEventListeners(never, 'abort'), []);
  });

  it('an abort ends the sleep with its own reason, also when it came before', async () => {
    const controller = new AbortController();
    const reason = new Error('cancelled');
    const sleep = systemClock.sleep(60_000, controller.signal);
    controller.abort(reason);
    await assert.rejects(sleep, (error) => error === reason);
    await assert.rejects(systemClock.sleep(0, controller.signal), (error) => error === reason);
  });

  it('a sleep that is too long for a timer does not end at once', async () => {
    const controller = new AbortController();
    const outcomes: string[] = [];
    const long = [2 ** 31, 1e15, Number.POSITIVE_INFINITY].map((ms) => systemClock.sleep(ms, controller.signal));
    const all = Promise.allSettled(long.map((sleep) => sleep.finally(() => outcomes.push('ended'))));
    await systemClock.sleep(20, never);
    assert.deepEqual(outcomes, []);
    controller.abort(new Error('enough'));
    await all;
  });
});
