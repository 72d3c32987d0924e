import assert from 'node:assert/strict';
import type { Intent, ShownAttachment, ShownOffer } from '../../src/webview/bridge.ts';
import { emptyComposer } from '../../src/webview/composerBridge.ts';
import type { ChatPage } from './chatPage.ts';
import { contrastOf } from './contrast.ts';
import { pageLab } from './pageLab.ts';

const file: ShownAttachment = {
  id: '7',
  kind: 'file',
  label: 'composer.ts',
  detail: 'src/webview/composer.ts',
  tokens: 1_234,
  problem: null,
};
const picture: ShownAttachment = {
  id: '8',
  kind: 'image',
  label: 'Pasted image',
  detail: '',
  tokens: null,
  problem: 'GPT-3.5 takes no images: they are left out.',
};
const offers: readonly ShownOffer[] = [
  { id: '1', kind: 'selection', label: 'store.ts:3–9', detail: 'Selection in src/webview/store.ts' },
  { id: '2', kind: 'problems', label: 'Problems', detail: '3 in all' },
  { id: '3', kind: 'file', label: 'store.ts', detail: 'src/webview/store.ts' },
];

describe('what goes with a question in the chat page', function () {
  this.timeout(60_000);
  const lab = pageLab();
  let page: ChatPage;
  beforeEach(async () => {
    page = await lab.page();
    await page.snapshot();
  });

  it('is found behind # and attached with the keyboard, by the id that the host gave and nothing else (WV-12)', async () => {
    await page.composer.pressSequentially('Why #st');
    const search = (await of('search-context')).at(-1);
    assert.equal(search?.query, 'st');
    await offer(search?.request ?? 0);
    assert.equal(await page.raw.getByRole('option').count(), 3);
    assert.equal(await chosen(), 'store.ts:3–9');
    await page.composer.press('ArrowUp');
    assert.equal(await chosen(), 'store.ts');
    await page.composer.press('Enter');
    assert.deepEqual((await page.intents()).at(-1), { kind: 'attach', offer: '3' });
    assert.equal(await page.composer.inputValue(), 'Why ');
    assert.equal(await page.raw.getByRole('listbox').isVisible(), false);
    assert.deepEqual(await of('send'), []);
  });

  it('leaves the keys to the text once the menu is closed, and Escape then to the answer that arrives', async () => {
    await page.start();
    await page.composer.pressSequentially('See #12');
    await offer((await of('search-context')).at(-1)?.request ?? 0);
    await page.composer.press('Escape');
    assert.deepEqual(await of('stop'), []);
    await page.composer.pressSequentially('3');
    assert.equal(await page.raw.getByRole('listbox').isVisible(), false);
    await page.composer.press('Enter');
    assert.deepEqual(await of('send'), [{ kind: 'send', text: 'See #123' }]);
    await page.composer.press('Escape');
    assert.equal((await of('stop')).length, 1);
  });

  it('shows no offers of an earlier search, and says why there are none', async () => {
    await page.composer.pressSequentially('#a');
    const before = (await of('search-context')).at(-1)?.request ?? 0;
    await page.composer.pressSequentially('b');
    await offer(before);
    assert.equal(await page.raw.getByRole('option').count(), 0);
    const note = 'This folder is not trusted, so nothing of it can be attached.';
    await page.post({ kind: 'context-offers', request: before + 1, offers: [], note });
    await page.raw.getByText(note).waitFor();
  });

  it('leaves the keys of the menu to an input method that is composing', async () => {
    await page.composer.pressSequentially('#');
    await offer((await of('search-context')).at(-1)?.request ?? 0);
    await page.composer.dispatchEvent('keydown', { key: 'Enter', isComposing: true });
    await page.composer.dispatchEvent('keydown', { key: 'ArrowDown', keyCode: 229 });
    assert.equal(await chosen(), 'store.ts:3–9');
    assert.deepEqual(await of('attach'), []);
  });

  it('is shown as chips with their size, each with a button that takes it away; then the focus is on the text', async () => {
    await page.post({ kind: 'composer', composer: { ...emptyComposer, attachments: [file, picture] } });
    const chip = page.locate('attachment').first();
    assert.equal(await chip.textContent(), 'composer.ts≈ 1.2K');
    await chip.getByRole('button', { name: 'Remove composer.ts' }).press('Enter');
    assert.deepEqual((await page.intents()).at(-1), { kind: 'detach', attachment: '7' });
    await page.post({ kind: 'composer', composer: { ...emptyComposer, attachments: [picture] } });
    assert.equal(await page.raw.evaluate('document.activeElement.dataset.role'), 'composer');
    await page.raw.getByText('GPT-3.5 takes no images: they are left out.').waitFor();
  });

  it('is named with the question that was asked, while it is answered and ever after', async () => {
    const attached = [
      { kind: 'file', label: 'composer.ts' },
      { kind: 'problems', label: 'Problems\u001b' },
    ] as const;
    await page.post({ kind: 'started', turn: 't1', text: 'Why?', attached, by: '' });
    const chips = page.questions.getByRole('list', { name: 'Attached to the question' }).getByRole('listitem');
    assert.deepEqual(await chips.allTextContents(), ['composer.ts', 'Problems']);
    const outcome = { kind: 'complete', note: null } as const;
    await page.snapshot({
      messages: [
        { role: 'user', turn: 't1', text: 'Why?', attached },
        { role: 'assistant', turn: 't1', by: '', outcome, parts: [] },
      ],
    });
    assert.deepEqual(await chips.allTextContents(), ['composer.ts', 'Problems']);
  });

  it('can be chosen with a button as well', async () => {
    await page.locate('add-context').click();
    assert.deepEqual((await page.intents()).at(-1), { kind: 'add-context' });
  });

  it('tells as an estimate how full the context is, the draft included', async () => {
    await page.post({ kind: 'composer', composer: { ...emptyComposer, tokens: 48_000, window: 400_000 } });
    const meter = page.raw.getByRole('meter');
    assert.equal(await meter.textContent(), '12 %');
    assert.match((await meter.getAttribute('aria-valuetext')) ?? '', /48K of 400K tokens.*estimate/);
    await page.composer.fill('word '.repeat(32_000));
    await page.drawn();
    assert.equal(await meter.textContent(), '22 %');
  });

  for (const theme of ['dark', 'light', 'highContrast'] as const) {
    it(`can be read in every part (${theme})`, async () => {
      const themed = await lab.page({ theme });
      await themed.snapshot();
      const queue = [{ id: '1', text: 'later', attachments: 1 }];
      const composer = { ...emptyComposer, attachments: [file, picture], queue, tokens: 950, window: 1_000 };
      await themed.post({ kind: 'composer', composer });
      await themed.composer.pressSequentially('/');
      const parts =
        '.menu-label, .menu-detail, .attachment > bdi, .attachment-size, .composer-notes p, .meter-text, .queued > span, .queue-heading, .chip, .standing';
      for (const part of await themed.raw.locator('.composer').locator(parts).all()) {
        if (!(await part.isVisible())) continue;
        const contrast = await contrastOf(part);
        assert.ok(contrast >= 4.5, `${await part.evaluate((one) => one.className)}: ${contrast.toFixed(2)}`);
      }
    });
  }

  async function offer(request: number): Promise<void> {
    await page.post({ kind: 'context-offers', request, offers, note: null });
  }

  async function of<K extends Intent['kind']>(kind: K): Promise<readonly Extract<Intent, { kind: K }>[]> {
    return (await page.intents()).filter((intent): intent is Extract<Intent, { kind: K }> => intent.kind === kind);
  }

  function chosen(): Promise<string | null> {
    return page.raw.locator('[role=option][aria-selected=true] .menu-label').textContent();
  }
});
