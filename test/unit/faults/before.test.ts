import assert from 'node:assert/strict';
import { formPost, readJsonAnswer } from '../../../src/core/auth/token.ts';
import { timeoutSentence } from '../../../src/core/networkSentence.ts';
import { fill } from '../../../src/core/sentence.ts';
import { until } from '../../accountWindows.ts';
import { closingAfterEach } from '../../closing.ts';
import { directHttp } from '../../directHttp.ts';
import { HandClock } from '../../handClock.ts';
import { answerText, ending } from '../../product.ts';
import { answerText as answerWith, eventStreamHead, RawServer } from '../../rawServer.ts';
import { outcome, rawTurns, waits } from './rawTurns.ts';
import { openHead, whole } from './responsesEvents.ts';

const quick = { connectMs: 200, headersMs: 50, idleMs: 50 };

describe('a turn that gets no answer', () => {
  const start = rawTurns();
  const closing = closingAfterEach();

  it('says who refuses the connection, after three tries (ST-02)', async () => {
    const closed = await start(() => undefined);
    const { origin } = closed.server;
    const turns = await start(() => undefined, { baseUrl: `${origin}/v1` });
    await closed.server.close();
    const parts = await turns.ask();
    assert.deepEqual(outcome(parts), { code: 'unreachable', host: new URL(origin).host, why: 'refused' });
    assert.equal(waits(parts).length, 2);
  });

  it('names connecting as what took too long, after three tries (ST-03)', async () => {
    // A server that never speaks TLS keeps a connection from being made.
    const server = await start(() => undefined);
    const baseUrl = server.server.origin.replace('http:', 'https:');
    const turns = await start(() => undefined, { baseUrl, limits: quick });
    const parts = await turns.ask();
    const failure = { code: 'timeout', host: server.host, stage: 'connecting', seconds: 0.2 } as const;
    assert.deepEqual(outcome(parts), failure);
    const { text, values } = timeoutSentence(failure, '0.2 s');
    assert.match(fill(text, ...values), /^Connecting to 127\S+ took longer than 0\.2 s;/);
    assert.equal(waits(parts).length, 2);
  }).timeout(10_000);

  it('tries again when the connection breaks before a byte of the answer (ST-05)', async () => {
    const turns = await start(({ socket }, attempt) => {
      if (attempt === 1) socket.resetAndDestroy();
      else socket.end(openHead + whole);
    });
    const parts = await turns.ask();
    assert.deepEqual([waits(parts).length, ending(parts), answerText(parts)], [1, 'complete', 'Hello there']);
  });

  it('takes another connection at once where the one in use since long is gone, which is no try of its own (ST-06)', async () => {
    const known = new Set<unknown>();
    let left = 0;
    const turns = await start(({ socket }) => {
      if (known.has(socket)) {
        left++;
        socket.end();
      } else socket.write(answerWith(whole, ['Content-Type: text/event-stream']));
      known.add(socket);
    });
    for (let n = 0; n < 6; n++) {
      const parts = await turns.ask();
      assert.deepEqual([waits(parts), ending(parts)], [[], 'complete']);
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.ok(left > 0, 'a connection was used again');
    assert.equal(turns.requests, 6 + left);
  });

  it('sends what redeems a code or a refresh token only once, also where its connection is gone (ST-06)', async () => {
    const known = new Set<unknown>();
    const server = closing(
      await RawServer.start(({ socket }) => {
        if (known.has(socket)) socket.end();
        else socket.write(answerWith('{}'));
        known.add(socket);
      }),
    );
    const http = closing(directHttp());
    const refresh = formPost(new URL('/token', server.origin), [['grant_type', 'refresh_token']]);
    let failed = 0;
    for (let n = 0; n < 6; n++) {
      const redeem = async (): Promise<unknown> =>
        readJsonAnswer(refresh, await http.send(refresh, new AbortController().signal));
      await redeem().catch(() => failed++);
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.ok(failed > 0, 'a connection was used again');
    assert.equal(server.exchanges.length, 6);
  });

  it('gives up a server that accepts and says nothing after one more try (ST-07)', async () => {
    const turns = await start(() => undefined, { limits: quick });
    const parts = await turns.ask();
    assert.deepEqual(outcome(parts), { code: 'timeout', host: turns.host, stage: 'answering', seconds: 0.05 });
    await until(() => turns.requests === 2 && turns.server.openSockets === 0);
  }).timeout(10_000);

  it('gives up one that sends a head and nothing after it after one more try (ST-08)', async () => {
    const turns = await start(({ socket }) => socket.write(eventStreamHead), { limits: { idleMs: 50 } });
    const parts = await turns.ask();
    assert.deepEqual(outcome(parts), { code: 'stalled', seconds: 0.05 });
    assert.equal(turns.requests, 2);
  }).timeout(10_000);

  for (const [what, bytes] of [
    ['204', 'HTTP/1.1 204 No Content\r\n\r\n'],
    ['an empty body', answerWith('', ['Content-Type: text/event-stream'])],
    ['an empty body of JSON', answerWith('', ['Content-Type: application/json'])],
    ['an empty body without a type', answerWith('')],
  ] as const) {
    it(`tries once more after ${what}, then says that there was no answer (ST-38)`, async () => {
      const turns = await start(({ socket }) => socket.write(bytes));
      assert.deepEqual([outcome(await turns.ask()), turns.requests], [{ code: 'empty' }, 2]);
    });
  }

  it('reads no more than 64 KB of an error that is long, and closes the socket (ST-56)', async () => {
    const closed = Promise.withResolvers<void>();
    let sent = 0;
    const turns = await start(async ({ socket }) => {
      socket.once('close', () => closed.resolve());
      socket.write('HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: 52428800\r\n\r\n');
      // The reader has a turn after each piece, so that hardly anything is on its way that it does not want.
      for (; sent < 52_428_800 && !socket.destroyed; sent += 4_096) {
        socket.write('x'.repeat(4_096));
        await new Promise((resolve) => setImmediate(resolve));
      }
    });
    assert.equal(ending(await turns.ask()), 'rejected');
    await closed.promise;
    assert.ok(sent >= 65_536 && sent < 4 * 65_536, `${sent} bytes were taken`);
  });

  it('waits five seconds for an error that never ends, and then says its status only and closes the socket (ST-56)', async () => {
    const clock = new HandClock();
    const closed = Promise.withResolvers<void>();
    const turns = await start(
      ({ socket }) => {
        socket.once('close', () => closed.resolve());
        socket.write('HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\n\r\nhalf of a sen');
      },
      { clock },
    );
    const asking = turns.ask();
    for (let waitedMs = 0; waitedMs < 5_000; waitedMs += 1_000) {
      await clock.sleeping(5_000);
      turns.server.exchanges[0]?.socket.write('.');
      clock.advance(1_000);
    }
    assert.deepEqual(outcome(await asking), { code: 'rejected', status: 400, detail: '' });
    await closed.promise;
    assert.deepEqual([turns.requests, clock.sleepers], [1, 0]);
  });
});
