import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import type { StreamPart } from '../../../src/core/parts.ts';
import { HandClock } from '../../handClock.ts';
import { answerText } from '../../product.ts';
import { eventStreamHead, piece } from '../../rawServer.ts';
import { rawStreams, said } from './rawStreams.ts';
import { outcome } from './rawTurns.ts';
import { added, begun, completed, created, delta, openHead, sse } from './responsesEvents.ts';

const megabyte = 1_000_000;
/** Longest event, in bytes. */
const longestEvent = 8 * megabyte;

/** Sends text without end; resolves, when the client has closed the socket, to how many bytes were sent. */
function flood(socket: Socket, text: string): Promise<number> {
  let sent = 0;
  const more = (): void => {
    while (sent < 100 * megabyte && !socket.destroyed) {
      sent += text.length;
      if (!socket.write(text)) return void socket.once('drain', more);
    }
  };
  more();
  return new Promise((resolve) => void socket.once('close', () => resolve(sent)));
}

describe('a stream that is long', () => {
  const { start } = rawStreams();

  it('goes on for an hour, however slowly, and then keeps what has come and closes its socket (ST-19)', async () => {
    const clock = new HandClock();
    const closed = Promise.withResolvers<void>();
    const turns = await start(
      ({ socket }) => {
        socket.once('close', () => closed.resolve());
        socket.write(eventStreamHead + piece(begun));
      },
      { clock },
    );
    const everyMs = 2_500;
    const parts: StreamPart[] = [];
    let most = 0;
    for await (const batch of turns.stream()) {
      parts.push(...batch);
      if (answerText(batch) === '') continue;
      most = Math.max(most, clock.sleepers);
      clock.advance(everyMs);
      turns.server.exchanges[0]?.socket.write(piece(sse(delta('!'))));
    }
    await closed.promise;
    assert.deepEqual(outcome(parts), { code: 'too-much', detail: 'it took longer than an hour' });
    assert.equal(answerText(parts), `Hello${'!'.repeat(3_600_000 / everyMs - 1)}`);
    assert.deepEqual([turns.requests, clock.sleepers], [1, 0]);
    assert.ok(most < 5, `${most} timers at once`);
  }).timeout(30_000);

  const x = 'x'.repeat(65_536);
  const endless: readonly (readonly [id: string, what: string, first: string, text: string])[] = [
    ['ST-31', 'an event in one line', 'data: ', x],
    ['ST-31', 'an event in many lines', '', `data: ${'x'.repeat(1_000)}\n`.repeat(64)],
    ['ST-32', 'a line that is no field', '', x],
    ['ST-32', 'a field that nobody knows', 'more: ', x],
    ['ST-32', 'a comment', ': ', x],
    ['ST-32', 'an object between events', '{"error":"', x],
  ];
  for (const [id, what, first, text] of endless) {
    it(`takes no more than it can bear of ${what} that never ends (${id})`, async () => {
      const sent = Promise.withResolvers<number>();
      const turns = await start(({ socket }) => {
        socket.write(openHead + begun + first);
        flood(socket, text).then(sent.resolve);
      });
      const { text: kept, outcome: end, requests } = await said(turns);
      assert.deepEqual([kept, requests], ['Hello', 1]);
      assert.partialDeepStrictEqual(end, { code: 'too-much' });
      // What is held is a part of what was sent, of which a part is still in the buffers of the sockets.
      assert.ok((await sent.promise) < 3 * longestEvent, `${await sent.promise} bytes`);
    }).timeout(20_000);
  }

  it('in a million tiny events is handed on in few batches (ST-33)', async () => {
    const turns = await start(({ socket }) => {
      socket.write(openHead + sse(created, added));
      const some = `data: ${JSON.stringify(delta('x'))}\n\n`.repeat(10_000);
      for (let n = 0; n < 100; n++) socket.write(some);
      socket.end(sse(completed));
    });
    const parts: StreamPart[] = [];
    let [length, batches] = [0, 0];
    for await (const batch of turns.stream()) {
      batches++;
      length += answerText(batch).length;
      parts.splice(0, 1, ...batch.slice(-1));
    }
    assert.deepEqual([length, outcome(parts)], [1_000_000, { kind: 'complete', reason: 'stop' }]);
    assert.ok(batches < 20_000, `${batches} batches`);
  }).timeout(30_000);
});
