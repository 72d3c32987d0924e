import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { Intent, ShownMessage } from '../../src/webview/bridge.ts';
import { type ChatPage, conversation } from './chatPage.ts';
import { pageLab } from './pageLab.ts';
import { messages } from './pageStates.ts';

/** As much of the page as is read in it. */
interface Shown {
  readonly localName: string;
}
declare function getComputedStyle(shown: Shown): { readonly opacity: string };

describe('the turns of a conversation in the chat page', function () {
  this.timeout(60_000);
  const lab = pageLab();
  let page: ChatPage;
  beforeEach(async () => {
    page = await lab.page();
    await page.snapshot({ messages });
  });

  it('has arrows where there are other versions, on the question or on the answer', async () => {
    const groups = page.raw.getByRole('group', { name: 'Versions' });
    assert.deepEqual(await groups.locator('.branch-place').allTextContents(), ['2/3', '1/2']);
    await page.questions.first().getByRole('button', { name: 'Previous version' }).click();
    await page.answers.last().getByRole('button', { name: 'Next version' }).click();
    assert.deepEqual((await page.intents()).slice(-2), [
      { kind: 'sibling', turn: 't1', step: -1 },
      { kind: 'sibling', turn: 't2', step: 1 },
    ]);
    assert.equal(await page.answers.last().getByRole('button', { name: 'Previous version' }).isDisabled(), true);
  });

  it('keeps the keyboard on the arrow from version to version, and turns round at the last one', async () => {
    const next = page.questions.first().getByRole('button', { name: 'Next version' });
    await next.focus();
    await page.raw.keyboard.press('Enter');
    await page.snapshot({ messages: [question('t0', 'Another question?', 2), ...messages.slice(2)] });
    await page.questions.getByText('Another question?').waitFor();
    assert.equal(await page.raw.evaluate('document.activeElement.ariaLabel'), 'Previous version');
    await page.raw.keyboard.press('Enter');
    assert.deepEqual((await page.intents()).at(-1), { kind: 'sibling', turn: 't0', step: -1 });
  });

  it('keeps the keyboard on the arrow where a frame has time for one message only', async () => {
    await page.questions.first().getByRole('button', { name: 'Next version' }).focus();
    await page.raw.keyboard.press('Enter');
    await page.raw.evaluate('{ let now = performance.now(); performance.now = () => (now += 20); }');
    await page.snapshot({ messages: [question('t0', 'Another question?', 2), ...messages.slice(2)] });
    await page.questions.getByText('Another question?').waitFor();
    assert.equal(await page.raw.evaluate('document.activeElement.ariaLabel'), 'Previous version');
  });

  it('lets a question be written anew in its place: Enter sends, Shift+Enter breaks the line', async () => {
    await page.questions.first().getByRole('button', { name: 'Edit the question' }).click();
    const editor = page.locate('question-editor');
    assert.equal(await editor.inputValue(), 'What is a closure?');
    await editor.pressSequentially(' In short.');
    await editor.press('Shift+Enter');
    await editor.pressSequentially('Please.');
    await editor.press('Enter');
    const text = 'What is a closure? In short.\nPlease.';
    assert.deepEqual((await page.intents()).at(-1), { kind: 'edit', turn: 't1', text });
    await page.snapshot({
      messages: [question('t9', text, 3, 4)],
      running: { turn: 't9', by: 'Work', parts: [] },
    });
    await page.questions.getByText('In short.').waitFor();
    assert.equal(await page.questions.locator('.question-text').textContent(), text);
    assert.equal(await page.raw.evaluate('document.activeElement.dataset.role'), 'composer');
  });

  it('leaves a question as it was with Escape, which stops no answer, and sends nothing that is empty', async () => {
    await page.start('More?', 't3');
    await page.questions.first().getByRole('button', { name: 'Edit the question' }).press('Enter');
    const editor = page.locate('question-editor');
    await editor.fill('  ');
    await editor.press('Enter');
    assert.equal(await page.raw.getByRole('button', { name: 'Send (Enter)' }).first().isDisabled(), true);
    await editor.press('Escape');
    assert.deepEqual(await of('edit', 'stop'), []);
    assert.equal(await page.questions.first().getByText('What is a closure?').isVisible(), true);
    assert.equal(await page.raw.evaluate('document.activeElement.ariaLabel'), 'Edit the question');
  });

  it('leaves Enter and Escape to an input method that composes a question', async () => {
    await page.questions.first().getByRole('button', { name: 'Edit the question' }).click();
    const editor = page.locate('question-editor');
    await editor.dispatchEvent('keydown', { key: 'Enter', isComposing: true });
    await editor.dispatchEvent('keydown', { key: 'Enter', keyCode: 229 });
    await editor.dispatchEvent('keydown', { key: 'Escape', isComposing: true });
    assert.deepEqual(await of('edit'), []);
    assert.equal(await editor.isVisible(), true);
  });

  it('keeps what is being written in a question while answers arrive and the reader scrolls away', async () => {
    await page.questions.first().getByRole('button', { name: 'Edit the question' }).click();
    await page.locate('question-editor').fill('Half a thought');
    await page.start('More?', 't3');
    await page.post({ kind: 'parts', turn: 't3', parts: [{ kind: 'text', block: 0, delta: 'Much.\n\n'.repeat(400) }] });
    await page.locate('composer').focus();
    await page.raw.locator('.scroll-viewport').evaluate((one) => one.scrollTo(0, one.scrollHeight));
    await page.drawn();
    await page.raw.locator('.scroll-viewport').evaluate((one) => one.scrollTo(0, 0));
    await page.drawn();
    assert.equal(await page.locate('question-editor').inputValue(), 'Half a thought');
  });

  it('tells the host what is being written in a question, and nothing once that is sent or given up', async () => {
    const editor = page.locate('question-editor');
    const edit = page.questions.first().getByRole('button', { name: 'Edit the question' });
    await edit.click();
    await editor.fill('Half a thought');
    await page.raw.evaluate("window.dispatchEvent(new Event('pagehide'))");
    assert.deepEqual(await of('edited'), [{ kind: 'edited', conversation: 'c1', turn: 't1', text: 'Half a thought' }]);
    await editor.press('Escape');
    assert.deepEqual((await of('edited')).at(-1), { kind: 'edited', conversation: 'c1', turn: 't1', text: '' });
    await edit.click();
    await editor.fill('A whole one');
    await editor.press('Enter');
    assert.deepEqual((await of('edited', 'edit')).slice(-2), [
      { kind: 'edited', conversation: 'c1', turn: 't1', text: '' },
      { kind: 'edit', turn: 't1', text: 'A whole one' },
    ]);
  });

  it('goes on with what was being written in a question when the page comes back, and takes no focus for it', async () => {
    const editor = page.locate('question-editor');
    const edits = [{ turn: 't1', text: 'Half a thought' }];
    await page.raw.reload();
    await page.snapshot({ messages, edits });
    assert.equal(await editor.inputValue(), 'Half a thought');
    assert.equal(await page.raw.evaluate('document.activeElement.dataset.role'), undefined);
    await editor.press('Escape');
    await page.snapshot({ messages: [question('t0', 'Another question?', 2), ...messages.slice(2)], edits });
    await page.snapshot({ messages, edits });
    await page.questions.getByText('What is a closure?').waitFor();
    assert.equal(await editor.count(), 0, 'the page knows better than the host');
  });

  it('asks again, of the same account or after a choice, and copies what was said', async () => {
    const answer = page.answers.last();
    await answer.getByRole('button', { name: 'Ask again', exact: true }).click();
    await answer.getByRole('button', { name: 'Ask again with another account or model…' }).click();
    await answer.getByRole('button', { name: 'Copy answer' }).click();
    assert.deepEqual((await page.intents()).slice(-2), [
      { kind: 'again', turn: 't2', choose: false },
      { kind: 'again', turn: 't2', choose: true },
    ]);
    assert.equal(await page.clipboard(), 'The same.');
  });

  it('goes on with an answer that the reader has stopped, once the host says that it can', async () => {
    await page.start('More?', 't3');
    await page.post({ kind: 'parts', turn: 't3', parts: [{ kind: 'text', block: 0, delta: 'Much of it' }] });
    await page.raw.keyboard.press('Escape');
    await page.answers.last().getByText('Stopped').waitFor();
    assert.equal(await page.locate('continue').last().isVisible(), false);
    await page.post({ kind: 'ended', turn: 't3', outcome: { kind: 'stopped' }, canContinue: true });
    await page.locate('continue').last().click();
    assert.deepEqual((await page.intents()).at(-1), { kind: 'continue', turn: 't3' });
    await page.answers.last().getByText('Much of it').waitFor();
  });

  it('keeps the partial text of an answer that was interrupted, with Retry and Continue', async () => {
    const actions = [{ action: 'retry', label: 'Retry' }] as const;
    const outcome = { kind: 'failed', sentence: 'The answer was interrupted.', actions } as const;
    const interrupted: ShownMessage = {
      role: 'assistant',
      turn: 't2',
      by: 'Work',
      canContinue: true,
      outcome,
      parts: [{ kind: 'text', text: 'The same, but' }],
    };
    await page.snapshot({ messages: [...messages.slice(0, 3), interrupted] });
    await page.answers.last().getByText('The same, but').waitFor();
    await page.locate('failure').getByRole('button', { name: 'Continue' }).click();
    await page.locate('failure').getByRole('button', { name: 'Retry' }).click();
    assert.deepEqual((await page.intents()).slice(-2), [
      { kind: 'continue', turn: 't2' },
      { kind: 'action', action: 'retry', turn: 't2' },
    ]);
    await page.snapshot({ messages: [...messages.slice(0, 3), interrupted, question('t5', 'Then?', 0)] });
    await page.questions.getByText('Then?').waitFor();
    await page.locate('continue').first().waitFor({ state: 'hidden' });
  });

  it('offers to try again, and nothing to go on with, where nothing had arrived', async () => {
    const actions = [{ action: 'retry', label: 'Retry' }] as const;
    const outcome = { kind: 'failed', sentence: 'The service is busy.', actions } as const;
    await page.start('More?', 't3');
    await page.post({ kind: 'ended', turn: 't3', outcome, canContinue: true });
    await page.locate('failure').getByRole('button', { name: 'Retry' }).waitFor();
    assert.equal(await page.locate('failure').getByRole('button').count(), 1);
  });

  it('shows its buttons to the pointer and to the keyboard, those of the last answer always', async () => {
    const edit = page.questions.first().getByRole('button', { name: 'Edit the question' });
    assert.equal(await opacity(edit), '0');
    await page.questions.first().hover();
    assert.equal(await opacity(edit), '1');
    await page.composer.hover();
    assert.equal(await opacity(edit), '0');
    await edit.focus();
    assert.equal(await opacity(edit), '1');
    const last = page.answers.last().locator('.answer-actions');
    assert.equal(await opacity(last), '1');
  });

  it('changes nothing in a conversation that a newer Maestro made, and leads to a new one', async () => {
    await page.snapshot({ messages, conversation: { ...conversation, isReadOnly: true } });
    await page.composer.waitFor({ state: 'hidden' });
    for (const name of ['Edit the question', 'Ask again']) {
      assert.equal(await page.raw.getByRole('button', { name }).count(), 0, name);
    }
    await page.raw.locator('.notice').getByRole('button', { name: 'New chat' }).click();
    assert.deepEqual((await page.intents()).at(-1), { kind: 'new' });
    await page.snapshot({ conversation: { ...conversation, id: 'c2' } });
    await page.composer.waitFor();
  });

  function question(turn: string, text: string, index: number, count = 3): ShownMessage {
    return { role: 'user', turn, text, siblings: { index, count } };
  }

  function opacity(one: Locator): Promise<string> {
    return one.evaluate((shown: Shown) => getComputedStyle(shown).opacity);
  }

  async function of(...kinds: readonly Intent['kind'][]): Promise<readonly Intent[]> {
    return (await page.intents()).filter(({ kind }) => kinds.includes(kind));
  }
});
