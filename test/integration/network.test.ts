import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { ConfigurationTarget, commands, workspace } from 'vscode';
import type { HttpResponse } from '../../src/core/ports.ts';
import { Secret } from '../../src/core/secret.ts';
import { FetchHttp } from '../../src/node/fetchHttp.ts';
import { NetworkHttp } from '../../src/node/networkHttp.ts';
import { closingAfterEach } from '../closing.ts';
import { CompanyProxy } from '../companyProxy.ts';
import { direct } from '../directHttp.ts';
import { answerText, eventStreamHead, piece, type RawExchange, RawServer } from '../rawServer.ts';

type Values = Readonly<Record<string, unknown>>;

/** A proxy that reaches nobody, and what it was asked: the heads of all requests. */
interface Proxy {
  readonly address: string;
  readonly asked: string[];
}

describe('VS Code’s own network', () => {
  const closing = closingAfterEach();
  const http = new FetchHttp((...given) => fetch(...given));
  const never = new AbortController().signal;
  const ask = (server: RawServer, signal = never): Promise<HttpResponse> => {
    const headers = [['Authorization', new Secret('Bearer k')]] as const;
    return http.send({ method: 'POST', url: new URL('/v1', server.origin), headers, body: '{}' }, signal);
  };

  it('brings an answer as it comes, follows no redirect and keeps no cookie', async () => {
    const answers = [
      answerText('', ['Set-Cookie: a=b; Path=/', 'Location: /elsewhere'], '307 Temporary Redirect'),
      eventStreamHead + piece('data: 1\n\n'),
    ];
    const server = closing(await RawServer.start(({ socket }) => socket.write(answers.shift() ?? '')));
    const redirect = await ask(server);
    assert.deepEqual([redirect.status, redirect.header('location')], [307, '/elsewhere']);
    redirect.discard();
    const read: string[] = [];
    for await (const chunk of (await ask(server)).body) {
      read.push(new TextDecoder().decode(chunk));
      if (read.length === 1) server.exchanges.at(-1)?.socket.end(`${piece('data: 2\n\n')}0\r\n\r\n`);
    }
    assert.equal(read.join(''), 'data: 1\n\ndata: 2\n\n');
    assert.equal(server.exchanges.length, 2);
    for (const { head, body } of server.exchanges) {
      assert.deepEqual([head[0], body], ['POST /v1 HTTP/1.1', '{}']);
      assert.match(head.join('\n'), /^authorization: Bearer k$/im);
      assert.doesNotMatch(head.join('\n'), /^cookie:/im);
    }
  });

  it('closes its socket when an answer is stopped, left or discarded', async () => {
    const closed: Promise<unknown>[] = [];
    const server = closing(
      await RawServer.start(({ socket }) => {
        closed.push(once(socket, 'close'));
        socket.write(eventStreamHead + piece('data: 1\n\n'));
      }),
    );
    const stop = new AbortController();
    const stopped = await ask(server, stop.signal);
    await assert.rejects(async () => {
      for await (const _ of stopped.body) stop.abort(new Error('stopped'));
    }, /stopped/);
    for await (const _ of (await ask(server)).body) break;
    (await ask(server)).discard();
    assert.equal(closed.length, 3);
    await Promise.all(closed);
  });
});

describe('network settings of VS Code', () => {
  const closing = closingAfterEach();
  const changed = new Set<string>();

  afterEach(async () => {
    await set(Object.fromEntries([...changed].map((name) => [name, undefined])));
    changed.clear();
  });

  async function set(values: Values): Promise<void> {
    for (const [name, value] of Object.entries(values)) {
      changed.add(name);
      await workspace.getConfiguration().update(name, value, ConfigurationTarget.Global);
    }
  }

  /** Has Node trust one more certificate until the test has ended. */
  function trusting(certificate: string): void {
    const before = getCACertificates('default');
    closing({ close: () => setDefaultCACertificates(before) });
    setDefaultCACertificates([...before, certificate]);
  }

  async function refusing(): Promise<Proxy> {
    const asked: string[] = [];
    const server = createServer((socket) => {
      socket.once('data', (head) => {
        asked.push(head.toString());
        socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
      });
    });
    closing(server).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    assert.ok(typeof address === 'object' && address !== null);
    return { address: `http://127.0.0.1:${address.port}`, asked };
  }

  it('lead VS Code’s own network to a host that Maestro’s cannot reach, and its answer comes bit by bit', async () => {
    const closed = Promise.withResolvers<void>();
    const start = ({ socket }: RawExchange): void => {
      socket.once('close', () => closed.resolve());
      socket.write(eventStreamHead + piece('data: 1\n\n'));
    };
    const host = closing(await RawServer.start(start));
    const proxy = closing(await CompanyProxy.start('maestro.invalid'));
    proxy.port = Number(new URL(host.origin).port);
    // VS Code leaves the certificates to Node when it is to add none, and Node can be told of one more.
    await set({ 'http.proxy': proxy.address, 'http.systemCertificates': false });
    trusting(proxy.certificate);
    const http = closing(NetworkHttp.of({ ...direct, kind: 'off' }, 'auto'));
    const request = { method: 'GET', url: new URL('https://maestro.invalid/v1'), headers: [], body: null } as const;
    const answer = await http.send(request, new AbortController().signal);
    assert.deepEqual([answer.status, answer.network], [200, 'vscode']);
    const read: string[] = [];
    for await (const chunk of answer.body) {
      read.push(new TextDecoder().decode(chunk));
      if (read.length === 3) break;
      host.exchanges[0]?.socket.write(piece(`data: ${read.length + 1}\n\n`));
    }
    assert.equal(read.join(''), 'data: 1\n\ndata: 2\n\ndata: 3\n\n');
    await closed.promise;
    assert.deepEqual([proxy.asked[0]?.split('\n')[0], host.exchanges.length], ['CONNECT maestro.invalid:443', 1]);
  });

  it('are followed by the next request, without a reload (NT-05)', async () => {
    const [first, second] = [await refusing(), await refusing()];
    const before = workspace.getConfiguration().inspect('maestro.openai.authBaseUrl')?.globalValue;
    try {
      await set({ 'maestro.openai.authBaseUrl': 'https://maestro.invalid', 'maestro.network.stack': 'own' });
      await set({ 'http.proxy': first.address });
      await signInInVain();
      await set({ 'http.proxy': second.address, 'http.proxyAuthorization': 'Basic bWFlc3Rybw==' });
      await signInInVain();
      assert.deepEqual([lines(first).length, lines(second)], [1, ['CONNECT maestro.invalid:443 HTTP/1.1']]);
      assert.match(second.asked[0] ?? '', /^proxy-authorization: Basic bWFlc3Rybw==\r$/im);
      await set({ 'http.noProxy': ['maestro.invalid'] });
      await signInInVain();
      await set({ 'http.noProxy': undefined, 'http.proxySupport': 'off' });
      await signInInVain();
      assert.deepEqual([lines(first).length, lines(second).length], [1, 1]);
      await set({ 'http.proxySupport': undefined });
      await signInInVain();
      assert.equal(lines(second).length, 2);
    } finally {
      await set({ 'maestro.openai.authBaseUrl': before });
      changed.delete('maestro.openai.authBaseUrl');
    }
  });
});

function lines({ asked }: Proxy): readonly string[] {
  return asked.map((head) => head.slice(0, head.indexOf('\r\n')));
}

/** Begins a sign-in that asks its vendor for a code at once, and takes away what VS Code then says. */
async function signInInVain(): Promise<void> {
  let isDone = false;
  const wanted = { vendor: 'openai', method: 'chatgpt-device' };
  const running = Promise.resolve(commands.executeCommand('maestro.signIn', wanted)).finally(() => {
    isDone = true;
  });
  while (!isDone) await commands.executeCommand('notifications.clearAll');
  await running;
}
