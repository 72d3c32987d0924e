import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { setImmediate as turnOver } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { deflateRawSync, gzipSync } from 'node:zlib';
import type { Http } from '../../../src/core/ports.ts';
import { FetchHttp } from '../../../src/node/fetchHttp.ts';
import { closingAfterEach } from '../../closing.ts';
import { directHttp } from '../../directHttp.ts';

const never = new AbortController().signal;
const total = 200_000_000;
/** What may be on its way, or wait for the collector of garbage, at any time. */
const bound = 120_000_000;
const block = Buffer.alloc(65_536, 'answer ');

setFlagsFromString('--expose-gc');
const collect: unknown = runInNewContext('gc');

/** The bytes that are held beyond `before`. What nobody holds any more may still wait for a thread that frees it. */
function heldSince(before: number): number {
  const held = process.memoryUsage().arrayBuffers - before;
  if (held < bound || typeof collect !== 'function') return held;
  // The second waits for what the first left to other threads.
  collect();
  collect();
  return process.memoryUsage().arrayBuffers - before;
}

describe('what comes faster than it is taken waits where it comes from', () => {
  const closing = closingAfterEach();

  async function serve(onSocket: (socket: Socket) => void): Promise<URL> {
    const sockets = new Set<Socket>();
    const server: Server = createServer((socket) => {
      sockets.add(socket.on('error', () => undefined));
      onSocket(socket);
    });
    closing({
      close() {
        for (const socket of sockets) socket.destroy();
        server.close();
      },
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    return new URL(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`);
  }

  /** Reads all of an answer, slowly. Resolves to its length and to the most bytes that were held meanwhile. */
  async function readSlowly(http: Http, url: URL): Promise<{ readonly length: number; readonly held: number }> {
    const { body } = await http.send({ method: 'GET', url, headers: [], body: null }, never);
    const before = process.memoryUsage().arrayBuffers;
    let [length, held, chunks] = [0, 0, 0];
    for await (const chunk of body) {
      length += chunk.length;
      held = Math.max(held, heldSince(before));
      if (++chunks % 8 === 0) await turnOver();
    }
    return { length, held };
  }

  for (const [network, make] of [
    ['Maestro’s own sockets', () => closing(directHttp())],
    ['the fetch of VS Code', () => new FetchHttp(fetch)],
  ] as const) {
    it(`in an answer of 200 MB over ${network} (NT-11)`, async () => {
      let sent = 0;
      const url = await serve((socket) => {
        socket.once('data', () => {
          socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${total}\r\nConnection: close\r\n\r\n`);
          const more = (): void => {
            while (sent < total) {
              const next = block.subarray(0, Math.min(block.length, total - sent));
              sent += next.length;
              if (!socket.write(next)) return void socket.once('drain', more);
            }
          };
          more();
        });
      });
      const { length, held } = await readSlowly(make(), url);
      assert.equal(length, total);
      assert.ok(held < bound, `${held} bytes were held`);
    }).timeout(60_000);

    for (const [coding, encode] of [
      ['gzip', gzipSync],
      ['deflate', deflateRawSync],
    ] as const) {
      it(`in an answer of 200 MB that ${coding} made small, over ${network} (NT-11, NT-02)`, async () => {
        const coded = encode(Buffer.alloc(total, block));
        const url = await serve((socket) => {
          socket.once('data', () => {
            const head = `HTTP/1.1 200 OK\r\nContent-Encoding: ${coding}\r\nContent-Length: ${coded.length}`;
            socket.write(`${head}\r\nConnection: close\r\n\r\n`);
            socket.write(coded);
          });
        });
        const { length, held } = await readSlowly(make(), url);
        assert.equal(length, total);
        assert.ok(held < bound, `${held} bytes were held`);
      }).timeout(60_000);
    }

    it(`in a question of 30 MB to a server that reads it slowly, over ${network} (NT-11)`, async () => {
      const question = 'q'.repeat(30_000_000);
      let received = 0;
      const url = await serve((socket) => {
        socket.on('data', (data) => {
          received += data.length;
          socket.pause();
          setImmediate(() => socket.resume());
          if (received > question.length)
            socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
        });
      });
      const before = process.memoryUsage().arrayBuffers;
      const { status } = await make().send({ method: 'POST', url, headers: [], body: question }, never);
      assert.equal(status, 200);
      assert.ok(heldSince(before) < bound);
    }).timeout(60_000);
  }
});
