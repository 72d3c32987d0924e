import assert from 'node:assert/strict';
import type { Update } from '../../src/webview/bridge.ts';
import { account, type ChatPage, signedIn } from './chatPage.ts';
import { pageLab } from './pageLab.ts';

describe('the focus in the chat page', function () {
  this.timeout(60_000);
  const lab = pageLab();
  let page: ChatPage;
  beforeEach(async () => {
    page = await lab.page();
    await page.snapshot();
  });

  it('takes the focus when the host asks, also right after the page appeared', async () => {
    const fresh = await lab.page();
    await fresh.post({ kind: 'snapshot', state: { ...signedIn, account: null } });
    await fresh.post({ kind: 'account', account }, { kind: 'focus' });
    assert.equal(await fresh.raw.evaluate('document.activeElement.dataset.role'), 'composer');
  });

  const failed = {
    kind: 'failed',
    sentence: 'The connection broke.',
    actions: [{ action: 'retry', label: 'Try Again' }],
  } as const;

  it('has the focus where questions are written when what had it is gone', async () => {
    await page.locate('empty').getByRole('button').first().press('Enter');
    await page.start();
    assert.equal(await focused(), 'composer', 'after an example');
    await page.locate('stop').press('Enter');
    await page.end({ kind: 'stopped' });
    assert.equal(await focused(), 'composer', 'after Stop');
    await page.start('Again', 't2');
    await page.post({ kind: 'ended', turn: 't2', outcome: failed });
    await page.raw.locator('[data-action=retry]').press('Enter');
    await page.snapshot();
    assert.equal(await focused(), 'composer', 'after Retry');
    await page.post({ kind: 'account', account: null });
    assert.equal(await focused(), 'sign-in', 'after signing out');
  });

  it('has the focus where questions are written after the way back to the end', async () => {
    await page.answer('Words that fill the page.\n\n'.repeat(60));
    await page.raw.locator('.scroll-viewport').hover();
    await page.raw.mouse.wheel(0, -200);
    await page.raw.locator('.to-bottom').waitFor();
    await page.raw.locator('.to-bottom').press('Enter');
    assert.equal(await focused(), 'composer');
  });

  it('takes no focus from another part of the window', async () => {
    const { raw } = page;
    const address = raw.url();
    await raw.goto(new URL('/dark.css', address).href);
    await raw.setContent(`<input><iframe src="${address}"></iframe>`);
    const frame = raw.frameLocator('iframe');
    const post = (...updates: readonly Update[]): Promise<unknown> =>
      frame.locator('textarea').evaluate(`standIn.post(...${JSON.stringify(updates)})`);
    await post({ kind: 'snapshot', state: signedIn }, { kind: 'started', turn: 't1', text: 'Question', by: '' });
    await frame.locator('[data-role=stop]:visible').focus();
    await raw.locator('input').focus();
    await post({ kind: 'ended', turn: 't1', outcome: { kind: 'stopped' } });
    await frame.locator('[data-role=send]').waitFor();
    const active = await raw.evaluate('document.activeElement.localName');
    await raw.goto(address);
    assert.equal(active, 'input');
  });

  it('keeps selection and focus in a paragraph that goes on', async () => {
    await page.start();
    await page.text('See [the docs](https://example.com) and **more');
    await page.answers.getByRole('link').focus();
    await page.answers.getByText('the docs').selectText();
    await page.text(' of it**, [and');
    await page.text(' so](https://example.org) on.\n');
    assert.equal(await page.raw.evaluate('document.activeElement.textContent'), 'the docs');
    assert.equal(await page.raw.evaluate('getSelection().toString()'), 'the docs');
  });

  function focused(): Promise<unknown> {
    return page.raw.evaluate('document.activeElement.dataset.role');
  }
});
