import assert from 'node:assert/strict';
import {
  brotliCompressSync,
  constants,
  createGzip,
  deflateRawSync,
  deflateSync,
  gzipSync,
  zstdCompressSync,
} from 'node:zlib';
import type { StreamPart } from '../../../src/core/parts.ts';
import { answerText, ending } from '../../product.ts';
import { answerText as answerWith } from '../../rawServer.ts';
import { type Answer, outcome, type RawTurns, rawTurns } from './rawTurns.ts';
import { begun, completed, openHead, sse, whole } from './responsesEvents.ts';

const coded = (coding: string): string => openHead.replace('\r\n\r\n', `\r\nContent-Encoding: ${coding}\r\n\r\n`);

for (const over of [undefined, 'fetch'] as const) {
  describe(`an answer over ${over === undefined ? 'Maestro’s own sockets' : 'the fetch of VS Code'}`, () => {
    const startTurns = rawTurns();
    const start = (answer: Answer): Promise<RawTurns> => startTurns(answer, over === undefined ? {} : { over });

    const codings: readonly (readonly [coding: string, encode: (text: string) => Uint8Array, how?: string])[] = [
      ['gzip', gzipSync],
      ['x-gzip', gzipSync],
      ['GZIP', gzipSync],
      ['deflate', deflateSync],
      ['deflate', deflateRawSync, 'without its frame'],
      ['deflate, gzip', (text) => gzipSync(deflateRawSync(text)), 'without its frame'],
      ['br', brotliCompressSync],
      ['zstd', zstdCompressSync],
      ['gzip, br', (text) => brotliCompressSync(gzipSync(text))],
      ['identity', (text) => Buffer.from(text)],
    ];
    for (const [coding, encode, how = 'at once'] of codings) {
      it(`in ${coding}, ${how}, is the same text (NT-01)`, async () => {
        const turns = await start(({ socket }) => {
          socket.write(coded(coding));
          socket.end(encode(whole));
        });
        const parts = await turns.ask();
        assert.deepEqual([answerText(parts), ending(parts)], ['Hello there', 'complete']);
      });
    }

    it('in a coding, byte by byte, is the same text (NT-01)', async () => {
      for (const [coding, encode] of codings) {
        const turns = await start(({ socket }) => {
          socket.write(coded(coding));
          const bytes = encode(whole);
          const next = (at: number): void => {
            if (at < bytes.length) socket.write(bytes.subarray(at, at + 1), () => setImmediate(next, at + 1));
            else socket.end();
          };
          next(0);
        });
        assert.equal(answerText(await turns.ask()), 'Hello there', coding);
      }
    });

    it('that is nothing, in whatever coding, is empty (NT-01)', async () => {
      const turns = await start(({ socket }) => socket.end(coded('gzip')));
      assert.equal(ending(await turns.ask()), 'empty');
    });

    // What ends too early is no fault of its coding to fetch.
    const cut = over === undefined ? 'interrupted' : 'empty';
    const wrong: readonly (readonly [what: string, coding: string, body: Uint8Array, code: string])[] = [
      ['in a coding that nobody knows', 'rot13', Buffer.from(whole.replaceAll(/[a-z]/g, 'n')), 'empty'],
      ['that is not in its coding', 'gzip', Buffer.from(whole), 'interrupted'],
      ['in deflate that is cut', 'deflate', deflateRawSync(whole).subarray(0, 60), cut],
      ['in gzip that is cut', 'gzip', gzipSync(whole).subarray(0, 60), cut],
      ['in gzip that grows beyond all bounds', 'gzip', gzipSync(`data: ${'x'.repeat(50_000_000)}`), 'too-much'],
    ];
    for (const [what, coding, body, code] of wrong) {
      it(`${what} is ${code} (NT-02)`, async () => {
        const turns = await start(({ socket }) => {
          socket.write(coded(coding));
          socket.end(body);
        });
        assert.equal(ending(await turns.ask()), code);
      });
    }

    it('in gzip is shown as it is flushed, before its end (NT-01)', async () => {
      const turns = await start(({ socket }) => {
        const gzip = createGzip({ flush: constants.Z_SYNC_FLUSH });
        socket.write(coded('gzip'));
        gzip.pipe(socket);
        gzip.write(begun);
      });
      const stop = new AbortController();
      const parts: StreamPart[] = [];
      for await (const batch of turns.stream(stop.signal)) {
        parts.push(...batch);
        if (answerText(parts) === 'Hello') stop.abort();
      }
      assert.equal(ending(parts), 'cancelled');
    });

    it('is asked for in no coding that cannot be undone (NT-03)', async () => {
      const turns = await start(({ socket }) => socket.end(openHead + whole));
      await turns.ask();
      const offered = /^accept-encoding: *(.*)$/im.exec(turns.server.exchanges[0]?.head.join('\n') ?? '')?.[1];
      if (over === undefined) assert.equal(offered, undefined);
      else
        assert.deepEqual(
          offered?.split(', ').filter((coding) => !codings.some(([known]) => known === coding)),
          [],
        );
    });

    it('may have informational ones before it, trailers after it, and extensions of its chunks (NT-10)', async () => {
      const turns = await start(({ socket }) => {
        socket.write('HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n');
        socket.write('HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n');
        socket.write(
          `${Buffer.byteLength(whole).toString(16)};name="value"\r\n${whole}\r\n0\r\nX-Trailer: yes\r\n\r\n`,
        );
      });
      const parts = await turns.ask();
      assert.deepEqual([answerText(parts), ending(parts)], ['Hello there', 'complete']);
    });

    it('with a header of 100 KB is a failure with a name (NT-10)', async () => {
      const turns = await start(({ socket }) => socket.write(answerWith('', [`X-Long: ${'x'.repeat(100_000)}`])));
      assert.deepEqual(outcome(await turns.ask()), { code: 'unreachable', host: turns.host, why: 'other' });
    });

    it('that comes faster than it is read waits at the server (NT-11)', async () => {
      const filler = `: ${'x'.repeat(65_536)}\n\n${sse({ type: 'response.output_text.delta', output_index: 0, delta: 'x' })}`;
      const total = 50_000_000;
      let sent = 0;
      const turns = await start(({ socket }) => {
        socket.write(openHead + begun);
        const more = (): void => {
          while (sent < total && !socket.destroyed) {
            sent += filler.length;
            if (!socket.write(filler)) return void socket.once('drain', more);
          }
          socket.end(sse(completed));
        };
        more();
      });
      let [read, furthest] = [0, 0];
      for await (const batch of turns.stream()) {
        read += (answerText(batch).match(/x/g)?.length ?? 0) * filler.length;
        furthest = Math.max(furthest, sent - read);
        await new Promise((resolve) => setImmediate(resolve));
      }
      assert.equal(read, sent);
      assert.ok(furthest < 25_000_000, `${furthest} bytes were on their way`);
    }).timeout(20_000);
  });
}
