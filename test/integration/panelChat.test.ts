import assert from 'node:assert/strict';
import type { TurnId } from '../../src/core/model.ts';
import type { ConversationHost } from '../../src/vscode/chat/conversationHost.ts';
import { exported } from '../../src/vscode/chat/exchange.ts';
import { productLab } from '../productLab.ts';
import { PersonAtBrowser } from '../signInBrowser.ts';
import { ChatWindow, StatePage } from './chatWindow.ts';

const thought = /^reasoning: .*say what I consider first\.\ntext: I thought about it: the answer is \*\*42\*\*\.$/s;

describe("the panel's conversations", () => {
  const lab = productLab({ deltaMs: 2 });
  let window: ChatWindow;
  let chat: ConversationHost;
  let page: StatePage;

  before(async () => {
    await lab.product.signIn();
  });

  beforeEach(() => {
    window = new ChatWindow(lab.product.maestro);
    chat = window.conversations.begin();
    page = new StatePage(chat);
  });

  afterEach(() => window.close());

  it('are whole on a page that opens at any moment of an answer: nothing twice, nothing lost', async () => {
    const pages: StatePage[] = [];
    const opened = new Set<string>();
    const sending = chat.send('Please think');
    for (let events = 3; events <= 36; events += 3) {
      await lab.simulator.waitFor((entry) => entry.sentEvents >= events);
      const opening = new StatePage(chat);
      pages.push(opening);
      opened.add(opening.text);
    }
    await sending;
    assert.match(page.text, thought);
    assert.deepEqual(
      pages.map(({ text }) => text).filter((text) => text !== page.text),
      [],
    );
    assert.ok(opened.size > 4, 'pages opened at different moments');
    assert.equal(page.kinds.filter((kind) => kind === 'snapshot').length, 0, 'one question is told alone (WV-53)');
  });

  it('go on without a page, several at once, and the list says which', async () => {
    const slow = chat.send('write slowly');
    await page.until(({ text }) => text !== '');
    page.close();
    window.conversations.release(chat);
    const other = window.conversations.begin();
    await other.send('Capital of France?');
    const { id } = chat.conversation;
    assert.deepEqual(
      [id, other.conversation.id].map((one) => window.conversations.isRunning(one)),
      [true, false],
    );
    const again = await window.open(id);
    assert.equal(again, chat);
    assert.match(new StatePage(again).text, /^text: /);
    again.stop();
    await slow;
    assert.equal(new StatePage(again).answer?.outcome?.kind, 'stopped');
  });

  it('have beside a question the one that was edited, and beside an answer the one asked again', async () => {
    await chat.send('Capital of France?');
    await chat.send('And the population of that city?');
    const [first, second] = turns();
    await chat.again(second);
    assert.deepEqual(page.answer?.siblings, { index: 1, count: 2 });
    await chat.edit(first, 'Please think');
    assert.deepEqual(page.questions, ['Please think']);
    assert.match(page.text, thought);
    assert.deepEqual(page.state.messages[0]?.siblings, { index: 1, count: 2 });
    chat.sibling(turns()[0], -1);
    assert.deepEqual(page.questions, ['Capital of France?', 'And the population of that city?']);
    assert.deepEqual(page.answer?.siblings, { index: 1, count: 2 });
    chat.sibling(first, -1);
    assert.deepEqual(page.questions.length, 2, 'there is nothing before the first');
  });

  it('ask somebody else once, where the person says so', async () => {
    await chat.send('Capital of France?');
    const account = lab.product.maestro.choice.account;
    assert.ok(account !== null);
    const { models } = lab.product.maestro.models.known(account);
    const model = models.find(({ id }) => id !== lab.product.maestro.models.pick(account, null)?.id);
    assert.ok(model !== undefined);
    await chat.again(turns()[0], { account, model });
    assert.equal(page.answer?.by, `${account.label} · ${model.label}`);
    await chat.send('And again?');
    assert.notEqual(page.answer?.by, `${account.label} · ${model.label}`);
  });

  it('have an account of their own where the person says so, whoever answers elsewhere', async () => {
    const first = lab.product.maestro.choice.account ?? assert.fail();
    const { account: katherine } = await lab.product.signIn(new PersonAtBrowser('enterprise'));
    chat.keepTo(first.id);
    await chat.send('who am I?');
    assert.match(page.text, /Ada Lovelace/);
    assert.match(page.state.account?.payer ?? '', /only in this conversation/);
    const { models } = lab.product.maestro;
    const own = models.known(first).models.find(({ id }) => id !== models.pick(first, null)?.id) ?? assert.fail();
    chat.keepTo(first.id, own.id);
    assert.equal(page.state.account?.model, own.label);
    await chat.send('who am I?');
    assert.equal(page.answer?.by, `${first.label} · ${own.label}`);
    chat.keepTo(null);
    await chat.send('who am I?');
    assert.match(page.text, /Katherine Johnson/);
    chat.keepTo(katherine.id);
    await lab.product.maestro.accounts.remove(katherine);
    assert.equal(lab.product.maestro.choice.account?.id, first.id);
    await chat.send('who am I?');
    assert.match(page.text, /Ada Lovelace/, 'an account that is gone counts for nothing');
  });

  it('go on where an answer was cut, with one text of both', async () => {
    lab.simulator.script({ host: 'chatgpt', path: '/codex/responses', named: 'truncated' });
    await chat.send('Capital of France?');
    const [turn] = turns();
    assert.equal(page.answer?.canContinue, true);
    const cut = page.text;
    await chat.resume(turn);
    assert.ok(page.text.startsWith(cut) && page.text.length > cut.length, page.text);
    assert.equal(page.answer?.blocks.length, 1);
    assert.deepEqual([page.questions.length, page.answer?.outcome?.kind], [1, 'complete']);
    assert.equal(new StatePage(chat).text, page.text);
    assert.deepEqual(chat.textsOf(turn), [page.text.slice('text: '.length)]);
  });

  it('try a question again in its place if nothing came of it, else beside it', async () => {
    lab.simulator.script({ host: 'chatgpt', path: '/codex/responses', named: 'server-error', times: 9 });
    await chat.send('Capital of France?');
    assert.equal(page.answer?.outcome?.kind, 'failed');
    lab.simulator.reset();
    await chat.retry();
    assert.deepEqual([page.answer?.outcome?.kind, page.answer?.siblings], ['complete', null]);
    await chat.retry();
    assert.deepEqual(page.answer?.siblings, { index: 1, count: 2 });
  });

  it('are the same on every page that shows them, in other windows too, where nothing is told twice (WV-53)', async () => {
    await chat.send('Capital of France?');
    const twin = new ChatWindow(lab.product.maestro, window.journals);
    const there = new StatePage(await twin.open(chat.conversation.id));
    const here = new StatePage(chat);
    const sending = chat.send('write slowly');
    await there.until(({ questions, text }) => questions.length === 2 && text.length > 80);
    const { length } = there.kinds;
    await there.until(({ text }) => text.length > 200);
    assert.ok(!there.kinds.slice(length).includes('snapshot'));
    chat.stop();
    await sending;
    await there.until(({ answer }) => answer?.outcome?.kind === 'stopped');
    for (const other of [here, there]) assert.deepEqual([other.questions, other.text], [page.questions, page.text]);
    await twin.close();
  });

  it('are there again after a kill in the middle of an answer, all but the last moment, to be gone on with', async () => {
    await chat.send('Capital of France?');
    const sending = chat.send('write slowly');
    await page.until(({ questions, text }) => questions.length === 2 && text.length > 100);
    const later = page.text;
    await page.until(({ text }) => text.length > 250);
    const restarted = await window.afterKill(lab.product.maestro);
    chat.stop();
    await sending;
    const [summary] = await restarted.conversations.library.list();
    const back = await restarted.open(summary?.id ?? '');
    const shown = new StatePage(back);
    assert.deepEqual(shown.questions, page.questions);
    assert.ok(shown.text.startsWith(later) || later.startsWith(shown.text), 'what was said is said');
    assert.ok(shown.text.length > 40, shown.text);
    assert.deepEqual([shown.answer?.outcome?.kind, shown.answer?.canContinue], ['failed', true]);
    const last = back.conversation.path.at(-1)?.id;
    assert.ok(last !== undefined);
    const resuming = back.resume(last);
    await shown.until(({ answer }) => answer?.outcome === null);
    back.stop();
    await resuming;
    await restarted.close();
  });

  it('are kept when their window closes, the running answer as interrupted', async () => {
    const sending = chat.send('write slowly');
    await page.until(({ text }) => text.length > 20);
    await window.close();
    await sending;
    const reopened = new ChatWindow(lab.product.maestro, window.journals);
    const shown = new StatePage(await reopened.open(chat.conversation.id));
    assert.equal(shown.text, page.text);
    assert.equal(shown.answer?.outcome?.kind, 'failed');
    await reopened.close();
  });

  it('are exported and imported with all branches, as conversations of their own', async () => {
    await chat.send('Capital of France?');
    await chat.edit(turns()[0], 'Please think');
    const markdown = exported(chat.conversation, 'markdown');
    assert.ok(markdown.includes('Please think') && !markdown.includes('Paris'), 'what is shown');
    const copy = await window.conversations.import(exported(chat.conversation, 'json'));
    assert.notEqual(copy.conversation.id, chat.conversation.id);
    const shown = new StatePage(copy);
    assert.deepEqual([shown.questions, shown.text], [page.questions, page.text]);
    copy.sibling(copy.conversation.path[0]?.id ?? turns()[0], -1);
    assert.deepEqual(shown.questions, ['Capital of France?']);
  });

  it('go on while nothing can be kept, which is said once and once that it is over', async () => {
    window.journals.trouble = { failure: { code: 'history-full' }, after: 0 };
    const other = window.conversations.begin();
    await Promise.all([chat.send('Capital of France?'), other.send('Please think')]);
    assert.equal(page.answer?.outcome?.kind, 'complete');
    assert.deepEqual(window.told, [{ code: 'history-full' }]);
    window.journals.trouble = null;
    await Promise.all([chat.send('Again?'), other.send('Again?')]);
    assert.deepEqual(window.told, [{ code: 'history-full' }, null]);
  });

  function turns(): readonly [TurnId, TurnId] {
    const [first, second = first] = chat.conversation.path.map(({ id }) => id);
    assert.ok(first !== undefined && second !== undefined);
    return [first, second];
  }
});
