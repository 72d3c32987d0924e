import assert from 'node:assert/strict';
import type { ConversationHost } from '../../src/vscode/chat/conversationHost.ts';
import { HandClock } from '../handClock.ts';
import { Product } from '../product.ts';
import { quickSimulator } from '../signInBrowser.ts';
import type { Simulator } from '../simulator/simulator.ts';
import { ChatWindow, StatePage } from './chatWindow.ts';

const place = { host: 'chatgpt', path: '/codex/responses' } as const;

describe('what the panel says while it waits, and when it has to give up', () => {
  let clock: HandClock;
  let simulator: Simulator;
  let product: Product;
  let window: ChatWindow;
  let chat: ConversationHost;
  let page: StatePage;

  before(async () => {
    simulator = await quickSimulator();
    clock = new HandClock(Date.now());
    product = new Product(simulator, { clock });
    await product.signIn();
  });

  beforeEach(() => {
    simulator.reset();
    window = new ChatWindow(product.maestro);
    chat = window.conversations.begin();
    page = new StatePage(chat);
  });

  afterEach(() => window.close());

  after(async () => {
    await product.close();
    await simulator.close();
  });

  it('is connecting, retrying (2/3), writing, still waiting after 90 s, and stopped with what had arrived', async () => {
    simulator.script({ ...place, named: 'server-error' }, { ...place, named: 'hang' });
    const sending = chat.send('Capital of France?');
    await page.until(({ answer }) => answer !== null);
    assert.deepEqual([page.answer?.status, page.answer?.outcome], [null, null]);
    await page.until(({ answer }) => answer?.status?.kind === 'retrying');
    const status = page.answer?.status;
    assert.ok(status?.kind === 'retrying' && status.attempt === 2 && status.attempts === 3);
    await clock.sleeping(status.waitMs);
    clock.advance(status.waitMs);
    const arrived = 'text: The capital';
    await page.until(({ text }) => text === arrived);
    assert.equal(page.answer?.status, null);
    clock.advance(90_000);
    await page.until(({ answer }) => answer?.status?.kind === 'waiting');
    assert.deepEqual([page.answer?.status, page.text], [{ kind: 'waiting', seconds: 90 }, arrived]);
    chat.stop();
    await sending;
    assert.deepEqual([page.answer?.outcome, page.answer?.canContinue, page.text], [{ kind: 'stopped' }, true, arrived]);
  });

  it('is interrupted, with Retry and Continue, and all that had arrived', async () => {
    simulator.script({ ...place, named: 'reset-in-stream' });
    await chat.send('Capital of France?');
    assert.deepEqual([actions()[0], page.answer?.canContinue], ['retry', true]);
    assert.match(page.text, /^text: The capital/);
  });

  it('is a limit that is reached, with the moment of its end and another account to switch to', async () => {
    simulator.script({ ...place, named: 'usage-limit' });
    await chat.send('Capital of France?');
    const { outcome } = page.answer ?? {};
    assert.ok(outcome?.kind === 'failed');
    assert.match(outcome.sentence, /limit is reached; it resets .*\d/);
    assert.equal(actions()[0], 'switch-account');
  });

  function actions(): readonly string[] {
    const { outcome } = page.answer ?? {};
    return outcome?.kind === 'failed' ? outcome.actions.map(({ action }) => action) : [];
  }
});
