import assert from 'node:assert/strict';
import { answerText, ending } from '../../product.ts';
import { answerText as answerWith, eventStreamHead, piece } from '../../rawServer.ts';
import { outcome, type RawTurns, rawTurns } from './rawTurns.ts';
import { added, begun, completed, created, delta, done, openHead, sse, whole } from './responsesEvents.ts';

const reason = (why: string): unknown => ({ kind: 'complete', reason: why });
const finished = reason('stop');
const json = ['Content-Type: application/json'];

describe('a stream', () => {
  const start = rawTurns();

  /** What is made of these bytes as the body of an event stream, and by whom. */
  async function read(...bytes: readonly (string | Uint8Array)[]) {
    const turns = await start(({ socket }) => {
      socket.write(openHead);
      for (const some of bytes) socket.write(some);
      socket.end();
    });
    return said(turns);
  }

  async function said(turns: RawTurns) {
    const parts = await turns.ask();
    return { text: answerText(parts), outcome: outcome(parts), requests: turns.requests };
  }

  const once = (text: string, end: unknown) => ({ text, outcome: end, requests: 1 });

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
      assert.deepEqual(await read(sse(created)), { text: '', outcome: { code: 'empty' }, requests: 2 });
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

    it('in a million tiny events, handed on in few batches (ST-33)', async () => {
      const turns = await start(({ socket }) => {
        socket.write(openHead + sse(created, added));
        const some = `data: ${JSON.stringify(delta('x'))}\n\n`.repeat(10_000);
        for (let n = 0; n < 100; n++) socket.write(some);
        socket.end(sse(completed));
      });
      let [length, batches] = [0, 0];
      for await (const batch of turns.stream()) {
        batches++;
        length += answerText(batch).length;
      }
      assert.equal(length, 1_000_000);
      assert.ok(batches < 20_000, `${batches} batches`);
    }).timeout(30_000);
  });

  describe('with events that are wrong', () => {
    const broken = 'data: {"type":\n\n';

    it('goes on after two that cannot be read and gives up at the third (ST-20)', async () => {
      assert.deepEqual(await read(begun, broken, broken, sse(completed)), once('Hello', finished));
      const { text, outcome: end } = await read(begun, broken.repeat(3), sse(completed));
      assert.deepEqual([text, end], ['Hello', { code: 'unreadable', detail: 'three events could not be read' }]);
    });

    it('passes over another shape than was promised (ST-21)', async () => {
      const odd = sse({ ...delta(''), delta: null }, { ...delta(''), delta: { text: 'no' } });
      assert.deepEqual(await read(begun, odd, sse(completed)), once('Hello', finished));
    });

    it('drops one that comes twice under its number, and bears gaps and steps back (ST-57, ST-58)', async () => {
      const numbered = [3, 3, 9, 4].map((sequence_number) => delta(`${sequence_number}`, { sequence_number }));
      assert.deepEqual(await read(sse(created, added, ...numbered, completed)), once('394', finished));
      // The closing event supplies what was lost on the way.
      assert.deepEqual(await read(begun, sse(done('Hello there'), completed)), once('Hello there', finished));
    });

    it('mixes no block with another (ST-59)', async () => {
      const astray = sse(delta('lost', { output_index: 7 }), { ...delta('x'), type: 'response.reasoning_text.delta' });
      assert.deepEqual(await read(begun, astray, sse(completed)), once('Hello', finished));
    });

    it('keeps the first answer where a second begins (ST-60)', async () => {
      assert.deepEqual(await read(begun, whole), once('Hello', { code: 'restarted' }));
    });

    const pieceLength = 65_536;
    it('takes no more than it can bear of an event without end (ST-31)', async () => {
      let sent = 0;
      const turns = await start(({ socket }) => {
        socket.write(`${openHead}${begun}data: `);
        const more = (): void => {
          while (sent < 100_000_000 && !socket.destroyed) {
            sent += pieceLength;
            if (!socket.write('x'.repeat(pieceLength))) return void socket.once('drain', more);
          }
        };
        more();
      });
      const { text, outcome: end } = await said(turns);
      assert.equal(text, 'Hello');
      assert.partialDeepStrictEqual(end, { code: 'too-much' });
      assert.ok(sent < 40_000_000, `${sent} bytes were taken`);
    }).timeout(20_000);

    for (const first of ['', ': ']) {
      it(`passes over a line of 100 MB that is ${first === '' ? 'no field' : 'a comment'} (ST-32)`, async () => {
        const pieces = Array.from({ length: 1_600 }, () => 'x'.repeat(pieceLength));
        const got = await read(begun, first, ...pieces, `\n\n${sse(completed)}`);
        assert.deepEqual(got, once('Hello', finished));
      }).timeout(20_000);
    }
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
