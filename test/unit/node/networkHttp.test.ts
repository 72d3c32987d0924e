import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:https';
import { Agent, fetch as fetchOf, ProxyAgent } from 'undici';
import { failureOf } from '../../../src/core/failure.ts';
import type { HttpRequest, HttpResponse } from '../../../src/core/ports.ts';
import { FetchHttp } from '../../../src/node/fetchHttp.ts';
import { defaultLimits, type Limits, UndiciHttp } from '../../../src/node/http.ts';
import { NetworkHttp, type NetworkStack } from '../../../src/node/networkHttp.ts';
import { closingAfterEach } from '../../closing.ts';
import { direct } from '../../directHttp.ts';
import { answerText, RawServer } from '../../rawServer.ts';
import { selfSigned } from './certificate.ts';

const never = new AbortController().signal;
const garbage = 'no answer of any protocol\r\n\r\n';

describe('the network of Maestro and that of VS Code', () => {
  const closing = closingAfterEach();

  /** A proxy that reaches nobody: what Maestro's own sockets are told to use where only VS Code knows the way. */
  async function deadEnd(): Promise<RawServer> {
    return closing(await RawServer.start(({ socket }) => socket.end(answerText('', [], '502 Bad Gateway'))));
  }

  /**
   * A server behind TLS, with what it was asked. It hangs up where its answer is `null`, falls silent where it is empty, and
   * answers no HTTP at all with garbage.
   */
  async function host(answer: string | null = 'yes'): Promise<{ readonly url: URL; readonly asked: string[] }> {
    const asked: string[] = [];
    const server = createServer(selfSigned(new Date(Date.now() - 1_000)), (request, response) => {
      asked.push(`${request.method} ${request.headers['user-agent']}`);
      if (answer === null) request.socket.destroy();
      else if (answer === '') response.flushHeaders();
      else if (answer === garbage) request.socket.end(garbage);
      else response.writeHead(200, { 'X-Kind': 'test' }).end(answer);
    });
    closing({ close: () => server.closeAllConnections() });
    closing(server).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    return { url: new URL(`https://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`), asked };
  }

  /** A real `fetch` that trusts the host's certificate and knows no proxy. */
  function otherFetch(limits: Partial<Limits> = {}): FetchHttp {
    const dispatcher = closing(new Agent({ connect: { rejectUnauthorized: false } }));
    return new FetchHttp((url, options) => fetchOf(url, { ...options, dispatcher }), { ...defaultLimits, ...limits });
  }

  function network(proxy: RawServer, stack: NetworkStack = 'auto', other = otherFetch()): NetworkHttp {
    const own = new UndiciHttp({ ...direct, url: proxy.origin, bypass: [], strictTls: false });
    return closing(new NetworkHttp(own, other, stack));
  }

  const post = (url: URL): HttpRequest => ({ method: 'POST', url, headers: [['User-Agent', 'M/1']], body: '{}' });

  async function read({ body }: HttpResponse): Promise<string> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of body) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  }

  it('a host that only VS Code reaches is reached, and at once from then on', async () => {
    const [proxy, { url, asked }] = [await deadEnd(), await host()];
    const http = network(proxy);
    for (const _ of [1, 2, 3]) {
      const answer = await http.send(post(url), never);
      assert.deepEqual([answer.status, answer.header('x-kind'), await read(answer)], [200, 'test', 'yes']);
    }
    assert.deepEqual([proxy.exchanges.length, asked], [1, ['POST M/1', 'POST M/1', 'POST M/1']]);
  });

  it('a host that neither reaches fails as Maestro’s own sockets say', async () => {
    const proxy = await deadEnd();
    const failure = await network(proxy)
      .send(post(new URL('https://maestro.invalid/')), never)
      .then(() => null, failureOf);
    assert.equal(failure?.code, 'proxy');
  });

  it('behind a SOCKS proxy, which Maestro’s own sockets do not know, VS Code’s are asked, and it is named where they fail (NT-06)', async () => {
    const { url, asked } = await host();
    const over = (other: FetchHttp): NetworkHttp => {
      const own = new UndiciHttp({ ...direct, url: 'socks5://127.0.0.1:1', bypass: [], strictTls: false });
      return closing(new NetworkHttp(own, other, 'auto'));
    };
    assert.equal(await read(await over(otherFetch()).send(post(url), never)), 'yes');
    const strange = new FetchHttp((to, options) =>
      fetchOf(to, { ...options, dispatcher: new ProxyAgent('ftp://127.0.0.1:1') }),
    );
    const failure = await over(strange)
      .send(post(url), never)
      .then(() => null, failureOf);
    assert.deepEqual(failure, { code: 'proxy', host: url.host, detail: 'proxy-socks' });
    assert.equal(asked.length, 1);
  });

  it('goes one way only where the setting says so', async () => {
    const [proxy, { url, asked }] = [await deadEnd(), await host()];
    const failure = await network(proxy, 'own')
      .send(post(url), never)
      .then(() => null, failureOf);
    assert.deepEqual([failure?.code, asked], ['proxy', []]);
    await read(await network(proxy, 'vscode').send(post(url), never));
    assert.deepEqual([proxy.exchanges.length, asked.length], [1, 1]);
  });

  it('nothing that a server has seen, and nothing unencrypted, is tried a second time', async () => {
    const other = { send: () => Promise.reject(new Error('VS Code was asked')) };
    const own = new UndiciHttp({ ...direct, strictTls: false });
    const http = closing(new NetworkHttp(own, other, 'auto'));
    const [silent, strange] = [await host(null), await host(garbage)];
    for (const place of [silent.url, strange.url, new URL('http://127.0.0.1:1/')]) {
      const failure = await http.send(post(place), never).then(() => null, failureOf);
      assert.equal(failure?.code, 'unreachable');
    }
    assert.deepEqual([silent.asked.length, strange.asked.length], [1, 1]);
  });

  it('what VS Code’s were connected for ends as it ended there, so that nobody asks again as if nothing had been sent', async () => {
    const [proxy, { url, asked }] = [await deadEnd(), await host(null)];
    const failure = await network(proxy)
      .send(post(url), never)
      .then(() => null, failureOf);
    assert.deepEqual([failure, asked.length], [{ code: 'unreachable', host: url.host, why: 'reset' }, 1]);
  });

  it('VS Code’s are not asked by themselves where the environment makes them believe any certificate', async () => {
    const { url, asked } = await host();
    const variable = 'NODE_TLS_REJECT_UNAUTHORIZED';
    const before = process.env[variable];
    process.env[variable] = '0';
    try {
      const http = closing(NetworkHttp.of(direct, 'auto'));
      const failure = await http.send(post(url), never).then(() => null, failureOf);
      assert.deepEqual([failure?.code, asked], ['tls', []]);
    } finally {
      if (before === undefined) delete process.env[variable];
      else process.env[variable] = before;
    }
  });

  it('can be stopped while VS Code looks for a proxy, which it may do for as long as it likes', async () => {
    const stop = new AbortController();
    const looking = new FetchHttp(() => Promise.withResolvers<never>().promise);
    const sent = looking.send(post(new URL('https://maestro.invalid/')), stop.signal);
    stop.abort(new Error('stopped'));
    await assert.rejects(sent, /stopped/);
  });

  it('VS Code’s ends what is silent for too long, and what is stopped', async () => {
    const { url } = await host('');
    const quick = otherFetch({ idleMs: 20 });
    assert.deepEqual(await read(await quick.send(post(url), never)).catch(failureOf), {
      code: 'stalled',
      seconds: 0.02,
    });
    const stop = new AbortController();
    const answer = await otherFetch().send(post(url), stop.signal);
    const reading = read(answer);
    stop.abort(new Error('stopped'));
    await assert.rejects(reading, /stopped/);
    await assert.rejects(otherFetch().send(post(url), stop.signal), /stopped/);
  });

  it('VS Code’s follows no redirect', async () => {
    const server = closing(
      await RawServer.start(({ socket }) =>
        socket.end(answerText('', ['Location: https://evil.example/'], '302 Found')),
      ),
    );
    const answer = await otherFetch().send(post(new URL(server.origin)), never);
    assert.deepEqual([answer.status, answer.header('location')], [302, 'https://evil.example/']);
  });
});
