import assert from 'node:assert/strict';
import type { StreamPart } from '../../../../src/core/parts.ts';
import { watched } from '../../../../src/core/stream/watched.ts';
import { HandClock } from '../../../handClock.ts';

const text = (delta: string): readonly StreamPart[] => [{ kind: 'text', block: 0, delta }];

describe('a watched turn', () => {
  it('says after each 90 seconds of silence that it waits, and loses nothing (ST-17)', async () => {
    const clock = new HandClock();
    const gate = Promise.withResolvers<void>();
    async function* source(): AsyncGenerator<readonly StreamPart[], void> {
      yield text('a');
      await gate.promise;
      yield text('b');
    }
    const turn = watched(source(), clock, 90_000);
    assert.deepEqual((await turn.next()).value, text('a'));
    for (let n = 0; n < 2; n++) {
      const next = turn.next();
      clock.advance(90_000);
      assert.deepEqual((await next).value, [{ kind: 'waiting', seconds: 90 }]);
    }
    gate.resolve();
    assert.deepEqual((await turn.next()).value, text('b'));
    assert.equal((await turn.next()).done, true);
    assert.equal(clock.sleepers, 0, 'no timer is left');
  });

  it('says nothing while something arrives now and then', async () => {
    const clock = new HandClock();
    async function* source(): AsyncGenerator<readonly StreamPart[], void> {
      for (let n = 0; n < 5; n++) {
        clock.advance(80_000);
        yield text(String(n));
      }
    }
    const kinds: string[] = [];
    for await (const batch of watched(source(), clock, 90_000)) kinds.push(...batch.map(({ kind }) => kind));
    assert.deepEqual(kinds, ['text', 'text', 'text', 'text', 'text']);
  });

  it('ends what it watches when it is left, and leaves no timer behind', async () => {
    const clock = new HandClock();
    const ended = Promise.withResolvers<void>();
    async function* source(): AsyncGenerator<readonly StreamPart[], void> {
      try {
        yield text('a');
        yield text('b');
      } finally {
        ended.resolve();
      }
    }
    for await (const _ of watched(source(), clock, 90_000)) break;
    await ended.promise;
    assert.equal(clock.sleepers, 0);
  });
});
