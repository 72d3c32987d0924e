import assert from 'node:assert/strict';
import type { StreamPart } from '../../../src/core/parts.ts';
import { HandClock } from '../../handClock.ts';
import { answerText, ending } from '../../product.ts';
import { eventStreamHead, piece } from '../../rawServer.ts';
import { outcome, rawTurns } from './rawTurns.ts';
import { begun, completed, delta, done, sse, whole } from './responsesEvents.ts';

const hourMs = 3_600_000;
/** How often the clock is looked at, and how long a connection has to show that it lives. */
const lookMs = 2_500;

/** The computer sleeps for an hour and wakes. */
async function sleepAndWake(clock: HandClock): Promise<void> {
  await clock.sleeping(lookMs);
  clock.jump(hourMs);
  clock.advance(lookMs);
  await clock.sleeping(lookMs);
}

describe('a computer that sleeps in the middle of an answer', () => {
  const start = rawTurns();

  it('has it interrupted five seconds after it woke, if nothing comes any more, and keeps what came (ST-66)', async () => {
    const clock = new HandClock();
    const turns = await start(({ socket }) => socket.write(eventStreamHead + piece(begun)), { clock });
    const parts: StreamPart[] = [];
    for await (const batch of turns.stream()) {
      parts.push(...batch);
      if (answerText(batch) === '') continue;
      await sleepAndWake(clock);
      clock.advance(lookMs);
    }
    assert.deepEqual(
      [outcome(parts), answerText(parts), turns.requests, clock.sleepers],
      [{ code: 'interrupted' }, 'Hello', 1, 0],
    );
  });

  it('goes on with it if its connection outlived the sleep (ST-66)', async () => {
    const clock = new HandClock();
    const turns = await start(({ socket }) => socket.write(eventStreamHead + piece(begun)), { clock });
    const parts: StreamPart[] = [];
    for await (const batch of turns.stream()) {
      parts.push(...batch);
      const [exchange] = turns.server.exchanges;
      if (answerText(batch) === 'Hello') {
        await sleepAndWake(clock);
        exchange?.socket.write(piece(sse(delta(' there'))));
      } else if (answerText(batch) === ' there') {
        clock.advance(lookMs);
        await clock.sleeping(lookMs);
        exchange?.socket.write(piece(sse(done('Hello there'), completed)));
      }
    }
    assert.deepEqual([ending(parts), turns.requests], ['complete', 1]);
  });

  it('asks again what nothing was said to yet (ST-66)', async () => {
    const clock = new HandClock();
    const turns = await start(
      ({ socket }, attempt) => {
        if (attempt > 1) return void socket.end(eventStreamHead + piece(whole));
        void sleepAndWake(clock).then(() => clock.advance(lookMs));
      },
      { clock },
    );
    const parts: StreamPart[] = [];
    for await (const batch of turns.stream()) {
      parts.push(...batch);
      const [retrying] = batch.flatMap((part) => (part.kind === 'retrying' ? [part.waitMs] : []));
      if (retrying !== undefined) void clock.sleeping(retrying).then(() => clock.advance(retrying));
    }
    assert.deepEqual([ending(parts), turns.requests], ['complete', 2]);
  });
});
