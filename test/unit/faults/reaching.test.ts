import assert from 'node:assert/strict';
import { once } from 'node:events';
import * as tls from 'node:tls';
import type { Http } from '../../../src/core/ports.ts';
import { FetchHttp } from '../../../src/node/fetchHttp.ts';
import { closingAfterEach } from '../../closing.ts';
import { directHttp } from '../../directHttp.ts';
import { answerText } from '../../rawServer.ts';
import { selfSigned } from '../node/certificate.ts';

describe('the way to a server', () => {
  const closing = closingAfterEach();
  const trusted = tls.getCACertificates('default');

  afterEach(() => tls.setDefaultCACertificates(trusted));

  for (const [network, make] of [
    ['Maestro’s own sockets', (): Http => closing(directHttp())],
    ['the fetch of VS Code', (): Http => new FetchHttp(fetch)],
  ] as const) {
    it(`is HTTP/1.1 over ${network}, though the server would rather have HTTP/2 (NT-08)`, async () => {
      const identity = selfSigned(new Date(Date.now() - 1_000));
      const server = tls.createServer({ ...identity, ALPNProtocols: ['h2', 'http/1.1'] });
      const spoken: (string | false | null)[] = [];
      server.on('secureConnection', (socket) => {
        spoken.push(socket.alpnProtocol);
        socket.on('data', () => socket.end(answerText('ok')));
      });
      closing(server).listen(0, '127.0.0.1');
      await once(server, 'listening');
      tls.setDefaultCACertificates([...trusted, identity.cert]);
      const address = server.address();
      const url = new URL(`https://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`);
      const answer = await make().send({ method: 'GET', url, headers: [], body: null }, new AbortController().signal);
      answer.discard();
      assert.equal(answer.status, 200);
      assert.deepEqual(
        spoken.filter((protocol) => protocol === 'h2'),
        [],
      );
      assert.equal(spoken.length, 1);
    });
  }
});
