import assert from 'node:assert/strict';
import { emptyComposer } from '../../src/webview/composerBridge.ts';
import { account, type ChatPage } from './chatPage.ts';
import { pageLab } from './pageLab.ts';

describe('the composer of the chat page', function () {
  this.timeout(60_000);
  const lab = pageLab();
  let page: ChatPage;
  beforeEach(async () => {
    page = await lab.page();
    await page.snapshot();
  });

  it('grows with its text, up to a part of the page', async () => {
    const heights: number[] = [];
    for (const lines of [1, 6, 200]) {
      await page.composer.fill(Array.from({ length: lines }, () => 'line').join('\n'));
      heights.push((await page.composer.boundingBox())?.height ?? 0);
    }
    const [one = 0, six = 0, many = 0] = heights;
    assert.ok(six > one * 3 && many > six && many <= 600 * 0.41, heights.join(', '));
  });

  it('goes through all earlier questions with the arrow keys, and back to what was being written', async () => {
    await page.start('First');
    await page.end();
    await page.start('Second\nline', 't2');
    await page.post({ kind: 'ended', turn: 't2', outcome: { kind: 'complete', note: null } });
    await page.composer.fill('draft');
    await page.composer.press('Home');
    const seen: string[] = [];
    for (const key of ['ArrowUp', 'ArrowUp', 'ArrowUp', 'ArrowDown', 'ArrowDown', 'ArrowDown']) {
      await page.composer.press(key);
      seen.push(await page.composer.inputValue());
    }
    assert.deepEqual(seen, ['Second\nline', 'First', 'First', 'Second\nline', 'draft', 'draft']);
  });

  it('leaves the arrow keys to the text where they move in it, and a question that was brought back once it is changed', async () => {
    await page.start('Earlier');
    await page.end();
    await page.composer.fill('one\ntwo');
    await page.composer.press('ArrowUp');
    assert.equal(await page.composer.inputValue(), 'one\ntwo');
    await page.composer.fill('');
    await page.composer.press('ArrowUp');
    await page.composer.pressSequentially('!');
    await page.composer.press('ArrowDown');
    await page.composer.press('ArrowUp');
    assert.equal(await page.composer.inputValue(), 'Earlier!');
  });

  it('offers commands behind a / at the very start, and does what is chosen', async () => {
    await page.composer.pressSequentially('/');
    assert.equal(await page.raw.getByRole('option').count(), 8);
    await page.composer.pressSequentially('mod');
    await page.composer.press('Tab');
    assert.deepEqual((await page.intents()).at(-1), { kind: 'action', action: 'choose-model' });
    assert.equal(await page.composer.inputValue(), '');
    await page.composer.pressSequentially('/clear');
    await page.raw.getByRole('option').click();
    assert.deepEqual((await page.intents()).at(-1), { kind: 'action', action: 'new-chat' });
    await page.snapshot({ conversation: { id: 'c7', title: 'Talk', isReadOnly: false } });
    await page.composer.pressSequentially('/export');
    await page.composer.press('Enter');
    assert.deepEqual((await page.intents()).at(-1), { kind: 'export', conversation: 'c7', format: 'markdown' });
    await page.composer.pressSequentially('/usr/bin is a path');
    await page.composer.press('Enter');
    assert.deepEqual((await page.intents()).at(-1), { kind: 'send', text: '/usr/bin is a path' });
  });

  it('writes the question of a command about code where it can be read and changed, with the code in sight', async () => {
    await page.composer.pressSequentially('/expl');
    await page.composer.press('Enter');
    assert.match(await page.composer.inputValue(), /^Explain this code.* $/);
    assert.deepEqual((await page.intents()).at(-1), { kind: 'attach-selection' });
    assert.equal(await page.raw.evaluate('document.activeElement.dataset.role'), 'composer');
  });

  it('lets questions wait while an answer arrives, to be written again, asked at once or thrown away', async () => {
    await page.start();
    await page.composer.fill('later');
    await page.composer.press('Enter');
    assert.deepEqual((await page.intents()).at(-1), { kind: 'send', text: 'later' });
    assert.equal(await page.composer.inputValue(), '');
    const queue = [{ id: '4', text: 'later', attachments: 2 }];
    await page.post({ kind: 'composer', composer: { ...emptyComposer, queue } });
    await page.raw.getByText('Asked after this answer:').waitFor();
    for (const [name, kind] of [
      ['Edit', 'queue-edit'],
      ['Ask now', 'queue-send'],
      ['Remove', 'queue-remove'],
    ] as const) {
      await page.locate('queued').getByRole('button', { name }).click();
      assert.deepEqual((await page.intents()).at(-1), { kind, queued: '4' });
    }
    await page.post({ kind: 'composer', composer: { ...emptyComposer, queue, isHeld: true } });
    await page.raw.getByText('Not asked, because the answer before was not completed:').waitFor();
  });

  it('gets a question back above what is being written meanwhile', async () => {
    await page.composer.fill('half a thought');
    await page.post({ kind: 'draft', text: 'from the queue' });
    assert.equal(await page.composer.inputValue(), 'from the queue\n\nhalf a thought');
  });

  it('shows at once that an answer was stopped, and nothing that comes after that', async () => {
    await page.start();
    await page.text('Before');
    await page.locate('stop').click();
    await page.locate('stopped').waitFor();
    await page.text(' after');
    await page.end();
    assert.match((await page.answers.last().textContent()) ?? '', /Before(?! after)/);
    assert.equal(await page.locate('stop').isVisible(), false);
  });

  it('stops and asks at once with Alt+Enter', async () => {
    await page.start();
    await page.composer.fill('No: this');
    await page.composer.press('Alt+Enter');
    assert.deepEqual((await page.intents()).at(-1), { kind: 'interrupt', text: 'No: this' });
    await page.locate('stopped').waitFor();
  });

  it('tells who answers, how hard it thinks, how the account stands and who pays', async () => {
    await page.post({ kind: 'account', account: { ...account, effort: 'High' } });
    assert.equal(await page.locate('model').textContent(), 'gpt-5.5 · High');
    await page.locate('model').click();
    assert.deepEqual((await page.intents()).at(-1), { kind: 'action', action: 'choose-model' });
    await page.raw.getByText('Plus plan pays').waitFor();
    const sentence = 'The plan’s limit is reached until Sunday, 11:15.';
    await page.post({ kind: 'account', account: { ...account, standing: { kind: 'limit-reached', sentence } } });
    await page.raw.getByText(sentence).waitFor();
    assert.match((await page.locate('account').getAttribute('aria-label')) ?? '', /Sunday, 11:15.*plan pays/);
    await page.post({
      kind: 'account',
      account: { ...account, standing: { kind: 'needs-sign-in', sentence: 'Not valid any more.' } },
    });
    await page.locate('sign-in-again').click();
    assert.deepEqual((await page.intents()).at(-1), { kind: 'action', action: 'sign-in-again' });
  });

  for (const width of [200, 700]) {
    it(`has everything in sight at ${width} px`, async () => {
      const narrow = await lab.page({ width });
      await narrow.snapshot({ account: { ...account, label: 'A long name '.repeat(9), model: 'm'.repeat(90) } });
      await narrow.post({ kind: 'composer', composer: { ...emptyComposer, tokens: 5_000, window: 10_000 } });
      await narrow.start();
      await narrow.composer.fill('w'.repeat(300));
      const boxes = await narrow.raw
        .locator('.composer button:visible, .composer [role=meter]')
        .evaluateAll((all) =>
          all.map((one) => one.getBoundingClientRect()).map(({ left, right }) => ({ left, right })),
        );
      const outside = boxes.filter(({ left, right }) => left < 0 || right > width);
      assert.ok(boxes.length >= 6);
      assert.deepEqual(outside, []);
      assert.equal(await narrow.raw.evaluate('document.documentElement.scrollWidth'), width);
    });
  }
});
