import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Listening } from '../../../src/core/ports.ts';
import { loopbackRedirects } from '../../../src/node/loopback.ts';
import { type Answer, exchange, get, getText, readAnswer } from './loopbackClient.ts';

const path = '/auth/callback';
const navigation = ['Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: navigate', 'Sec-Fetch-Dest: document'];

describe('the loopback listener against strangers', () => {
  let listening: Listening;
  let port: number;
  const uncaught: unknown[] = [];
  const onUncaught = (error: unknown): void => {
    uncaught.push(error);
  };

  beforeEach(async () => {
    const where = { host: 'localhost', ports: [0], path } as const;
    listening = await loopbackRedirects().listen(where, new AbortController().signal);
    port = Number(new URL(listening.redirectUri).port);
    process.on('uncaughtExceptionMonitor', onUncaught);
  });

  afterEach(async () => {
    await assertAlive();
    listening.close();
    process.off('uncaughtExceptionMonitor', onUncaught);
    assert.deepEqual(uncaught, []);
  });

  /** The sign-in still waits, has seen nothing of the strangers, and takes the browser's callback. */
  async function assertAlive(): Promise<void> {
    const next = listening.next();
    const answer = get(port, `${path}?code=real&state=s`, ...navigation, 'Sec-Fetch-User: ?1');
    const callback = await next;
    assert.equal(callback.query.get('code'), 'real');
    callback.answer('taken');
    assert.equal((await answer).status, 302);
  }

  async function statusOf(bytes: string): Promise<number> {
    return readAnswer(await exchange(port, bytes)).status;
  }

  const request = (...lines: readonly string[]): string => [...lines, '', ''].join('\r\n');
  const callbackLine = `GET ${path}?code=evil&state=s HTTP/1.1`;

  it('OA-25: only the names of this very listener are answered (DNS rebinding)', async () => {
    const names = ['evil.example', `evil.example:${port}`, `127.0.0.1.evil.example:${port}`, 'localhost'];
    const odd = [`localhost:${port}0`, `localhost.:${port}`, `a@localhost:${port}`, `0.0.0.0:${port}`, `[::]:${port}`];
    for (const host of [...names, ...odd, '', `localhost:${port} x`, `a b`]) {
      assert.equal(await statusOf(request(callbackLine, `Host: ${host}`)), 421, host);
    }
    for (const host of [`127.0.0.1:${port}`, `[::1]:${port}`]) {
      assert.equal(await statusOf(request('GET /robots.txt HTTP/1.1', `Host: ${host}`)), 404, host);
    }
  });

  it('OA-25: a missing or a second Host is a bad request', async () => {
    const host = `Host: localhost:${port}`;
    const missing = readAnswer(await exchange(port, request(callbackLine)));
    assert.equal(missing.status, 400);
    assertHarmless(missing);
    assert.equal(await statusOf(request(callbackLine.replace('1.1', '1.0'))), 400);
    assert.equal(await statusOf(request(callbackLine, host, host)), 400);
    assert.equal(await statusOf(request(callbackLine, host, 'host: evil.example')), 400);
  });

  it('OA-26: a web page that calls from a script, an image or a frame gets nothing', async () => {
    const foreign = [
      ['Origin: https://evil.example'],
      ['Origin: null'],
      ['Origin: https://evil.example', ...navigation],
      ['Sec-Fetch-Mode: cors'],
      ['Sec-Fetch-Mode: no-cors', 'Sec-Fetch-Dest: image'],
      ['Sec-Fetch-Mode: same-origin'],
      ['Sec-Fetch-Mode: navigate', 'Sec-Fetch-Dest: iframe'],
      ['Sec-Fetch-Mode: navigate', 'Sec-Fetch-Mode: cors'],
      ['Sec-Fetch-Dest: embed'],
    ];
    for (const lines of foreign) {
      const answer = await get(port, `${path}?code=evil&state=s`, ...lines);
      assert.equal(answer.status, 403, lines.join());
      assertHarmless(answer);
    }
  });

  it('OA-27: nothing but GET, and never a CORS header', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'TRACE']) {
      const lines = [`Host: localhost:${port}`, 'Access-Control-Request-Method: GET', 'Content-Length: 0'];
      const answer = readAnswer(await exchange(port, request(`${method} ${path}?code=evil HTTP/1.1`, ...lines)));
      assert.equal(answer.status, 405, method);
      assert.equal(answer.headers.get('allow'), 'GET');
      assertHarmless(answer);
    }
  });

  it('OA-27: CONNECT and Upgrade are cut without an answer', async () => {
    const upgrade = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'];
    assert.equal(await exchange(port, request('CONNECT evil.example:443 HTTP/1.1', `Host: localhost:${port}`)), '');
    assert.equal(await exchange(port, getText(port, `${path}?code=evil`, ...upgrade)), '');
  });

  it('OA-28: broken targets are bad requests', async () => {
    const targets = ['//', '//evil.example/', `//localhost:${port}${path}?code=evil`, 'http://x/', 'localhost', '*'];
    const absolute = `http://localhost:${port}${path}?code=evil`;
    const encodings = ['%', '%2', '%zz', '%ED%A0%80', '%ED%BF%BF', '%FF', '%C0%AF', '%F5%80%80%80'];
    const raw = ['\0', '\xed\xa0\x80', '#fragment', '\x7f'];
    const queries = [...encodings, ...raw].map((text) => `${path}?code=${text}`);
    for (const target of [...targets, absolute, ...queries, '/%', '/\0']) {
      assert.equal(await statusOf(getText(port, target)), 400, JSON.stringify(target));
    }
  });

  it('OA-28: 64 KB of URL, of one header and 100 headers are too much', async () => {
    const large = 'a'.repeat(64 * 1024);
    const many = Array.from({ length: 100 }, (_, index) => `X-${index}: 1`);
    assert.equal(await statusOf(getText(port, `${path}?code=${large}`)), 431);
    assert.equal(await statusOf(getText(port, `${path}?code=c`, `Cookie: ${large}`)), 431);
    assert.equal(await statusOf(getText(port, `${path}?code=c`, ...many)), 431);
  });

  it('OA-28: garbage, bodies and smuggling are bad requests', async () => {
    const host = `Host: localhost:${port}`;
    const broken = [
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
      '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
      request(`GET ${path}?code=c HTTP/9.9`, host),
      request(callbackLine, host, 'No colon'),
      request(callbackLine, host, 'X-Nul: a\0b'),
      request(callbackLine, host, 'Content-Length: 5'),
      request(callbackLine, host, 'Content-Length: 0', 'Transfer-Encoding: chunked'),
      `${request(callbackLine, host, 'Transfer-Encoding: chunked')}0\r\n\r\n`,
    ];
    for (const bytes of broken) assert.equal(await statusOf(bytes), 400, JSON.stringify(bytes));
  });

  it('OA-28: an Expect header is not acted upon', async () => {
    for (const value of ['100-continue', 'the-unexpected']) {
      const text = await exchange(port, getText(port, '/robots.txt', `Expect: ${value}`));
      assert.match(text, /^HTTP\/1\.1 404 /);
    }
  });

  it('OA-29: other paths are not found', async () => {
    const near = [`${path}/`, '/auth', `/x${path}`, '/auth/../auth/callback', '/auth%2fcallback', '/AUTH/CALLBACK'];
    for (const target of ['/', '/favicon.ico', '/robots.txt', '/cancel', ...near]) {
      assert.equal((await get(port, `${target}?code=evil&state=s`)).status, 404, target);
    }
  });

  it('OA-31: nothing of a request gets into a page or a header', async () => {
    const hostile = [
      '<script>alert(1)</script>',
      encodeURIComponent('<img src=x onerror=alert(1)>'),
      'x%0d%0aSet-Cookie:%20a=b',
      '%1b%5b31m%1b%5d8;;http://evil.example',
      '%e2%80%ae%e2%81%a6evil',
      'marker'.repeat(1700),
    ];
    const plain = get(port, `${path}?error=x&state=s`);
    (await listening.next()).answer('denied');
    const expected = withoutDate(await plain);
    for (const text of hostile) {
      const answer = get(port, `${path}?error=access_denied&error_description=${text}&state=s`);
      const callback = await listening.next();
      callback.answer('denied');
      assert.deepEqual(withoutDate(await answer), expected);
    }
    const page = await get(port, `/auth/declined?error_description=${hostile[1]}`);
    assert.deepEqual(page.body, (await get(port, '/auth/declined')).body);
  });

  it('OA-32: every answer is static, uncached, unframed and without script', async () => {
    const host = `Host: localhost:${port}`;
    const bytes = [
      getText(port, '/nowhere'),
      getText(port, path, 'Origin: null'),
      getText(port, '//'),
      request('POST / HTTP/1.1', host, 'Content-Length: 0'),
      request('GET / HTTP/1.1', 'Host: evil.example'),
      'garbage\r\n\r\n',
      getText(port, `/${'a'.repeat(20_000)}`),
    ];
    for (const text of bytes) assertHarmless(readAnswer(await exchange(port, text)));
    for (const verdict of ['taken', 'denied', 'refused'] as const) {
      const answer = get(port, path);
      (await listening.next()).answer(verdict);
      assertHarmless(await answer);
    }
    for (const page of ['/auth/done', '/auth/declined']) assertHarmless(await get(port, page));
  });
});

function assertHarmless({ headers, body }: Answer): void {
  assert.equal(headers.get('content-type'), 'text/html; charset=utf-8');
  assert.equal(headers.get('x-content-type-options'), 'nosniff');
  assert.equal(headers.get('x-frame-options'), 'DENY');
  assert.equal(headers.get('referrer-policy'), 'no-referrer');
  assert.equal(headers.get('cache-control'), 'no-store');
  assert.equal(headers.get('connection'), 'close');
  for (const name of headers.keys()) assert.doesNotMatch(name, /^access-control-|^set-cookie$/);
  assert.doesNotMatch(body, /<script|<link|<img|<iframe|style=|\bon\w+=|https?:|url\(|@import/i);
  const style = /<style>(.*?)<\/style>/s.exec(body)?.[1];
  if (style === undefined) return;
  const hash = createHash('sha256').update(style).digest('base64');
  assert.ok(headers.get('content-security-policy')?.startsWith(`default-src 'none'; style-src 'sha256-${hash}';`));
  assert.match(headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/);
}

function withoutDate({ status, headers, body }: Answer): unknown {
  return { status, headers: [...headers].filter(([name]) => name !== 'date'), body };
}
