import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:https';
import { failureOf } from '../../../src/core/failure.ts';
import { Secret } from '../../../src/core/secret.ts';
import { directHttp } from '../../directHttp.ts';
import { selfSigned } from './certificate.ts';

const dayMs = 24 * 3_600_000;

describe('a server whose certificate is not to be trusted', () => {
  for (const [what, from] of [
    ['that nobody has vouched for', Date.now() - 1_000],
    ['that has expired', Date.now() - 2 * dayMs],
    ['of another day', Date.now() + 2 * dayMs],
  ] as const) {
    it(`one ${what} gets no request (OA-72)`, async () => {
      let requests = 0;
      const server = createServer(selfSigned(new Date(from)), (_, response) => {
        requests++;
        response.end('{}');
      });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      const http = directHttp();
      try {
        const url = new URL(`https://127.0.0.1:${port}/oauth/token`);
        const request = { method: 'POST', url, headers: [], body: new Secret('refresh_token=rt') } as const;
        const failure = await http.send(request, new AbortController().signal).then(() => null, failureOf);
        assert.equal(failure?.code, 'tls');
        assert.equal(requests, 0);
      } finally {
        await http.close();
        server.close();
      }
    });
  }
});
