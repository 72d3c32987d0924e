import assert from 'node:assert/strict';
import { words } from '../../src/webview/words.ts';
import { account, type ChatPage, vendors } from './chatPage.ts';
import { contrastOf } from './contrast.ts';
import { pageLab } from './pageLab.ts';

/** Of text that is not large (WCAG 2.2, 1.4.3). */
const leastContrast = 4.5;

describe('the welcome of somebody who is not signed in', function () {
  this.timeout(60_000);
  const lab = pageLab();
  let page: ChatPage;
  beforeEach(async () => {
    page = await lab.page();
    await page.snapshot({ account: null });
  });

  it('has one button a vendor, which says which vendor was meant and nothing else', async () => {
    const group = page.raw.getByRole('group', { name: words.vendorsLabel });
    assert.equal(await group.getByRole('button').count(), vendors.length);
    for (const { id, label } of vendors) {
      await group.getByRole('button', { name: label }).click();
      assert.deepEqual((await page.intents()).at(-1), { kind: 'sign-in', vendor: id });
    }
  });

  it('has a button for every other way, and no place to write a question', async () => {
    await page.raw.getByRole('button', { name: words.otherWays }).click();
    assert.deepEqual((await page.intents()).at(-1), { kind: 'action', action: 'sign-in' });
    assert.equal(await page.composer.isVisible(), false);
  });

  it('is gone through with the keyboard from the first vendor to the other ways', async () => {
    await page.post({ kind: 'focus' });
    const reached: string[] = [];
    for (let step = 0; step <= vendors.length; step++) {
      reached.push(await page.raw.evaluate<string>('document.activeElement.dataset.vendor ?? "other"'));
      await page.raw.keyboard.press('Enter');
      await page.raw.keyboard.press('Tab');
    }
    assert.deepEqual(reached, [...vendors.map(({ id }) => id), 'other']);
    const asked = (await page.intents()).flatMap((intent) => (intent.kind === 'sign-in' ? [intent.vendor] : []));
    assert.deepEqual(asked, reached.slice(0, -1));
  });

  it('makes room for questions as soon as somebody is, and comes back when they sign out', async () => {
    await page.locate('sign-in').first().press('Enter');
    await page.post({ kind: 'account', account });
    assert.equal(await page.locate('sign-in').count(), 0);
    assert.equal(await page.raw.evaluate('document.activeElement.dataset.role'), 'composer');
    await page.post({ kind: 'account', account: null });
    assert.equal(await page.raw.evaluate('document.activeElement.dataset.vendor'), vendors[0]?.id);
  });

  it('leaves a conversation that was begun where it is, with one button below it', async () => {
    await page.snapshot({ account: null, messages: [{ role: 'user', text: 'Question' }] });
    assert.equal(await page.questions.count(), 1);
    await page.locate('sign-in').click();
    assert.deepEqual((await page.intents()).at(-1), { kind: 'action', action: 'sign-in' });
  });

  for (const theme of ['dark', 'light', 'highContrast'] as const) {
    it(`shows every vendor whole and readable in 180 px (${theme})`, async () => {
      const narrow = await lab.page({ theme, width: 180, height: 900 });
      await narrow.snapshot({ account: null });
      for (const button of await narrow.locate('sign-in').all()) {
        const box = await button.boundingBox();
        assert.ok(box !== null && box.x >= 0 && box.x + box.width <= 180 && box.y >= 0, JSON.stringify(box));
        assert.ok(await button.evaluate((one) => one.scrollWidth <= one.clientWidth), 'nothing is cut off');
        const contrast = await contrastOf(button);
        assert.ok(contrast >= leastContrast, `contrast ${contrast}`);
      }
    });
  }

  it('can be scrolled to its end in a view that is too low for it', async () => {
    const low = await lab.page({ width: 220, height: 200 });
    await low.snapshot({ account: null });
    const other = low.raw.getByRole('button', { name: words.otherWays });
    await other.focus();
    const box = await other.boundingBox();
    assert.ok(box !== null && box.y >= 0 && box.y + box.height <= 200, JSON.stringify(box));
    const first = low.locate('sign-in').first();
    await first.focus();
    assert.ok(((await first.boundingBox())?.y ?? -1) >= 0);
  });
});
