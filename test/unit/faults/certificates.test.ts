import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as tls from 'node:tls';
import { readFailure } from '../../../src/core/chat/failureRecord.ts';
import { parseJson } from '../../../src/core/json.ts';
import { tlsSentence } from '../../../src/core/networkSentence.ts';
import { fill } from '../../../src/core/sentence.ts';
import { closingAfterEach } from '../../closing.ts';
import { skip } from '../../skip.ts';
import { selfSigned } from '../node/certificate.ts';
import { askElsewhere } from './askElsewhere.ts';
import { outcome, rawTurns, waits } from './rawTurns.ts';

const dayMs = 24 * 3_600_000;

interface Host {
  readonly host: string;
  readonly certificate: string;
  readonly asked: () => number;
}

describe('a certificate', () => {
  const start = rawTurns();
  const closing = closingAfterEach();
  const trusted = tls.getCACertificates('default');

  afterEach(() => tls.setDefaultCACertificates(trusted));

  /** A server at 127.0.0.1 with a certificate that is good from then on, for that address or for a name. */
  async function serve(fromMs: number, name?: string): Promise<Host> {
    let asked = 0;
    const identity = selfSigned(new Date(Date.now() + fromMs), name);
    const server = createServer(identity, (_, response) => {
      asked++;
      response.end('ok');
    });
    closing({ close: () => server.closeAllConnections() });
    closing(server)
      .on('tlsClientError', () => undefined)
      .listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    return { host: `127.0.0.1:${port}`, certificate: identity.cert, asked: () => asked };
  }

  const wrong = [
    {
      what: 'that nobody vouches for',
      fromMs: -1_000,
      isTrusted: false,
      detail: 'DEPTH_ZERO_SELF_SIGNED_CERT',
      says: /^Nobody that this computer trusts has signed .* company’s .*http\.systemCertificates.*http\.proxyStrictSSL/,
    },
    {
      what: 'that has expired',
      fromMs: -2 * dayMs,
      isTrusted: true,
      detail: 'CERT_HAS_EXPIRED',
      says: /^The certificate of \S+ has expired .*clock/,
    },
    {
      what: 'of tomorrow',
      fromMs: dayMs,
      isTrusted: true,
      detail: 'CERT_NOT_YET_VALID',
      says: /^The certificate of \S+ is not valid yet .*clock/,
    },
    {
      what: 'of another host',
      fromMs: -1_000,
      name: 'portal.example',
      isTrusted: true,
      detail: 'ERR_TLS_CERT_ALTNAME_INVALID',
      says: /^What answers as \S+ shows a certificate for portal\.example .*http\.proxy/,
    },
  ];
  for (const { what, fromMs, name, isTrusted, detail, says } of wrong) {
    it(`${what} ends a turn at once, unasked, and is named with what to do (ST-04)`, async () => {
      const { host, certificate, asked } = await serve(fromMs, name);
      if (isTrusted) tls.setDefaultCACertificates([...trusted, certificate]);
      const parts = await (await start(() => undefined, { baseUrl: `https://${host}/v1` })).ask();
      const failure = { code: 'tls', host, detail, ...(name === undefined ? {} : { subject: name }) } as const;
      assert.deepEqual([outcome(parts), waits(parts), asked()], [failure, [], 0]);
      assert.deepEqual(readFailure(parseJson(JSON.stringify(failure))), failure, 'as a conversation keeps it');
      const { text, values } = tlsSentence(failure);
      const sentence = fill(text, ...values);
      assert.match(sentence, says);
      assert.ok(sentence.includes(host) && sentence.includes(`(${detail})`), sentence);
    });
  }

  it('that is in the system’s store, or in NODE_EXTRA_CA_CERTS, is good, and only then (NT-07)', async function () {
    if (process.platform === 'win32' || process.platform === 'darwin') {
      skip(this, 'the store of this system is not a file that a test could bring along');
    }
    const { host, certificate } = await serve(-1_000);
    const folder = await mkdtemp(path.join(tmpdir(), 'maestro-ca-'));
    const file = path.join(folder, 'ca.pem');
    await writeFile(file, certificate);
    const [extra, store] = [{ NODE_EXTRA_CA_CERTS: file }, { SSL_CERT_FILE: file }];
    const url = `https://${host}/`;
    try {
      const said = [
        await askElsewhere(url, { environment: extra }),
        await askElsewhere(url, { environment: extra, certificates: 'own' }),
        await askElsewhere(url, { environment: store }),
        await askElsewhere(url, { environment: store, certificates: 'own' }),
        await askElsewhere(url, {}),
      ];
      assert.deepEqual(said, ['200', '200', '200', 'tls', 'tls']);
    } finally {
      await rm(folder, { recursive: true });
    }
  }).timeout(60_000);
});
