import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Browser, Page } from 'playwright-core';
import type { Listening } from '../../src/core/ports.ts';
import { loopbackRedirects } from '../../src/node/loopback.ts';
import { launchChromium } from '../vscode/chromium.ts';

const query = 'code=c0de&state=s';

describe('the loopback listener and a real browser', function () {
  this.timeout(60_000);
  let browser: Browser;
  let page: Page;
  let listening: Listening;
  const servers: Server[] = [];

  before(async () => {
    browser = await launchChromium(console.log);
  });
  after(() => browser.close());

  beforeEach(async () => {
    const where = { host: 'localhost', ports: [0], path: '/auth/callback' } as const;
    listening = await loopbackRedirects({ requestMs: 60_000, pageMs: 60_000 }).listen(
      where,
      new AbortController().signal,
    );
    page = await browser.newPage();
  });

  afterEach(async () => {
    await page.close();
    listening.close();
    for (const server of servers.splice(0)) server.close();
  });

  /** A site on an origin of its own, which answers every request in the same way. Returns its address. */
  async function site(status: number, headers: Record<string, string>, body = ''): Promise<string> {
    const server = createServer((_request, response) => response.writeHead(status, headers).end(body));
    servers.push(server.listen(0, '127.0.0.1'));
    await once(server, 'listening');
    const address = server.address();
    assert.ok(typeof address === 'object' && address !== null);
    return `http://127.0.0.1:${address.port}/`;
  }

  const html = { 'Content-Type': 'text/html' };

  it('OA-26, OA-33: a consent form of another origin leads to the page, the code leaves the address bar', async () => {
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    const vendor = await site(302, { Location: `${listening.redirectUri}?${query}` });
    await page.goto(await site(200, html, `<form method="post" action="${vendor}"><button>Allow</button></form>`));

    const landing = page.waitForRequest((request) => request.url().startsWith(listening.redirectUri));
    const delivered = page.waitForURL('**/auth/done');
    const click = page.getByRole('button').click();
    const callback = await listening.next();
    assert.equal(callback.query.toString(), query);
    callback.answer('taken');
    listening.close();

    const sent = await (await landing).allHeaders();
    assert.deepEqual(
      [sent['sec-fetch-mode'], sent['sec-fetch-dest'], sent['origin']],
      ['navigate', 'document', undefined],
    );
    await Promise.all([click, delivered]);
    assert.equal(page.url(), listening.redirectUri.replace('callback', 'done'));
    assert.equal(await page.getByRole('heading').textContent(), 'Sign-in received');
    assert.equal(await page.evaluate('document.referrer'), '');
    assert.equal(await page.evaluate('getComputedStyle(document.querySelector("main")).borderRadius'), '16px');
    assert.deepEqual(complaints, [], 'the browser obeyed the policy and nothing of the page broke it');
  });

  it('OA-26: scripts, images and frames of a web page never reach the sign-in', async () => {
    const target = `${listening.redirectUri}?code=evil&state=s`;
    const first = listening.next();
    await page.goto(await site(200, html, `<img src="${target}"><iframe src="${target}"></iframe>`));
    await page.evaluate(`fetch(${JSON.stringify(target)}, { mode: 'no-cors' }).catch(() => undefined)`);

    const answer = page.goto(`${listening.redirectUri}?${query}`);
    const callback = await first;
    assert.equal(callback.query.toString(), query, 'the first to arrive is the navigation');
    callback.answer('denied');
    await answer;
    assert.equal(await page.getByRole('heading').textContent(), 'Sign-in declined');
  });

  it('reads well in light and in dark', async () => {
    const answer = page.goto(`${listening.redirectUri}?${query}`);
    (await listening.next()).answer('taken');
    await answer;
    const colours = 'const s = getComputedStyle(document.body); [s.backgroundColor, s.color].join()';
    await page.emulateMedia({ colorScheme: 'light' });
    assert.equal(await page.evaluate(colours), 'rgb(244, 244, 248),rgb(27, 27, 47)');
    await page.emulateMedia({ colorScheme: 'dark' });
    assert.equal(await page.evaluate(colours), 'rgb(20, 20, 31),rgb(241, 241, 247)');
  });
});
