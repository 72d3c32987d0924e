import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { OutgoingHttpHeaders } from 'node:http';
import { createServer, type Server } from 'node:https';
import { Agent, fetch as fetchOf } from 'undici';
import type { Finding } from '../../../../src/core/doctor/finding.ts';
import { hostLimitMs, networkFindings } from '../../../../src/core/doctor/network.ts';
import type { Clock, Http } from '../../../../src/core/ports.ts';
import { FetchHttp } from '../../../../src/node/fetchHttp.ts';
import { UndiciHttp } from '../../../../src/node/http.ts';
import { NetworkHttp } from '../../../../src/node/networkHttp.ts';
import { thisComputer } from '../../../../src/node/proxySettings.ts';
import { systemClock } from '../../../../src/node/systemClock.ts';
import { closingAfterEach } from '../../../closing.ts';
import { directHttp } from '../../../directHttp.ts';
import { HandClock } from '../../../handClock.ts';
import { answerText, RawServer } from '../../../rawServer.ts';
import { selfSigned } from '../../node/certificate.ts';

const dayMs = 24 * 3_600_000;

describe('what the Doctor finds out about hosts', () => {
  const closing = closingAfterEach();

  /** A host over TLS that answers with this `Date`. */
  async function tlsHost(
    date: () => number,
    from = Date.now() - 1_000,
    more: OutgoingHttpHeaders = {},
  ): Promise<string> {
    const server: Server = createServer(selfSigned(new Date(from)), (_, response) => {
      response.writeHead(404, { date: new Date(date()).toUTCString(), ...more }).end('nothing here');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    closing({
      close() {
        server.closeAllConnections();
        server.close();
      },
    });
    const address = server.address();
    return `https://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  }

  function http(strictTls: boolean): Http {
    const proxy = { kind: 'off', url: null, bypass: thisComputer, authorization: null } as const;
    const made = strictTls ? directHttp() : new UndiciHttp({ ...proxy, strictTls, useSystemCertificates: false });
    return closing(made);
  }

  async function found(
    origins: readonly string[],
    strictTls = true,
    clock: Clock = systemClock,
  ): Promise<readonly Finding[]> {
    const deps = { http: http(strictTls), clock, userAgent: 'TheMaestro/9.9.9' };
    return await networkFindings(origins, deps, new AbortController().signal);
  }

  it('a host that answers anything is fine, and is sent nothing but our name', async () => {
    const server = await RawServer.start(({ socket }) => socket.end(answerText('no', [], '403 Forbidden')));
    closing(server);
    const [host] = await found([server.origin]);
    assert.equal(host?.verdict, 'ok');
    assert.match(host.sentence, /status 403/);
    const head = server.exchanges[0]?.head ?? [];
    assert.equal(head[0], 'GET / HTTP/1.1');
    const names = head.slice(1).map((line) => line.slice(0, line.indexOf(':')).toLowerCase());
    assert.deepEqual(names.toSorted(), ['connection', 'host', 'user-agent']);
  });

  it('does not wait for an answer’s body, and leaves no socket open', async () => {
    const closed = Promise.withResolvers<void>();
    const server = await RawServer.start(({ socket }) => {
      socket.on('close', () => closed.resolve());
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nand so on');
    });
    closing(server);
    const [host] = await found([server.origin]);
    assert.equal(host?.verdict, 'ok');
    await closed.promise;
  });

  it('names the plain cause where one fails, and says what to do', async () => {
    const closed = await RawServer.start(() => undefined);
    const { origin } = closed;
    await closed.close();
    const strange = await tlsHost(Date.now);
    const expired = await tlsHost(Date.now, Date.now() - 2 * dayMs);
    const findings = await found([origin, strange, expired]);
    assert.deepEqual(
      findings.slice(0, 3).map(({ verdict, wayOut }) => [verdict, wayOut !== null]),
      [
        ['fail', true],
        ['fail', true],
        ['fail', true],
      ],
    );
    assert.match(findings[0]?.sentence ?? '', /nothing listens there/);
    assert.match(findings[1]?.sentence ?? '', /nobody that this computer trusts/);
  });

  it('a host that says nothing is given up, and hides no other', async () => {
    const silent = await RawServer.start(() => clock.advance(hostLimitMs));
    const clock = new HandClock();
    closing(silent);
    const [host] = await found([silent.origin], true, clock);
    assert.equal(host?.verdict, 'fail');
    assert.match(host.sentence, /no answer within 14 seconds/);
  });

  for (const [offMs, verdict, word] of [
    [0, 'ok', /hosts/],
    [2 * 60_000, 'warn', /behind/],
    [-2 * 60_000, 'warn', /ahead of/],
    [-3_600_000, 'fail', /3\d{3} s ahead of/],
  ] as const) {
    it(`compares the clock with a host that is ${offMs / 1_000} s off`, async () => {
      const findings = await found([await tlsHost(() => Date.now() + offMs)], false);
      const clock = findings.at(-1);
      assert.equal(clock?.verdict, verdict);
      assert.match(clock.sentence, word);
    });
  }

  it('believes neither what a cache has kept nor what came without TLS', async () => {
    const yesterday = Date.now() - dayMs;
    const cached = await tlsHost(() => yesterday, Date.now() - 1_000, { age: '86400' });
    const date = `Date: ${new Date(yesterday).toUTCString()}`;
    const plain = await RawServer.start(({ socket }) => socket.end(answerText('', [date])));
    closing(plain);
    const findings = await found([cached, plain.origin], false);
    assert.match(findings.at(-1)?.sentence ?? '', /was not compared/);
  });

  it('says which hosts only VS Code’s network reaches', async () => {
    const origin = await tlsHost(Date.now);
    const dispatcher = closing(new Agent({ connect: { rejectUnauthorized: false } }));
    const vscode = new FetchHttp((url, options) => fetchOf(url, { ...options, dispatcher }));
    const deps = { http: closing(new NetworkHttp(directHttp(), vscode, 'auto')), clock: systemClock, userAgent: 'T' };
    const [host] = await networkFindings([origin], deps, new AbortController().signal);
    assert.match(host?.sentence ?? '', /over TLS, by VS Code’s network/);
  });

  it('without an account asks nobody', async () => {
    const [only, ...more] = await found([]);
    assert.equal(only?.verdict, 'ok');
    assert.deepEqual(more, []);
  });
});
