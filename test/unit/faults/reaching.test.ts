import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer as createNetServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createServer } from 'node:tls';
import { UndiciHttp } from '../../../src/node/http.ts';
import { closingAfterEach } from '../../closing.ts';
import { direct, directHttp } from '../../directHttp.ts';
import { ending } from '../../product.ts';
import { answerText as answerWith, RawServer } from '../../rawServer.ts';
import { skip } from '../../skip.ts';
import { selfSigned } from '../node/certificate.ts';
import { rawTurns } from './rawTurns.ts';

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe('the way to a server', () => {
  const start = rawTurns();
  const never = new AbortController().signal;
  const closing = closingAfterEach();

  const get = (href: string) => ({ method: 'GET', url: new URL(href), headers: [], body: null }) as const;

  for (const variable of ['HTTPS_PROXY', 'https_proxy']) {
    it(`leads through the proxy of ${variable}, where no setting names one (NT-04)`, async () => {
      const proxy = closing(await RawServer.start(({ socket }) => socket.end(answerWith('', [], '502 Bad Gateway'))));
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
      const proxy = closing(await RawServer.start(({ socket }) => socket.end(answer)));
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
      [({ socket }: { readonly socket: { destroy(): unknown } }) => void socket.destroy(), 'proxy'],
    ] as const) {
      const proxy = closing(await RawServer.start(answer));
      const turns = await start(() => undefined, {
        baseUrl: 'https://maestro.invalid/v1',
        proxy: { url: proxy.origin, bypass: [] },
        limits: { connectMs: 100, headersMs: 100 },
      });
      assert.equal(ending(await turns.ask()), code);
    }
  }).timeout(20_000);

  it('is trusted where NODE_EXTRA_CA_CERTS vouches for it, and only there (NT-07)', async () => {
    const identity = selfSigned(new Date(Date.now() - 1_000));
    const server = createServer(identity, (socket) => socket.on('data', () => socket.end(answerWith('ok'))));
    server.on('tlsClientError', () => undefined).listen(0, '127.0.0.1');
    await once(server, 'listening');
    closing(server);
    const folder = await mkdtemp(path.join(tmpdir(), 'maestro-ca-'));
    const file = path.join(folder, 'ca.pem');
    await writeFile(file, identity.cert);
    const asked = (environment: NodeJS.ProcessEnv): Promise<string> =>
      new Promise((resolve) => {
        const program = path.join(import.meta.dirname, 'askOnce.ts');
        const options = { env: { ...process.env, ...environment } };
        execFile(process.execPath, [program, `https://127.0.0.1:${portOf(server)}/`], options, (_, said) =>
          resolve(said.trim()),
        );
      });
    try {
      assert.deepEqual([await asked({ NODE_EXTRA_CA_CERTS: file }), await asked({})], ['200', 'tls']);
    } finally {
      await rm(folder, { recursive: true });
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
    closing(server);
    const http = closing(new UndiciHttp({ ...direct, strictTls: false }));
    assert.equal((await http.send(get(`https://127.0.0.1:${portOf(server)}/`), never)).status, 200);
    assert.notEqual(spoken[0], 'h2');
  });

  it('is found where the name stands for ::1 alone (NT-09)', async function () {
    const server = createNetServer((socket) => socket.on('data', () => socket.end(answerWith('ok'))));
    server.listen(0, '::1');
    const [first] = await Promise.race([once(server, 'listening').then(() => [null]), once(server, 'error')]);
    if (first !== null) skip(this, 'this machine has no IPv6');
    closing(server);
    const http = closing(directHttp());
    const addresses = await lookup('localhost', { all: true });
    const isLocalhost = addresses.some(({ address }) => address === '::1');
    for (const name of ['[::1]', ...(isLocalhost ? ['localhost'] : [])]) {
      assert.equal((await http.send(get(`http://${name}:${portOf(server)}/`), never)).status, 200);
    }
  });
});
