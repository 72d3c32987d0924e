import assert from 'node:assert/strict';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { createServer as createNetServer, type Server } from 'node:net';
import { createServer } from 'node:tls';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { defaultLimits, UndiciHttp } from '../../../src/node/http.ts';
import { answerText, directHttp, ending } from '../../product.ts';
import { answerText as answerWith, RawServer } from '../../rawServer.ts';
import { selfSigned } from '../node/certificate.ts';
import { begun, completed, openHead, sse, whole } from './responsesEvents.ts';
import { direct, outcome, rawTurns } from './rawTurns.ts';

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const coded = (coding: string): string => openHead.replace('\r\n\r\n', `\r\nContent-Encoding: ${coding}\r\n\r\n`);

describe('an answer', () => {
  const start = rawTurns();

  const codings: readonly (readonly [name: string, encode: (text: string) => Uint8Array])[] = [
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['GZIP', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
    ['gzip, br', (text) => brotliCompressSync(gzipSync(text))],
    ['identity', (text) => Buffer.from(text)],
  ];
  for (const [name, encode] of codings) {
    it(`in ${name} is the same text (NT-01)`, async () => {
      const turns = await start(({ socket }) => {
        socket.write(coded(name));
        socket.end(encode(whole));
      });
      const parts = await turns.ask();
      assert.deepEqual([answerText(parts), ending(parts)], ['Hello there', 'complete']);
    });
  }

  const wrong: readonly (readonly [what: string, coding: string, body: Uint8Array])[] = [
    ['in a coding that nobody knows', 'rot13', Buffer.from(whole.replaceAll(/[a-z]/g, 'n'))],
    ['that is not in its coding', 'gzip', Buffer.from(whole)],
    ['in deflate without its frame', 'deflate', deflateRawSync(whole)],
    ['in gzip that is cut', 'gzip', gzipSync(whole).subarray(0, 60)],
    ['in gzip that grows beyond all bounds', 'gzip', gzipSync(`data: ${'x'.repeat(50_000_000)}`)],
  ];
  for (const [what, coding, body] of wrong) {
    it(`${what} is a failure with a name (NT-02)`, async () => {
      const turns = await start(({ socket }) => {
        socket.write(coded(coding));
        socket.end(body);
      });
      assert.match(ending(await turns.ask()), /^(interrupted|truncated|too-much|web-page|empty|unreachable)$/);
    });
  }

  it('is asked for without offering any coding (NT-03)', async () => {
    const turns = await start(({ socket }) => socket.end(openHead + whole));
    await turns.ask();
    const [exchange] = turns.server.exchanges;
    assert.ok(exchange !== undefined && !/accept-encoding/i.test(exchange.head.join('\n')));
  });

  it('may have informational ones before it, trailers after it, and extensions of its chunks (NT-10)', async () => {
    const turns = await start(({ socket }) => {
      socket.write('HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n');
      socket.write('HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n');
      socket.write(`${Buffer.byteLength(whole).toString(16)};name="value"\r\n${whole}\r\n0\r\nX-Trailer: yes\r\n\r\n`);
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

  it('is not waited for as long as undici would by itself (NT-12)', () => {
    assert.ok(defaultLimits.idleMs < 300_000);
  });
});

describe('the way to a server', () => {
  const start = rawTurns();
  const never = new AbortController().signal;
  const open: { close(): unknown }[] = [];
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close();
  });

  const get = (href: string) => ({ method: 'GET', url: new URL(href), headers: [], body: null }) as const;

  for (const variable of ['HTTPS_PROXY', 'https_proxy']) {
    it(`leads through the proxy of ${variable}, where no setting names one (NT-04)`, async () => {
      const proxy = await RawServer.start(({ socket }) => socket.end(answerWith('', [], '502 Bad Gateway')));
      open.push(proxy);
      const before = process.env[variable];
      process.env[variable] = proxy.origin;
      try {
        const turns = await start(() => undefined, { baseUrl: 'https://maestro.invalid/v1' });
        assert.equal(ending(await turns.ask()), 'proxy');
        assert.equal(proxy.exchanges[0]?.head[0], 'CONNECT maestro.invalid:443 HTTP/1.1');
      } finally {
        if (before === undefined) delete process.env[variable];
        else process.env[variable] = before;
      }
    });
  }

  for (const [what, answer] of [
    ['wants a sign-in', answerWith('', ['Proxy-Authenticate: Basic'], '407 Proxy Authentication Required')],
    ['does not reach it', answerWith('', [], '502 Bad Gateway')],
  ] as const) {
    it(`is said to end at a proxy that ${what} (NT-06, ST-48)`, async () => {
      const proxy = await RawServer.start(({ socket }) => socket.end(answer));
      open.push(proxy);
      const turns = await start(() => undefined, {
        baseUrl: 'https://maestro.invalid/v1',
        proxy: { url: proxy.origin, bypass: [] },
      });
      assert.equal(ending(await turns.ask()), 'proxy');
      assert.equal(proxy.exchanges.length, 1);
    });
  }

  it('is not waited for without end where a proxy is silent, or hangs up (NT-06)', async () => {
    for (const [answer, code] of [
      [() => undefined, 'timeout'],
      [({ socket }: { readonly socket: { destroy(): unknown } }) => void socket.destroy(), 'unreachable'],
    ] as const) {
      const proxy = await RawServer.start(answer);
      open.push(proxy);
      const turns = await start(() => undefined, {
        baseUrl: 'https://maestro.invalid/v1',
        proxy: { url: proxy.origin, bypass: [] },
        limits: { connectMs: 100, headersMs: 100 },
      });
      assert.equal(ending(await turns.ask()), code);
    }
  }).timeout(20_000);

  it('is HTTP/1.1, though the server would rather have HTTP/2 (NT-08)', async () => {
    const server = createServer({ ...selfSigned(new Date(Date.now() - 1_000)), ALPNProtocols: ['h2', 'http/1.1'] });
    const spoken: (string | false | null)[] = [];
    server.on('secureConnection', (socket) => {
      spoken.push(socket.alpnProtocol);
      socket.on('data', () => socket.end(answerWith('ok')));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    open.push(server);
    const http = new UndiciHttp({ ...direct, strictTls: false });
    open.push(http);
    assert.equal((await http.send(get(`https://127.0.0.1:${portOf(server)}/`), never)).status, 200);
    assert.notEqual(spoken[0], 'h2');
  });

  it('is found where the name stands for ::1 alone (NT-09)', async function () {
    const server = createNetServer((socket) => socket.on('data', () => socket.end(answerWith('ok'))));
    server.listen(0, '::1');
    const [first] = await Promise.race([once(server, 'listening').then(() => [null]), once(server, 'error')]);
    if (first !== null) return this.skip();
    open.push(server);
    const http = directHttp();
    open.push(http);
    const addresses = await lookup('localhost', { all: true });
    const isLocalhost = addresses.some(({ address }) => address === '::1');
    for (const name of ['[::1]', ...(isLocalhost ? ['localhost'] : [])]) {
      assert.equal((await http.send(get(`http://${name}:${portOf(server)}/`), never)).status, 200);
    }
  });
});
