import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:https';
import { formPost, readJsonAnswer } from '../../../src/core/auth/token.ts';
import { closingAfterEach } from '../../closing.ts';
import { directHttp } from '../../directHttp.ts';
import { answerText, ending } from '../../product.ts';
import { answerText as answerWith, eventStreamHead, RawServer } from '../../rawServer.ts';
import { selfSigned } from '../node/certificate.ts';
import { outcome, rawTurns, waits } from './rawTurns.ts';
import { openHead, whole } from './responsesEvents.ts';

const quick = { connectMs: 200, headersMs: 50, idleMs: 50 };

describe('a turn that gets no answer', () => {
  const start = rawTurns();
  const closing = closingAfterEach();

  it('says which name is not known, after one more try (ST-01)', async () => {
    const turns = await start(() => undefined, { baseUrl: 'https://maestro.invalid/v1' });
    const parts = await turns.ask();
    assert.deepEqual(outcome(parts), { code: 'unreachable', host: 'maestro.invalid', why: 'dns' });
    assert.equal(waits(parts).length, 1);
  });

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
    assert.deepEqual(outcome(parts), { code: 'timeout', host: server.host, stage: 'connecting', seconds: 0.2 });
    assert.equal(waits(parts).length, 2);
  }).timeout(10_000);

  it('says that a certificate is not to be trusted, at once and without having asked (ST-04)', async () => {
    let asked = 0;
    const server = createServer(selfSigned(new Date(Date.now() - 1_000)), () => asked++);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const host = `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
    try {
      const parts = await (await start(() => undefined, { baseUrl: `https://${host}/v1` })).ask();
      assert.deepEqual(outcome(parts), { code: 'tls', host, detail: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
      assert.deepEqual([waits(parts), asked], [[], 0]);
    } finally {
      server.close();
    }
  });

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
    assert.deepEqual([turns.requests, turns.server.openSockets], [2, 0]);
  }).timeout(10_000);

  it('gives up one that sends a head and nothing after it after one more try (ST-08)', async () => {
    const turns = await start(({ socket }) => socket.write(eventStreamHead), { limits: quick });
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

  it('reads no more of an error than is shown, however long it is, and closes the socket (ST-56)', async () => {
    const closed = Promise.withResolvers<void>();
    let sent = 0;
    const turns = await start(({ socket }) => {
      socket.once('close', () => closed.resolve());
      socket.write('HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: 52428800\r\n\r\n');
      const more = (): void => {
        while (sent < 52_428_800 && !socket.destroyed) {
          sent += 65_536;
          if (!socket.write('x'.repeat(65_536))) return void socket.once('drain', more);
        }
      };
      more();
    });
    assert.equal(ending(await turns.ask()), 'rejected');
    await closed.promise;
    assert.ok(sent < 30_000_000, `${sent} bytes were taken`);
  });
});
