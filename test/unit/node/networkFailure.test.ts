import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import type { Failure } from '../../../src/core/failure.ts';
import { networkError, networkFailure, UnconnectedError } from '../../../src/node/networkFailure.ts';

const host = 'api.example:443';
const limits = { connectMs: 10_000, headersMs: 60_000, idleMs: 240_000 };
const hint = 'sk-secret in a message';

function failure(error: unknown, stage: 'head' | 'body' = 'head'): Failure {
  return networkFailure(error, { host, stage, limits });
}

/** An error as Node and undici make them: the code is a property, the message may quote anything. */
function coded(code: string, cause?: unknown): Error {
  return Object.assign(new Error(`${hint} ${code}`, { cause }), { code });
}

describe('a network error as a failure', () => {
  const table: readonly (readonly [codes: readonly string[], expected: Failure])[] = [
    [['ENOTFOUND'], { code: 'unreachable', host, why: 'dns' }],
    [['EAI_AGAIN'], { code: 'unreachable', host, why: 'dns-silent' }],
    [['ECONNREFUSED'], { code: 'unreachable', host, why: 'refused' }],
    [['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'UND_ERR_SOCKET'], { code: 'unreachable', host, why: 'reset' }],
    [['EHOSTUNREACH', 'ENETUNREACH', 'SOMETHING_NEW'], { code: 'unreachable', host, why: 'other' }],
    [['UND_ERR_CONNECT_TIMEOUT', 'ETIMEDOUT'], { code: 'timeout', host, stage: 'connecting', seconds: 10 }],
    [['UND_ERR_HEADERS_TIMEOUT'], { code: 'timeout', host, stage: 'answering', seconds: 60 }],
  ];
  for (const [codes, expected] of table) {
    it(`${codes.join(', ')} before the answer`, () => {
      for (const code of codes) {
        assert.deepEqual(failure(coded(code)), expected);
        assert.deepEqual(failure(new TypeError('fetch failed', { cause: coded(code) })), expected, 'as a cause');
        const tried = new AggregateError([coded(code), coded(code)], hint);
        assert.deepEqual(failure(new TypeError('fetch failed', { cause: tried })), expected, 'of every address');
      }
    });
  }

  it('a connection that the system gives up is lost, and was not one to be made', () => {
    for (const syscall of ['read', 'write']) {
      const lost = Object.assign(coded('ETIMEDOUT'), { syscall });
      assert.deepEqual(failure(lost), { code: 'unreachable', host, why: 'reset' });
      assert.deepEqual(failure(lost, 'body'), { code: 'interrupted' });
    }
  });

  it('certificates that are not accepted name their code', () => {
    const unknown = ['SELF_SIGNED_CERT_IN_CHAIN', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'];
    const wrong = ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID'];
    for (const code of [...unknown, ...wrong]) {
      assert.deepEqual(failure(coded(code)), { code: 'tls', host, detail: code });
    }
  });

  it('a certificate for another host names that one, made fit for one line', () => {
    const wrong = (cert: unknown): Error => Object.assign(coded('ERR_TLS_CERT_ALTNAME_INVALID'), { cert });
    const tls = { code: 'tls', host, detail: 'ERR_TLS_CERT_ALTNAME_INVALID' } as const;
    const names = {
      subject: { CN: 'a.example' },
      subjectaltname: 'DNS:a.example, DNS:*.a.example, IP Address:10.0.0.1',
    };
    assert.deepEqual(failure(wrong(names)), { ...tls, subject: 'a.example, *.a.example, 10.0.0.1' });
    assert.deepEqual(failure(wrong({ subject: { CN: 'b.example\n\u202e' } })), { ...tls, subject: 'b.example' });
    const long = failure(wrong({ subjectaltname: 'DNS:x'.repeat(9_999) }));
    assert.ok(long.code === 'tls' && long.subject?.length === 100);
    for (const cert of [null, 'text', {}, { subject: [] }]) assert.deepEqual(failure(wrong(cert)), tls);
  });

  it('a proxy that wants a sign-in is named as the proxy', () => {
    const refused = Object.assign(new Error('Proxy response (407) !== 200 when HTTP Tunneling'), {
      code: 'UND_ERR_ABORTED',
    });
    assert.equal(failure(new TypeError('fetch failed', { cause: refused })).code, 'proxy');
  });

  it('in mid-answer a lost connection is an interruption, silence is a stall', () => {
    for (const code of ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'ABORT_ERR']) {
      assert.deepEqual(failure(coded(code), 'body'), { code: 'interrupted' });
    }
    assert.deepEqual(failure(coded('UND_ERR_BODY_TIMEOUT'), 'body'), { code: 'stalled', seconds: 240 });
  });

  it('comes before there was a connection only where nothing else can be meant', () => {
    const isBefore = (error: unknown): boolean =>
      networkError(error, { host, stage: 'head', limits }) instanceof UnconnectedError;
    const during = (syscall: string, code: string): Error => Object.assign(coded(code), { syscall });
    const before = [
      ...['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_INVALID_ARG', 'UND_ERR_PRX_TLS'].map((code) => coded(code)),
      ...['proxy-socks', 'CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID'].map((code) => coded(code)),
      ...['ETIMEDOUT', 'EHOSTUNREACH', 'ECONNREFUSED'].map((code) => during('connect', code)),
      during('getaddrinfo', 'ENOTFOUND'),
    ];
    for (const error of before) {
      assert.ok(isBefore(error), String(error));
      assert.ok(isBefore(new TypeError('fetch failed', { cause: new AggregateError([error]) })), String(error));
    }
    const perhapsLater = [
      ...['ETIMEDOUT', 'EHOSTUNREACH', 'ECONNRESET', 'ECONNABORTED'].map((code) => during('read', code)),
      ...['HPE_INVALID_CONSTANT', 'UND_ERR_HEADERS_OVERFLOW', 'UND_ERR_HEADERS_TIMEOUT', 'EPROTO'].map((code) =>
        coded(code),
      ),
      ...['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'ERR_SSL_BAD_RECORD_MAC', 'SOMETHING_NEW'].map((code) =>
        coded(code),
      ),
    ];
    for (const error of perhapsLater) assert.ok(!isBefore(error), String(error));
  });

  it('no message of an error gets into the failure', () => {
    const codes = [...table.flatMap(([list]) => list), 'CERT_HAS_EXPIRED', 'UND_ERR_BODY_TIMEOUT'];
    for (const code of codes) {
      for (const stage of ['head', 'body'] as const) {
        const text = JSON.stringify(failure(coded(code, coded(code)), stage));
        assert.ok(!text.includes(hint), text);
      }
    }
  });

  it('anything can be thrown, even a circle of causes', () => {
    const circle = new Error(hint);
    circle.cause = circle;
    for (const thrown of [undefined, null, hint, 7, {}, circle]) {
      assert.deepEqual(failure(thrown), { code: 'unreachable', host, why: 'other' });
    }
  });

  describe('from real sockets', () => {
    async function failedFetch(scheme: 'http' | 'https', onConnection: (socket: Socket) => void): Promise<Failure> {
      const server = createServer(onConnection).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      try {
        const response = await fetch(`${scheme}://127.0.0.1:${port}/`);
        return await response.text().then(
          () => ({ code: 'empty' }),
          (error) => failure(error, 'body'),
        );
      } catch (error) {
        return failure(error);
      } finally {
        server.close();
      }
    }

    it('a port that nobody listens on', async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close();
      await once(server, 'close');
      const thrown = await fetch(`http://localhost:${port}/`).catch((error: unknown) => error);
      assert.deepEqual(failure(thrown), { code: 'unreachable', host, why: 'refused' });
    });

    it('a name that does not exist', async () => {
      // A label of 64 characters is too long for any name server to be asked (RFC 1035 section 2.3.4).
      const thrown = await fetch(`http://${'a'.repeat(64)}.invalid/`).catch((error: unknown) => error);
      assert.deepEqual(failure(thrown), { code: 'unreachable', host, why: 'dns' });
    });

    it('a reset before the answer and one in the middle of it', async () => {
      const before = await failedFetch('http', (socket) => socket.on('data', () => socket.resetAndDestroy()));
      assert.deepEqual(before, { code: 'unreachable', host, why: 'reset' });
      const within = await failedFetch('http', (socket) => {
        socket.on('data', () => {
          socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf', () => socket.resetAndDestroy());
        });
      });
      assert.deepEqual(within, { code: 'interrupted' });
    });

    it('a server that speaks no TLS', async () => {
      const spoken = await failedFetch('https', (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
      assert.equal(spoken.code, 'tls');
    });
  });
});
