import assert from 'node:assert/strict';
import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { failureOf } from '../../../src/core/failure.ts';
import type { HttpRequest } from '../../../src/core/ports.ts';
import { readBody } from '../../../src/core/readBody.ts';
import { Secret } from '../../../src/core/secret.ts';
import { defaultLimits, UndiciHttp } from '../../../src/node/http.ts';
import { closingAfterEach } from '../../closing.ts';
import { direct } from '../../directHttp.ts';
import { answerText, eventStreamHead, piece, type RawExchange, RawServer } from '../../rawServer.ts';

const never = new AbortController().signal;

describe('http', () => {
  const closing = closingAfterEach();

  async function serve(answer: (exchange: RawExchange) => void): Promise<RawServer> {
    return closing(await RawServer.start(answer));
  }

  function client(limits = defaultLimits): UndiciHttp {
    return closing(new UndiciHttp(direct, limits));
  }

  function get(server: RawServer, path = '/'): HttpRequest {
    return { method: 'GET', url: new URL(path, server.origin), headers: [], body: null };
  }

  it('sends headers in the given order and case, secrets revealed, and nothing that was not asked for', async () => {
    const server = await serve(({ socket }) => socket.write(answerText('ok')));
    const response = await client().send(
      {
        method: 'POST',
        url: new URL('/x?y=1', server.origin),
        headers: [
          ['Authorization', new Secret('Bearer t')],
          ['chatgpt-account-id', 'w'],
          ['Content-Type', 'application/json'],
          ['OpenAI-Beta', 'b'],
        ],
        body: '{"a":1}',
      },
      never,
    );
    assert.equal(await readBody(response.body, 100), 'ok');
    const [exchange] = server.exchanges;
    assert.deepEqual(exchange?.head, [
      'POST /x?y=1 HTTP/1.1',
      `host: ${new URL(server.origin).host}`,
      'connection: keep-alive',
      'Authorization: Bearer t',
      'chatgpt-account-id: w',
      'Content-Type: application/json',
      'OpenAI-Beta: b',
      'content-length: 7',
    ]);
    assert.equal(exchange?.body, '{"a":1}');
  });

  it('never follows a redirect (WV-57)', async () => {
    const target = await serve(({ socket }) => socket.write(answerText('stolen')));
    const server = await serve(({ socket }) =>
      socket.write(answerText('', [`Location: ${target.origin}/`], '307 Temporary Redirect')),
    );
    const response = await client().send(get(server), never);
    assert.equal(response.status, 307);
    assert.equal(response.header('location'), `${target.origin}/`);
    await readBody(response.body, 100);
    assert.equal(target.connections, 0);
  });

  it('an abort closes the socket while headers are awaited', async () => {
    const abort = new AbortController();
    let closed: Promise<unknown> = Promise.resolve();
    const server = await serve(({ socket }) => {
      closed = once(socket, 'close');
      abort.abort(new Error('stopped'));
    });
    await assert.rejects(client().send(get(server), abort.signal), /stopped/);
    await closed;
  });

  it('an abort closes the socket in mid-stream', async () => {
    const abort = new AbortController();
    let closed: Promise<unknown> = Promise.resolve();
    const server = await serve(({ socket }) => {
      closed = once(socket, 'close');
      socket.write(eventStreamHead + piece('data: 1\n\n'));
    });
    const response = await client().send(get(server), abort.signal);
    await assert.rejects(async () => {
      for await (const _ of response.body) abort.abort(new Error('stopped'));
    }, /stopped/);
    await closed;
  });

  it('leaving a body that goes on closes the socket', async () => {
    let closed: Promise<unknown> = Promise.resolve();
    const server = await serve(({ socket }) => {
      closed = once(socket, 'close');
      socket.write(eventStreamHead + piece('data: 1\n\n'));
    });
    const response = await client().send(get(server), never);
    for await (const _ of response.body) break;
    await closed;
  });

  it('a body that nobody reads is discarded with its socket', async () => {
    let closed: Promise<unknown> = Promise.resolve();
    const server = await serve(({ socket }) => {
      closed = once(socket, 'close');
      socket.write(eventStreamHead + piece('data: 1\n\n'));
    });
    (await client().send(get(server), never)).discard();
    await closed;
  });

  it('sends what is encrypted through the proxy, and what is not to its host only', async () => {
    const proxy = await serve(({ socket }) => socket.write(answerText('', [], '502 Bad Gateway')));
    const server = await serve(({ socket }) => socket.write(answerText('ok')));
    const http = closing(new UndiciHttp({ ...direct, url: proxy.origin, bypass: [] }));
    const response = await http.send(get(server), never);
    assert.equal(await readBody(response.body, 100), 'ok');
    assert.equal(proxy.connections, 0);
    await assert.rejects(http.send({ ...get(server), url: new URL('https://maestro.invalid/') }, never));
    assert.deepEqual(
      proxy.exchanges.map(({ head }) => head[0]),
      ['CONNECT maestro.invalid:443 HTTP/1.1'],
    );
  });

  it('a proxy that is none is said to be', () => {
    assert.throws(
      () => new UndiciHttp({ ...direct, url: 'not a url' }),
      (error) => failureOf(error).code === 'bad-setting',
    );
  });

  it('leaving a body that is at its end keeps the socket for the next request', async () => {
    const server = await serve(({ socket }) =>
      socket.write([eventStreamHead, piece('data: 1\n\n'), piece('data: 2\n\n'), '0\r\n\r\n'].join('')),
    );
    const http = client();
    for (let i = 0; i < 3; i++) {
      const response = await http.send(get(server), never);
      for await (const _ of response.body) break;
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.equal(server.connections, 1);
  });

  it('decodes gzip', async () => {
    const zipped = gzipSync('plain words');
    const server = await serve(({ socket }) => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${zipped.length}\r\n\r\n`);
      socket.write(zipped);
    });
    const response = await client().send(get(server), never);
    assert.equal(await readBody(response.body, 100), 'plain words');
  });

  it('says which stage took too long', async () => {
    const server = await serve(({ socket }) => {
      if (server.exchanges.length > 1) socket.write(eventStreamHead + piece('data: 1\n\n'));
    });
    const host = new URL(server.origin).host;
    const hasty = client({ ...defaultLimits, headersMs: 50 });
    const late = await hasty.send(get(server), never).then(() => null, failureOf);
    assert.deepEqual(late, { code: 'timeout', host, stage: 'answering', seconds: 0.05 });
    const response = await client({ ...defaultLimits, idleMs: 50 }).send(get(server), never);
    const stalled = await readBody(response.body, 1_000).then(() => null, failureOf);
    assert.deepEqual(stalled, { code: 'stalled', seconds: 0.05 });
  }).timeout(10_000);

  it('waits longer where a request asks for patience', async () => {
    const arrived = Promise.withResolvers<RawExchange>();
    const server = await serve((exchange) => {
      if (exchange.head[0]?.includes('/patient') === true) arrived.resolve(exchange);
    });
    const hasty = client({ ...defaultLimits, headersMs: 50 });
    const patient = hasty.send({ ...get(server, '/patient'), patienceMs: 60_000 }, never);
    const { socket } = await arrived.promise;
    // When the one without patience has given up, the other still waits.
    await assert.rejects(hasty.send(get(server, '/hasty'), never));
    socket.write(answerText('late'));
    assert.equal(await readBody((await patient).body, 100), 'late');
  }).timeout(10_000);

  it('names what keeps it from a server', async () => {
    const server = await RawServer.start(({ socket }) => socket.destroy());
    const host = new URL(server.origin).host;
    const request = get(server);
    const failing = (one: HttpRequest): Promise<unknown> =>
      client()
        .send(one, never)
        .then(() => null, failureOf);
    assert.deepEqual(await failing(request), { code: 'unreachable', host, why: 'reset' });
    await server.close();
    assert.deepEqual(await failing(request), { code: 'unreachable', host, why: 'refused' });
  });

  it('a connection that breaks in mid-answer is interrupted', async () => {
    const server = await serve(({ socket }) => socket.end(eventStreamHead + piece('data: 1\n\n')));
    const response = await client().send(get(server), never);
    assert.deepEqual(await readBody(response.body, 1_000).then(() => null, failureOf), { code: 'interrupted' });
  });

  it('puts no text of an error into the failure', async () => {
    const http = client();
    const request: HttpRequest = {
      method: 'GET',
      url: new URL('http://127.0.0.1:1/secret-path'),
      headers: [['X', new Secret('bad\nvalue')]],
      body: null,
    };
    const failure = await http.send(request, never).then(() => null, failureOf);
    assert.ok(!JSON.stringify(failure).includes('bad'));
  });
});
