import assert from 'node:assert/strict';
import type { Intent, ShownHit } from '../../src/webview/bridge.ts';
import { type ChatPage, conversation } from './chatPage.ts';
import { pageLab } from './pageLab.ts';
import { messages, openHistory, summaries } from './pageStates.ts';

const hit: ShownHit = {
  conversation: 'c2',
  title: 'Regular expressions for dates',
  turn: 't9',
  before: 'the first of two ',
  match: 'clos',
  after: 'ed groups',
};

describe('the list of conversations in the chat page', function () {
  this.timeout(60_000);
  const lab = pageLab();
  let page: ChatPage;
  beforeEach(async () => {
    page = await lab.page();
    await openHistory(page);
  });

  it('opens where the host says so, and only then, with the conversations by their days', async () => {
    assert.deepEqual((await page.intents()).at(-1), { kind: 'history' });
    assert.deepEqual(await groups(), ['Today', 'Yesterday', 'Earlier']);
    assert.deepEqual(
      await titles(),
      summaries(Date.now()).map(({ title }) => title),
    );
    assert.equal(await page.locate('history').getAttribute('aria-expanded'), 'true');
    await page.raw.keyboard.press('Escape');
    await page.post({ kind: 'history', list: summaries(Date.now()), opens: false });
    assert.equal(await page.raw.getByRole('listbox').isVisible(), false);
    assert.equal(await focused(), 'composer');
    assert.deepEqual(await of('stop'), []);
  });

  it('says of a conversation that it is shown or being answered', async () => {
    await page.raw.getByRole('option', { name: 'Closures Shown now' }).waitFor();
    await page.raw.getByRole('option', { name: 'Regular expressions for dates Answering' }).waitFor();
  });

  it('is gone through with the arrow keys, round its ends, while the focus stays in the field', async () => {
    assert.equal(await chosen(), 'Closures');
    await page.raw.keyboard.press('ArrowUp');
    assert.equal(await chosen(), 'שלום');
    await page.raw.keyboard.press('ArrowDown');
    await page.raw.keyboard.press('ArrowDown');
    assert.equal(await chosen(), 'Regular expressions for dates');
    assert.equal(await page.raw.evaluate('document.activeElement.getAttribute("role")'), 'combobox');
    await page.raw.keyboard.press('Enter');
    assert.deepEqual((await page.intents()).at(-1), { kind: 'open', conversation: 'c2' });
    assert.equal(await page.raw.getByRole('listbox').isVisible(), false);
  });

  it('finds titles at once, and what was said as the host finds it, of which a hit leads to its turn', async () => {
    await page.raw.keyboard.insertText('CLOS');
    assert.deepEqual(await titles(), ['Closures']);
    await page.raw.getByText('Searching…').waitFor();
    await page.hasSent('search');
    assert.deepEqual(await of('search'), [{ kind: 'search', text: 'CLOS' }]);
    await page.post({ kind: 'hits', text: 'clo', list: [hit, hit], done: true });
    assert.deepEqual(await titles(), ['Closures'], 'hits of an earlier search');
    await page.post({
      kind: 'hits',
      text: 'CLOS',
      list: [{ ...hit, conversation: 'c1', turn: null }, hit],
      done: true,
    });
    assert.deepEqual(await groups(), ['Conversations', 'In what was said']);
    assert.equal(await page.raw.locator('mark').textContent(), 'clos');
    await page.raw.locator('[role=status]').getByText('Found in 2 places').waitFor({ state: 'attached' });
    await page.raw.keyboard.press('ArrowDown');
    await page.raw.keyboard.press('Enter');
    assert.deepEqual((await page.intents()).at(-1), { kind: 'open', conversation: 'c2', turn: 't9' });
  });

  it('says that nothing was found once the host has looked everywhere', async () => {
    await page.raw.keyboard.type('zebra');
    await page.post({ kind: 'hits', text: 'zebra', list: [], done: false });
    await page.raw.locator('.history').getByText('Searching…').waitFor();
    await page.post({ kind: 'hits', text: 'zebra', list: [], done: true });
    await page.raw.locator('.history').getByText('Nothing found').waitFor();
  });

  it('renames in place with F2 and Enter, and leaves the title as it was with Escape', async () => {
    await page.raw.keyboard.press('ArrowDown');
    await page.raw.keyboard.press('F2');
    await page.raw.keyboard.type('Dates');
    await page.raw.keyboard.press('Escape');
    assert.deepEqual(await of('rename'), []);
    assert.equal(await page.raw.getByRole('listbox').isVisible(), true);
    await page.raw.keyboard.press('F2');
    await page.raw.keyboard.type('Dates');
    await page.raw.keyboard.press('Enter');
    assert.deepEqual(await of('rename'), [{ kind: 'rename', conversation: 'c2', title: 'Dates' }]);
    assert.equal(await page.raw.evaluate('document.activeElement.getAttribute("role")'), 'combobox');
  });

  it('leaves Enter to an input method that composes a title', async () => {
    await page.raw.keyboard.press('F2');
    const field = page.raw.getByRole('textbox', { name: 'New title' });
    await field.fill('日本');
    await field.dispatchEvent('keydown', { key: 'Enter', isComposing: true });
    await field.dispatchEvent('keydown', { key: 'Enter', keyCode: 229 });
    assert.deepEqual(await of('rename'), []);
    assert.equal(await field.isVisible(), true);
  });

  it('keeps the title that is being written when the list changes', async () => {
    await page.raw.keyboard.press('F2');
    await page.raw.keyboard.type('Half a ti');
    await page.post({ kind: 'history', list: summaries(Date.now()).slice(0, 2), opens: false });
    await page.raw.keyboard.type('tle');
    await page.raw.keyboard.press('Enter');
    assert.deepEqual(await of('rename'), [{ kind: 'rename', conversation: 'c1', title: 'Half a title' }]);
  });

  it('deletes with Delete, and brings back with Undo what was deleted', async () => {
    await page.raw.keyboard.type('re');
    await page.raw.keyboard.press('Home');
    await page.raw.keyboard.press('Delete');
    assert.deepEqual(await of('delete'), [], 'the key was for the text');
    await page.raw.keyboard.press('End');
    await page.raw.keyboard.press('Delete');
    assert.deepEqual(await of('delete'), [{ kind: 'delete', conversation: 'c1' }]);
    await page.post(
      { kind: 'deleted', conversation: 'c1', title: 'Closures' },
      { kind: 'history', list: summaries(Date.now()).slice(1), opens: false },
    );
    await page.raw.locator('[role=status]').getByText('Deleted: Closures').waitFor({ state: 'attached' });
    await page.locate('undo').click();
    assert.deepEqual(await of('restore'), [{ kind: 'restore', conversation: 'c1' }]);
    assert.equal(await page.locate('undo').isVisible(), false);
    assert.equal(await page.raw.evaluate('document.activeElement.getAttribute("role")'), 'combobox');
  });

  it('has a button for everything that can be done with a conversation, named by its id alone (WV-12)', async () => {
    await page.raw.getByRole('option', { name: 'Rebase or merge' }).hover();
    const tools = page.raw.getByRole('group', { name: 'What can be done with Rebase or merge' });
    for (const name of ['Open in an editor tab', 'Export to Markdown', 'Export to JSON', 'Delete (Delete)']) {
      await tools.getByRole('button', { name }).click();
    }
    assert.deepEqual((await page.intents()).slice(-4), [
      { kind: 'open-in-editor', conversation: 'c3' },
      { kind: 'export', conversation: 'c3', format: 'markdown' },
      { kind: 'export', conversation: 'c3', format: 'json' },
      { kind: 'delete', conversation: 'c3' },
    ]);
  });

  it('lets nothing below it be reached', async () => {
    for (let press = 0; press < 20; press++) {
      await page.raw.keyboard.press('Tab');
      const covered = await page.raw.evaluate('document.activeElement.closest(".scroller, .composer") !== null');
      assert.equal(covered, false);
    }
  });

  it('shows thousands of conversations in part, and finds all of them by their titles', async () => {
    const [first] = summaries(Date.now());
    const list = Array.from({ length: 5_000 }, (_, index) => ({ ...first, id: `c${index}`, title: `Chat ${index}` }));
    await page.postRaw({ kind: 'history', list, opens: false });
    assert.equal((await titles()).length, 200);
    await page.raw.getByText('4800 older ones are found by their words.').waitFor();
    await page.raw.keyboard.type('Chat 4321');
    assert.deepEqual(await titles(), ['Chat 4321']);
  });

  it('shows the place that was found, with the focus on its question', async () => {
    const turns = Array.from({ length: 300 }, (_, index) => `t${index}`);
    const shown = turns.map((turn) => ({ role: 'user', turn, text: `Question ${turn}` }) as const);
    await page.raw.keyboard.press('Escape');
    await page.snapshot({ conversation: { ...conversation, id: 'c2' }, messages: shown });
    await page.post({ kind: 'reveal', turn: 't40' });
    const question = page.questions.getByText('Question t40', { exact: true });
    await question.waitFor();
    assert.equal(await page.raw.evaluate('document.activeElement.textContent'), 'Question t40');
    const top = (await question.boundingBox())?.y ?? -1;
    assert.ok(top >= 0 && top < 300, `${top} px from the top`);
  });

  it('goes when another conversation is begun, and the header says which one is shown', async () => {
    const begun = { ...conversation, id: 'c9', title: '' };
    await page.snapshot({ conversation: begun, messages: [] });
    await page.post({ kind: 'focus' });
    await page.locate('history').getByText('New chat').waitFor();
    assert.equal(await focused(), 'composer');
    await page.post({ kind: 'title', title: 'What is a closure?' });
    await page.locate('history').getByText('What is a closure?').waitFor();
    await page.snapshot({ messages });
    await page.locate('history').getByText('Earlier').waitFor();
  });

  async function of<K extends Intent['kind']>(kind: K): Promise<readonly Intent[]> {
    return (await page.intents()).filter((intent) => intent.kind === kind);
  }

  function groups(): Promise<readonly string[]> {
    return page.raw.locator('.history-heading').allTextContents();
  }

  function titles(): Promise<readonly string[]> {
    return page.raw.getByRole('option').locator('.history-title').allTextContents();
  }

  function chosen(): Promise<string | null> {
    return page.raw.locator('[role=option][aria-selected=true] .history-title').textContent();
  }

  function focused(): Promise<unknown> {
    return page.raw.evaluate('document.activeElement.dataset.role');
  }
});
