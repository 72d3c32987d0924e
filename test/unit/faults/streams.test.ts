import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import fc from 'fast-check';
import { ending } from '../../product.ts';
import { answerText as answerWith, eventStreamHead, piece } from '../../rawServer.ts';
import { finished, once, rawStreams, said } from './rawStreams.ts';
import { added, begun, completed, created, delta, done, openHead, sse, whole } from './responsesEvents.ts';

const reason = (why: string): unknown => ({ kind: 'complete', reason: why });
const json = ['Content-Type: application/json'];

/** Sends a chunked event stream in pieces of these sizes, over and over, each of which its reader gets by itself. */
async function writeInPieces(socket: Socket, bytes: Buffer, sizes: readonly number[]): Promise<void> {
  socket.setNoDelay().write(eventStreamHead);
  let at = 0;
  for (let n = 0; at < bytes.byteLength; n++) {
    const size = sizes[n % sizes.length] ?? 1;
    const some = bytes.subarray(at, at + size);
    socket.write(Buffer.concat([Buffer.from(`${some.byteLength.toString(16)}\r\n`), some, Buffer.from('\r\n')]));
    at += size;
    await new Promise((resolve) => setImmediate(resolve));
  }
  socket.end('0\r\n\r\n');
}

describe('a stream', () => {
  const { start, read } = rawStreams();

  describe('that breaks keeps what has come and is not asked for again', () => {
    it('by a reset (ST-09)', async () => {
      const turns = await start(({ socket }) =>
        socket.write(eventStreamHead + piece(begun), () => setImmediate(() => socket.resetAndDestroy())),
      );
      assert.deepEqual((await said(turns)).outcome, { code: 'interrupted' });
      assert.equal(turns.requests, 1);
    });

    it('by an end in the middle of a chunk (ST-10)', async () => {
      const turns = await start(({ socket }) => socket.end(`${eventStreamHead}${piece(begun)}ff\r\ndata: {`));
      assert.deepEqual(await said(turns), once('Hello', { code: 'interrupted' }));
    });

    it('by a clean end without the last event (ST-11)', async () => {
      assert.deepEqual(await read(begun), once('Hello', { code: 'truncated' }));
    });

    it('by a clean end before its first word, and that one is asked for again (ST-12)', async () => {
      assert.deepEqual(await read(sse(created)), { ...once('', { code: 'empty' }), requests: 2 });
    });

    it('within its last event, which does not count (ST-13)', async () => {
      assert.deepEqual(await read(begun, sse(completed).trimEnd()), once('Hello', { code: 'truncated' }));
    });

    it('by silence, which our own limit ends before any other (ST-17, NT-12)', async () => {
      const turns = await start(({ socket }) => socket.write(eventStreamHead + piece(begun)), {
        limits: { idleMs: 50 },
      });
      assert.deepEqual(await said(turns), once('Hello', { code: 'stalled', seconds: 0.05 }));
    }).timeout(10_000);

    for (const [id, code, meaning] of [
      ['ST-45', 'invalid_api_key', { code: 'credential-rejected' }],
      ['ST-55', 'server_is_overloaded', { code: 'overloaded' }],
    ] as const) {
      it(`by ${code} (${id})`, async () => {
        assert.deepEqual(await read(begun, sse({ type: 'error', code })), once('Hello', meaning));
      });
    }
  });

  describe('is complete at its last event', () => {
    it('though more was announced (ST-14)', async () => {
      const turns = await start(({ socket }) => {
        socket.end(`HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 99999\r\n\r\n${whole}`);
      });
      assert.deepEqual(await said(turns), once('Hello there', finished));
    });

    it('though the socket stays open, which is closed then (ST-15)', async () => {
      const closed = Promise.withResolvers<void>();
      const turns = await start(({ socket }) => {
        socket.once('close', () => closed.resolve());
        socket.write(eventStreamHead + piece(whole));
      });
      assert.deepEqual(await said(turns), once('Hello there', finished));
      await closed.promise;
    });

    it('or at its error, though the socket stays open (ST-16)', async () => {
      const failed = sse({ type: 'response.failed', response: { error: { code: 'server_error' } } });
      const turns = await start(({ socket }) => socket.write(eventStreamHead + piece(begun + failed)));
      assert.deepEqual(await said(turns), once('Hello', { code: 'server', status: 500 }));
    });

    it('whatever follows it (ST-61)', async () => {
      assert.deepEqual(await read(whole, sse(delta('!'))), once('Hello there', finished));
    });

    it('and says why it stopped early, which is no failure (ST-62)', async () => {
      const incomplete = (why: string): string =>
        sse({ type: 'response.incomplete', response: { incomplete_details: { reason: why } } });
      assert.deepEqual(await read(begun, incomplete('max_output_tokens')), once('Hello', reason('length')));
      assert.deepEqual(await read(begun, incomplete('content_filter')), once('Hello', reason('refused')));
    });
  });

  describe('is read as the standard has it', () => {
    it('with comments, empty data and events without data (ST-22)', async () => {
      const odd = ': comment\n\ndata:\n\nevent: ping\n\ndata\n\n';
      const { text, outcome: end } = await read(`${begun}event: x\n\n: only a comment\n\n`, sse(completed));
      assert.deepEqual([text, end], ['Hello', finished]);
      assert.equal((await read(begun, odd, sse(completed))).text, 'Hello');
    });

    it('with data in several lines (ST-23)', async () => {
      const spread = JSON.stringify(delta(' there'), null, 2).replaceAll(/^/gm, 'data: ');
      assert.deepEqual(await read(begun, `${spread}\n\n`, sse(completed)), once('Hello there', finished));
    });

    it('byte for byte, with letters of several bytes (ST-19, ST-26)', async () => {
      const words = 'Grüße 👩‍👩‍👧‍👦 é ☃️';
      const bytes = Buffer.from(sse(created, added, delta(words), completed));
      assert.deepEqual(await read(...Array.from(bytes, (_, at) => bytes.subarray(at, at + 1))), once(words, finished));
    });

    it('with any line ends, mixed too, and cut anywhere (ST-25)', async () => {
      const words = 'Grüße\u2028👩‍👩‍👧‍👦';
      const lines = sse(created, added, delta(words), done(words), completed).split('\n');
      const ends = fc.array(fc.constantFrom('\n', '\r', '\r\n'), { minLength: 1, maxLength: 7 });
      const sizes = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 9 });
      const reading = fc.asyncProperty(ends, fc.oneof(sizes, fc.constant([1])), async (used, cuts) => {
        // A line feed after a carriage return would be no empty line, but the rest of a line end.
        const ended = lines.slice(0, -1).map((line, at) => {
          const end = used[at % used.length] ?? '';
          return line + (line === '' && end === '\n' && used[(at - 1) % used.length] === '\r' ? '\r' : end);
        });
        const bytes = Buffer.from(ended.join(''));
        const turns = await start(({ socket }) => void writeInPieces(socket, bytes, cuts));
        assert.deepEqual(await said(turns), once(words, finished));
        await turns.close();
      });
      await fc.assert(reading, { numRuns: 100, seed: Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31) });
    }).timeout(30_000);

    it('with bytes that are no UTF-8 (ST-27)', async () => {
      const [before = '', after = ''] = sse(created, added, delta('a?b'), completed).split('?');
      const { text, outcome: end } = await read(before, Uint8Array.of(0xff, 0xc3), after);
      assert.deepEqual([text, end], ['a\uFFFD\uFFFDb', finished]);
    });

    it('as UTF-8, whatever charset is named (ST-28)', async () => {
      const head = openHead.replace('event-stream', 'event-stream; charset=iso-8859-1');
      const turns = await start(({ socket }) => socket.end(head + sse(created, added, delta('Grüße'), completed)));
      assert.deepEqual(await said(turns), once('Grüße', finished));
    });

    it('with NUL in names and ids, and in the text itself (ST-29)', async () => {
      const odd = `id: a\0b\nevent: x\0\n${sse(delta('\0!'))}`;
      assert.deepEqual(await read(begun, odd, sse(completed)), once('Hello\0!', finished));
    });

    it('with retry and id, which never lead to a second request (ST-30)', async () => {
      assert.deepEqual(await read(`retry: 1\nid: 7\n${begun}`), once('Hello', { code: 'truncated' }));
    });

    it('with everything in one piece, in its order (ST-34)', async () => {
      const words = Array.from({ length: 200 }, (_, n) => ` ${n}`);
      const all = sse(created, added, ...words.map((word) => delta(word)), completed);
      assert.deepEqual(await read(all), once(words.join(''), finished));
    });
  });

  describe('that is none', () => {
    const answering = async (body: string, headers: readonly string[]) =>
      said(await start(({ socket }) => socket.write(answerWith(body, headers))));
    const page = '<html><head><title>Airport Wi-Fi</title></head><body>Sign in</body></html>';

    it('but a web page is said to be one (ST-35)', async () => {
      const { outcome: end, requests } = await answering(page, ['Content-Type: text/html']);
      assert.partialDeepStrictEqual(end, { code: 'web-page', title: 'Airport Wi-Fi' });
      assert.equal(requests, 1);
    });

    it('but an error in JSON is that error (ST-36)', async () => {
      const body = JSON.stringify({ error: { code: 'context_length_exceeded' } });
      assert.deepEqual(await answering(body, json), once('', { code: 'context-too-long' }));
    });

    it('but a whole answer in JSON is taken (ST-37)', async () => {
      const item = { type: 'message', content: [{ type: 'output_text', text: 'Hello' }] };
      const body = JSON.stringify({ status: 'completed', output: [item] });
      assert.deepEqual(await answering(body, json), once('Hello', finished));
    });

    it('or does not say so is known by how it begins (ST-39)', async () => {
      for (const first of ['', '\uFEFF', ': hello\n\n', 'retry: 1\n\n']) {
        assert.deepEqual(await answering(first + whole, []), once('Hello there', finished), JSON.stringify(first));
      }
      assert.partialDeepStrictEqual((await answering(page, [])).outcome, { code: 'web-page' });
    });

    it('may still begin with a byte order mark (ST-24)', async () => {
      assert.deepEqual(await read(`\uFEFF${whole}`), once('Hello there', finished));
      assert.equal(ending(await (await start(({ socket }) => socket.end(openHead))).ask()), 'empty');
    });
  });
});
