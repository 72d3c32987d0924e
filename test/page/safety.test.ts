import assert from 'node:assert/strict';
import type { Update } from '../../src/webview/bridge.ts';
import { account, type ChatPage, copied } from './chatPage.ts';
import { assertHarmless, byCharacter } from './harmless.ts';
import { pageLab } from './pageLab.ts';
import { payloads } from './payloads.ts';

declare const standIn: { readonly state: unknown };

describe('text that means harm', function () {
  this.timeout(120_000);
  const lab = pageLab();
  let page: ChatPage;
  before(async () => {
    page = await lab.page();
    await page.snapshot();
  });

  for (const payload of payloads) {
    it(`stays text, whole and half-arrived (faults WV-20): ${JSON.stringify(payload.slice(0, 60))}`, async () => {
      await assertHarmless(page, [byCharacter(payload)]);
    });
  }

  it('runs nothing, loads nothing and breaks no rule of the policy in a whole conversation (faults WV-07, WV-24, WV-28)', async () => {
    const outcome = {
      kind: 'failed',
      sentence: payloads[1] ?? '',
      actions: [{ action: 'retry', label: payloads[0] ?? '' }],
    } as const;
    for (const [index, payload] of payloads.entries()) {
      const turn = `t${index}`;
      await page.post({ kind: 'started', turn, text: payload, by: payload });
      await page.post({
        kind: 'parts',
        turn,
        parts: [
          { kind: 'reasoning', block: 0, delta: payload },
          { kind: 'text', block: 1, delta: payload },
        ],
      });
      await page.post({ kind: 'ended', turn, outcome });
    }
    await page.post({
      kind: 'account',
      account: {
        ...account,
        label: payloads[1] ?? '',
        plan: payloads[0] ?? '',
        model: '<b>',
        notice: payloads[2] ?? '',
      },
    });
    for (const summary of await page.raw.locator('summary').all()) await summary.click();
    assert.equal(await page.raw.evaluate('String(window.xss)'), 'undefined');
    assert.deepEqual(await page.violations(), []);
    assert.deepEqual(page.troubles, []);
    assert.deepEqual(page.strangers, []);
  });

  it('would be noticed by these tests: an image of another host is refused by the policy (faults WV-04)', async () => {
    const other = await lab.page();
    // What goes wrong in this page is meant to.
    lab.keepPages();
    await other.raw.evaluate(
      'document.body.append(Object.assign(new Image(), { src: "https://attacker.test/x.png" }))',
    );
    await other.drawn();
    assert.deepEqual(await other.violations(), ['img-src https://attacker.test/x.png']);
    await assert.rejects(other.raw.evaluate('document.body.innerHTML = "<b>x</b>"'), /TrustedHTML/);
  });

  it('hears nobody but VS Code (WV-15)', async () => {
    await page.snapshot();
    const asked: Update = { kind: 'started', turn: 't1', text: 'Not asked', by: 'nobody' };
    await page.raw.evaluate(`for (const origin of ['https://attacker.test', 'vscode-file://vscode-app', 'null', '']) {
      window.dispatchEvent(new MessageEvent('message', { data: ${JSON.stringify(asked)}, origin }));
    }`);
    await page.drawn();
    assert.equal(await page.questions.count(), 0);
    await page.post(asked);
    assert.equal(await page.questions.count(), 1);
  });

  it('leaves nothing behind but which conversation it was (WV-08)', async () => {
    await page.answer('An answer');
    await page.composer.fill('A draft');
    assert.deepEqual(await page.raw.evaluate(() => standIn.state), { conversation: 'c1' });
    await page.composer.fill('');
  });

  it('shows the true host of a link whose text names another, or that looks like another (faults WV-23, WV-35)', async () => {
    const answer = await page.answer(
      '[https://bank.com](https://evil.test/x) [see **bank**&#8203;.com](https://evil.test) [pay](https://раypal.com/) [README.md](https://example.com/r) [see\nexample.com](https://www.example.com/y)',
    );
    const hosts = await answer.locator('a').evaluateAll((links) => links.map((link) => link.getAttribute('data-host')));
    assert.deepEqual(hosts, ['evil.test', 'evil.test', 'xn--ypal-43d9g.com', null, null]);
    assert.equal(await answer.locator('a').first().getAttribute('title'), 'https://evil.test/x');
  });

  it('shows characters that cannot be seen, and copies without them (faults WV-33, WV-34, WV-36)', async () => {
    const answer = await page.answer(
      '```js\nif (a\u202E) {\u200B}\u{E0041} // \u001b[31m\u2028x\u3164\n```\n\nText \u202Eturned\u202C and\u{E0042} end.',
    );
    const shown = await answer
      .locator('.hidden-character')
      .evaluateAll((marks) => marks.map((mark) => mark.getAttribute('data-character')));
    assert.deepEqual(shown, ['U+202E', 'U+200B', 'U+E0041', 'U+2028', 'U+3164', 'U+E0042']);
    assert.ok((await answer.locator('bdi').count()) > 0);
    await copied(answer.getByRole('button', { name: 'Copy code' }), answer);
    assert.equal(await page.clipboard(), 'if (a) {} // [31mx');
    await answer.locator('.markdown').selectText();
    await page.raw.keyboard.press('ControlOrMeta+c');
    assert.doesNotMatch(await page.clipboard(), /[\u202A-\u202E\u{E0000}-\u{E007F}]/u);
  });

  it('is copied as plain text and as nothing else (faults WV-38)', async () => {
    const answer = await page.answer('**Bold** [link](https://a.test) `code`');
    await answer.locator('.markdown').selectText();
    await page.raw.keyboard.press('ControlOrMeta+c');
    const flavours: unknown = await page.raw.evaluate(
      'navigator.clipboard.read().then((items) => items.flatMap(({ types }) => types))',
    );
    assert.deepEqual(flavours, ['text/plain']);
    assert.equal(await page.clipboard(), 'Bold link code');
  });

  it('may have halves of characters, which are shown as such and harm nothing around them (faults WV-39)', async () => {
    const answer = await page.answer('Half \uD83D and \uDE00 and \uFFFD, `\uD800`, whole \u{1F600}.\n\nNext');
    const shown = (await answer.locator('p').allTextContents()).map((text) => text.toWellFormed());
    assert.deepEqual(shown, ['Half \uFFFD and \uFFFD and \uFFFD, \uFFFD, whole \u{1F600}.', 'Next']);
  });
});
