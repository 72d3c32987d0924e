import assert from 'node:assert/strict';
import { epochMs } from '../../../../src/core/model.ts';
import type { StreamPart } from '../../../../src/core/parts.ts';
import type { Clock } from '../../../../src/core/ports.ts';
import { watched } from '../../../../src/core/stream/watched.ts';

/** A clock that moves when the test says so. */
class HandClock implements Clock {
  #nowMs = 0;
  readonly #sleepers = new Set<{ readonly atMs: number; readonly wake: () => void }>();

  now(): ReturnType<Clock['now']> {
    return epochMs(this.#nowMs);
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((wake, reject) => {
      const sleeper = { atMs: this.#nowMs + ms, wake };
      this.#sleepers.add(sleeper);
      signal.addEventListener('abort', () => {
        this.#sleepers.delete(sleeper);
        reject(signal.reason);
      });
    });
  }

  get sleepers(): number {
    return this.#sleepers.size;
  }

  advance(ms: number): void {
    this.#nowMs += ms;
    for (const sleeper of [...this.#sleepers]) {
      if (sleeper.atMs > this.#nowMs) continue;
      this.#sleepers.delete(sleeper);
      sleeper.wake();
    }
  }
}

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

  it('leaves no timer behind when it is left', async () => {
    const clock = new HandClock();
    async function* source(): AsyncGenerator<readonly StreamPart[], void> {
      yield text('a');
      yield text('b');
    }
    for await (const _ of watched(source(), clock, 90_000)) break;
    assert.equal(clock.sleepers, 0);
  });
});
