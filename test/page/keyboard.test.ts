import assert from 'node:assert/strict';
import type { ChatPage } from './chatPage.ts';
import { pageLab } from './pageLab.ts';

describe('the keyboard in the chat page', function () {
  this.timeout(60_000);
  const lab = pageLab();
  let page: ChatPage;
  beforeEach(async () => {
    page = await lab.page();
    await page.snapshot();
  });

  it('sends with Enter, breaks the line with Shift+Enter, and sends nothing that is empty', async () => {
    await page.composer.fill('  ');
    await page.composer.press('Enter');
    await page.composer.fill('one');
    await page.composer.press('Shift+Enter');
    await page.composer.pressSequentially('two');
    await page.composer.press('Enter');
    assert.deepEqual(await sent(), ['one\ntwo']);
    assert.equal(await page.composer.inputValue(), '');
  });

  it('leaves Enter to an input method that is composing', async () => {
    await page.composer.focus();
    const session = await page.raw.context().newCDPSession(page.raw);
    await session.send('Input.imeSetComposition', { text: 'にほん', selectionStart: 3, selectionEnd: 3 });
    await page.raw.evaluate(`document.addEventListener('keydown', ({ isComposing }) => {
      document.title = String(isComposing);
    }, { once: true, capture: true })`);
    await page.raw.keyboard.press('Enter');
    assert.equal(await page.raw.title(), 'true', 'a key of the input method');
    await page.composer.dispatchEvent('keydown', { key: 'Enter', keyCode: 229 });
    await page.composer.dispatchEvent('keydown', { key: 'Escape', isComposing: true });
    assert.deepEqual(await sent(), []);
    await page.composer.fill('');
    await session.send('Input.insertText', { text: '日本' });
    await page.composer.press('Enter');
    assert.deepEqual(await sent(), ['日本']);
  });

  it('stops with Escape, and only while an answer arrives', async () => {
    await page.raw.keyboard.press('Escape');
    await page.start();
    await page.raw.keyboard.press('Escape');
    await page.end();
    await page.raw.keyboard.press('Escape');
    assert.equal((await page.intents()).filter(({ kind }) => kind === 'stop').length, 1);
  });

  it('reaches everything with Tab, and shows where it is', async () => {
    await page.answer('A [link](https://example.com) and\n\n```\ncode\n```\n');
    await page.composer.fill('x');
    await page.raw.evaluate('document.activeElement.blur()');
    const seen: string[] = [];
    for (let press = 0; press < 24; press++) {
      await page.raw.keyboard.press('Tab');
      const name = await page.raw.evaluate<string>(
        'document.activeElement.localName + " " + (document.activeElement.dataset.role ?? "") + (document.activeElement.matches(":focus-visible") ? "" : " unseen")',
      );
      seen.push(name.trim());
    }
    for (const wanted of ['a', 'pre', 'textarea composer', 'button account', 'button send']) {
      assert.ok(seen.includes(wanted), `${wanted} in ${seen.join(', ')}`);
    }
  });

  it('opens links through the host and follows none itself (WV-22)', async () => {
    const answer = await page.answer('[docs](https://example.com/a) and https://example.org.');
    await answer.getByRole('link', { name: 'docs' }).click();
    await answer.getByRole('link', { name: 'https://example.org' }).press('Enter');
    await answer.getByRole('link', { name: 'docs' }).click({ button: 'middle' });
    const opened = (await page.intents()).filter(({ kind }) => kind === 'open-link');
    assert.deepEqual(opened, [
      { kind: 'open-link', href: 'https://example.com/a' },
      { kind: 'open-link', href: 'https://example.org/' },
    ]);
  });

  it('ignores what is not an update', async () => {
    const proto: unknown = JSON.parse(
      '{"kind":"snapshot","state":{"__proto__":{"account":{}},"messages":[{"role":"x"},7,null]}}',
    );
    await page.postRaw(
      null,
      7,
      'snapshot',
      [],
      {},
      { kind: 'eval' },
      { kind: 'parts', turn: 't1' },
      { kind: 'started' },
      { kind: 'ended', turn: 't1' },
      { kind: 'parts', turn: 'x', parts: [{ kind: 'text' }] },
    );
    assert.equal(await page.locate('empty').isVisible(), true);
    await page.postRaw(proto);
    assert.equal(await page.locate('sign-in').first().isVisible(), true);
  });

  async function sent(): Promise<readonly string[]> {
    return (await page.intents()).flatMap((intent) => (intent.kind === 'send' ? [intent.text] : []));
  }
});
