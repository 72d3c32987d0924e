import assert from 'node:assert/strict';
import { callId } from '../../src/core/model.ts';
import type { ChatState } from '../../src/webview/bridge.ts';
import { account, type ChatPage, copied } from './chatPage.ts';
import { pageLab } from './pageLab.ts';

describe('the chat page', function () {
  this.timeout(60_000);
  const lab = pageLab();
  let page: ChatPage;
  beforeEach(async () => {
    page = await lab.page();
  });

  it('says that it is ready and shows nothing before the host has answered', async () => {
    assert.deepEqual(await page.intents(), [{ kind: 'ready' }]);
    assert.equal(await page.raw.locator('button:visible, textarea:visible, p:visible').count(), 0);
  });

  it('offers questions to start with and asks the one that is clicked', async () => {
    await page.snapshot();
    const example = page.locate('empty').getByRole('button').first();
    const text = (await example.textContent()) ?? '';
    await example.click();
    assert.deepEqual((await page.intents()).at(-1), { kind: 'send', text });
  });

  it('shows which account answers and lets the reader switch', async () => {
    await page.snapshot();
    assert.equal(await page.locate('account').textContent(), 'Work · Plus');
    assert.equal(await page.locate('model').textContent(), 'gpt-5.5');
    await page.locate('account').click();
    assert.deepEqual((await page.intents()).at(-1), { kind: 'action', action: 'switch-account' });
    await page.post({ kind: 'account', account: { ...account, label: 'Home', plan: null } });
    await page.locate('account').getByText('Home', { exact: true }).waitFor();
  });

  it('tells what is going on until the answer begins', async () => {
    await page.snapshot();
    await page.start('How are you?');
    await page.locate('status').getByText('Connecting…').waitFor();
    await page.parts({ kind: 'retrying', attempt: 2, attempts: 3, waitMs: 10 });
    await page.locate('status').getByText('Retrying (2/3)…').waitFor();
    await page.parts({ kind: 'renewing' });
    await page.locate('status').getByText('Renewing the sign-in…').waitFor();
    await page.text('Well.');
    await page.answers.getByText('Well.').waitFor();
    assert.equal(await page.locate('status').count(), 0);
    assert.equal(await page.questions.textContent(), 'How are you?');
    assert.equal(await page.locate('empty').isVisible(), false);
  });

  it('says in mid-answer that it still waits, until something arrives', async () => {
    await page.snapshot();
    await page.start();
    await page.text('Well');
    await page.parts({ kind: 'waiting', seconds: 90 });
    await page.locate('status').getByText('Still waiting for the service…').waitFor();
    await page.text(', so.');
    await page.answers.getByText('Well, so.').waitFor();
    assert.equal(await page.locate('status').count(), 0);
  });

  it('has Stop in the place of Send while an answer arrives', async () => {
    await page.snapshot();
    await page.start();
    assert.equal(await page.locate('send').isVisible(), false);
    await page.locate('stop').click();
    assert.deepEqual((await page.intents()).at(-1), { kind: 'stop' });
    await page.end({ kind: 'stopped' });
    await page.answers.getByText('Stopped').waitFor();
    assert.equal(await page.locate('stop').isVisible(), false);
    assert.equal(await page.locate('send').isVisible(), true);
  });

  it('shows a failure with its ways out, the first one as the main one', async () => {
    await page.snapshot();
    await page.start();
    await page.text('Half an ans');
    await page.end({
      kind: 'failed',
      sentence: 'The connection broke.',
      actions: [
        { action: 'retry', label: 'Try Again' },
        { action: 'show-log', label: 'Show Log' },
      ],
    });
    await page.locate('failure').getByText('The connection broke.').waitFor();
    await page.answers.getByText('Half an ans').waitFor();
    assert.match((await page.raw.locator('[data-action=retry]').getAttribute('class')) ?? '', /primary/);
    await page.raw.locator('[data-action=show-log]').click();
    assert.deepEqual((await page.intents()).at(-1), { kind: 'action', action: 'show-log' });
  });

  it('folds reasoning and tool calls and shows their text as it is', async () => {
    await page.snapshot();
    await page.start();
    const call = callId('call-1');
    await page.parts(
      { kind: 'reasoning', block: 0, delta: '**Hm**' },
      { kind: 'tool-input', block: 1, call, tool: 'read_file', delta: '{"pa' },
      { kind: 'tool-call', block: 1, call, tool: 'read_file', input: { path: '**a**<b>' } },
      { kind: 'text', block: 2, delta: 'Done.' },
    );
    await page.end();
    const folds = page.answers.locator('details');
    assert.deepEqual(await folds.locator('summary').allTextContents(), ['Thought', 'read_file']);
    assert.equal(await page.answers.getByText('Hm').isVisible(), false);
    await folds.first().locator('summary').click();
    await page.answers.locator('strong', { hasText: 'Hm' }).waitFor();
    await folds.last().locator('summary').click();
    await folds.last().getByText('"path": "**a**<b>"').waitFor();
  });

  it('shows a note under an answer that ended early', async () => {
    await page.snapshot();
    await page.start();
    await page.text('Cut');
    await page.end({ kind: 'complete', note: 'The answer reached its longest length.' });
    await page.answers.getByText('The answer reached its longest length.').waitFor();
  });

  it('copies the answer as it was written and a code block without its fence', async () => {
    const text = 'Use **this**:\n\n```ts title="src/a.ts"\nlet a = 1;\n```\n';
    const answer = await page.answer(text);
    await copied(answer.getByRole('button', { name: 'Copy code' }), answer);
    assert.equal(await page.clipboard(), 'let a = 1;');
    await copied(answer.getByRole('button', { name: 'Copy answer' }), answer.locator('footer'));
    assert.equal(await page.clipboard(), text);
    assert.equal(await answer.locator('.code-language').textContent(), 'ts');
    assert.equal(await answer.locator('.code-title').textContent(), 'src/a.ts');
  });

  it('copies the whole of a code block that arrived in pieces inside a list', async () => {
    await page.snapshot();
    await page.start();
    for (const piece of ['- So:\n\n  ```t', 's\n  let a', ' = 1;\n', '  let b;\n', '  ```\n']) await page.text(piece);
    await copied(page.answers.getByRole('button', { name: 'Copy code' }), page.answers);
    assert.equal(await page.clipboard(), 'let a = 1;\nlet b;');
  });

  it('draws a restored conversation, with the answer that still arrives', async () => {
    const outcome = { kind: 'complete', note: null } as const;
    await page.snapshot({
      messages: [
        { role: 'user', text: 'One' },
        { role: 'assistant', by: 'Work · gpt-5.5', outcome, parts: [{ kind: 'text', text: 'First *answer*' }] },
        { role: 'user', text: 'Two' },
      ],
      running: { turn: 't7', by: 'Work · gpt-5.5', parts: [{ kind: 'text', block: 0, delta: 'Second' }] },
    });
    await page.post({ kind: 'parts', turn: 't7', parts: [{ kind: 'text', block: 0, delta: ' answer' }] });
    await page.post({ kind: 'parts', turn: 't6', parts: [{ kind: 'text', block: 0, delta: ' of another turn' }] });
    await page.post({ kind: 'ended', turn: 't7', outcome });
    await page.answers.last().getByText('Second answer').waitFor();
    assert.deepEqual(await page.questions.allTextContents(), ['One', 'Two']);
    assert.equal(await page.answers.first().locator('em').textContent(), 'answer');
  });

  it('keeps what the reader opened when the host sends the whole state again', async () => {
    const outcome = { kind: 'complete', note: null } as const;
    const parts = [{ kind: 'reasoning', text: 'Hm' } as const];
    const messages = [{ role: 'assistant', by: '', outcome, parts } as const];
    await page.snapshot({ messages });
    await page.raw.locator('summary').click();
    await page.snapshot({ messages });
    assert.equal(await page.raw.locator('details').getAttribute('open'), '');
  });

  it('keeps the order of messages of which one in the middle is another than before', async () => {
    const questions = (...texts: readonly string[]): Partial<ChatState> => ({
      messages: texts.map((text) => ({ role: 'user', text })),
    });
    await page.snapshot(questions('One', 'Two', 'Three'));
    await page.snapshot(questions('One', 'Other', 'Three'));
    assert.deepEqual(await page.questions.allTextContents(), ['One', 'Other', 'Three']);
  });

  it('tells screen readers whole sentences, once, and the end', async () => {
    await page.snapshot();
    await page.start();
    await page.text('One sentence. And **ano');
    const region = page.raw.locator('[role=status]');
    await region.getByText('One sentence.').waitFor({ state: 'attached' });
    await page.text('ther** one.');
    await page.end();
    await region.getByText('Answer complete').waitFor({ state: 'attached' });
    const said = await region.locator('p').allTextContents();
    assert.deepEqual(
      said,
      ['Connecting…', 'One sentence.', 'And ano ther one.', 'Answer complete'].map((text) =>
        text.replace('ano ther', 'another'),
      ),
    );
    assert.equal(await page.raw.getByRole('log').getAttribute('aria-live'), 'off');
  });

  it('speaks the language that the host has put into it, and English where that lacks a phrase', async () => {
    const phrases = JSON.stringify({ placeholder: 'Was du willst <&', send: 7 }).replaceAll('"', '&quot;');
    await page.raw.route(page.raw.url(), async (route) => {
      const html = await (await route.fetch()).text();
      const body = html.replace('name="phrases" content=""', `name="phrases" content="${phrases}"`);
      await route.fulfill({ contentType: 'text/html', body });
    });
    await page.raw.reload();
    await page.snapshot();
    assert.equal(await page.composer.getAttribute('placeholder'), 'Was du willst <&');
    assert.equal(await page.locate('send').getAttribute('aria-label'), 'Send (Enter)');
  });

  it('gives every button a name', async () => {
    await page.answer('```js\n1\n```');
    for (const made of await page.raw.getByRole('button').all()) {
      const name = ((await made.getAttribute('aria-label')) ?? (await made.textContent()) ?? '').trim();
      assert.notEqual(name, '');
    }
  });
});
