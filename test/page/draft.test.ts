import assert from 'node:assert/strict';
import { type ChatPage, conversation } from './chatPage.ts';
import { pageLab } from './pageLab.ts';

describe('what is being written in the chat page', function () {
  this.timeout(60_000);
  const lab = pageLab();
  let page: ChatPage;
  beforeEach(async () => {
    page = await lab.page();
    await page.snapshot();
    await left('c1', '');
  });

  it('is told to the host as soon as it is begun, and whole when the page is left', async () => {
    await page.composer.pressSequentially('half a thought');
    const first = (await told())[0];
    assert.ok(first !== undefined && 'half a thought'.startsWith(first));
    await page.raw.evaluate("window.dispatchEvent(new Event('pagehide'))");
    assert.equal((await told()).at(-1), 'half a thought');
  });

  it('is there again when the page is loaded again, and gone once it is sent', async () => {
    await page.raw.reload();
    await page.snapshot();
    await left('c1', 'half a #thought');
    assert.equal(await page.composer.inputValue(), 'half a #thought');
    assert.equal(await page.raw.getByRole('listbox').isVisible(), false);
    await page.composer.press('Enter');
    assert.deepEqual((await page.intents()).slice(-2), [
      { kind: 'send', text: 'half a #thought' },
      { kind: 'written', conversation: 'c1', text: '' },
    ]);
  });

  it('stays with its conversation: another one has its own', async () => {
    await page.composer.fill('about the first');
    await page.snapshot({ conversation: { ...conversation, id: 'c2' } });
    await left('c2', 'about the second');
    assert.equal(await page.composer.inputValue(), 'about the second');
    await page.composer.fill('about the second one');
    await page.raw.evaluate("window.dispatchEvent(new Event('blur'))");
    const all = (await page.intents()).flatMap((one) => (one.kind === 'written' ? [[one.conversation, one.text]] : []));
    assert.deepEqual(
      all.filter(([of]) => of === 'c1'),
      [['c1', 'about the first']],
    );
    assert.deepEqual(all.at(-1), ['c2', 'about the second one']);
  });

  it('stays when it was begun before the host said what was left, below that', async () => {
    for (const [before, after] of [
      ['', 'typed at once'],
      ['half a thought', 'half a thought\n\ntyped at once'],
    ] as const) {
      await page.raw.reload();
      await page.snapshot();
      await page.composer.fill('typed at once');
      await left('c1', before);
      assert.equal(await page.composer.inputValue(), after);
      assert.equal((await told()).at(-1), after);
    }
  });

  it('follows another page that shows the same conversation, but never under the hands of who writes', async () => {
    await left('c1', 'from the other page');
    assert.equal(await page.composer.inputValue(), 'from the other page');
    await page.composer.fill('mine');
    await left('c1', 'theirs');
    assert.equal(await page.composer.inputValue(), 'mine');
  });

  async function left(id: string, text: string): Promise<void> {
    await page.post({ kind: 'written', conversation: id, text });
  }

  async function told(): Promise<readonly string[]> {
    return (await page.intents()).flatMap((intent) => (intent.kind === 'written' ? [intent.text] : []));
  }
});
