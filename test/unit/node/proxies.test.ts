import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer as createPlain, type IncomingMessage, type Server } from 'node:http';
import { createServer as createEncrypted } from 'node:https';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { failureOf } from '../../../src/core/failure.ts';
import type { HttpRequest } from '../../../src/core/ports.ts';
import { readBody } from '../../../src/core/readBody.ts';
import { Secret } from '../../../src/core/secret.ts';
import { UndiciHttp } from '../../../src/node/http.ts';
import type { ProxySettings } from '../../../src/node/proxySettings.ts';
import { closingAfterEach } from '../../closing.ts';
import { direct } from '../../directHttp.ts';
import { selfSigned } from './certificate.ts';

const never = new AbortController().signal;
/** Name and password of the proxy, as they stand in its address, and as it is told them (RFC 7617). */
const address = 'ada:correct%20horse@';
const basic = `Basic ${Buffer.from('ada:correct horse').toString('base64')}`;

/** Everything that somebody was sent before it was encrypted for somebody else, as text. */
interface Seen {
  readonly port: number;
  readonly heads: string[];
}

describe('a proxy', () => {
  const closing = closingAfterEach();

  async function listening(server: Server): Promise<number> {
    const sockets = new Set<Socket>();
    server.on('connection', (socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    });
    closing({
      close() {
        for (const socket of sockets) socket.destroy();
        server.close();
      },
    });
    server.on('tlsClientError', () => undefined).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const bound = server.address();
    assert.ok(typeof bound === 'object' && bound !== null);
    return bound.port;
  }

  /** A proxy that makes the connections it is asked for, if it is told the password. */
  async function proxy(kind: 'http' | 'https'): Promise<Seen> {
    const server = kind === 'http' ? createPlain() : createEncrypted(selfSigned(new Date(Date.now() - 1_000)));
    const heads: string[] = [];
    server.on('connect', (request: IncomingMessage, socket: Duplex) => {
      heads.push(headOf(request));
      if (request.headers['proxy-authorization'] !== basic) {
        socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n');
        return;
      }
      const port = Number(request.url?.split(':')[1]);
      const onwards = connect(port, '127.0.0.1', () => socket.write('HTTP/1.1 200 Connection established\r\n\r\n'));
      onwards.on('error', () => socket.destroy()).pipe(socket);
      socket.on('error', () => onwards.destroy()).pipe(onwards);
    });
    return { port: await listening(server), heads };
  }

  async function host(): Promise<Seen> {
    const heads: string[] = [];
    const server = createEncrypted(selfSigned(new Date(Date.now() - 1_000)), (request, response) => {
      heads.push(headOf(request));
      response.end('there');
    });
    return { port: await listening(server), heads };
  }

  function through(url: string, settings: Partial<ProxySettings> = {}): UndiciHttp {
    return closing(new UndiciHttp({ ...direct, url, bypass: [], strictTls: false, ...settings }));
  }

  const to = ({ port }: Seen): HttpRequest => ({
    method: 'POST',
    url: new URL(`https://127.0.0.1:${port}/v1`),
    headers: [['Authorization', new Secret('Bearer vendor-key')]],
    body: 'question',
  });

  for (const kind of ['http', 'https'] as const) {
    for (const where of ['its address', 'http.proxyAuthorization'] as const) {
      it(`over ${kind} gets the password of ${where}, and the host gets the key; neither sees the other`, async () => {
        const [between, there] = [await proxy(kind), await host()];
        const inAddress = where === 'its address';
        const url = `${kind}://${inAddress ? address : ''}127.0.0.1:${between.port}`;
        const http = through(url, inAddress ? {} : { authorization: new Secret(basic) });
        assert.equal(await readBody((await http.send(to(there), never)).body, 100), 'there');
        assert.deepEqual([between.heads.length, there.heads.length], [1, 1]);
        assert.doesNotMatch(between.heads.join(), /vendor-key|question|\/v1/);
        assert.doesNotMatch(there.heads.join(), /proxy-|Basic/i);
        assert.match(there.heads.join(), /Bearer vendor-key/);
      });
    }
  }

  it('that is told no password, or a wrong one, is said to want one, and the host hears nothing', async () => {
    const [between, there] = [await proxy('http'), await host()];
    for (const url of ['http://', 'http://ada:wrong@']) {
      const failure = await through(`${url}127.0.0.1:${between.port}`)
        .send(to(there), never)
        .then(() => null, failureOf);
      assert.deepEqual(failure, { code: 'proxy', host: `127.0.0.1:${there.port}`, detail: 'proxy-407' });
    }
    assert.deepEqual(there.heads, []);
  });

  it('whose certificate nobody vouches for is not told its password', async () => {
    const [between, there] = [await proxy('https'), await host()];
    const http = through(`https://${address}127.0.0.1:${between.port}`, { strictTls: true });
    const failure = await http.send(to(there), never).then(() => null, failureOf);
    assert.ok(failure?.code === 'tls' || failure?.code === 'proxy');
    assert.deepEqual([between.heads, there.heads], [[], []]);
  });
});

function headOf({ rawHeaders, url }: IncomingMessage): string {
  return [url, ...rawHeaders].join('\n');
}
