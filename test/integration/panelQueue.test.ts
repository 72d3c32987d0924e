import assert from 'node:assert/strict';
import type { ConversationHost } from '../../src/vscode/chat/conversationHost.ts';
import { productLab } from '../productLab.ts';
import { ChatWindow } from './chatWindow.ts';

describe('questions during an answer in the panel', () => {
  const lab = productLab({ deltaMs: 2 });
  let window: ChatWindow;
  let chat: ConversationHost;

  before(async () => {
    await lab.product.signIn();
  });

  beforeEach(() => {
    window = new ChatWindow(lab.product.maestro);
    chat = window.conversations.begin();
  });

  afterEach(() => window.close());

  it('wait, and are asked one after the other when the answer has ended', async () => {
    const first = chat.send('Please think');
    await begun();
    await Promise.all([chat.send('Second'), chat.send('Third')]);
    assert.deepEqual(waiting(), ['Second', 'Third']);
    await first;
    assert.deepEqual(asked(), ['Please think', 'Second', 'Third']);
    assert.deepEqual(waiting(), []);
  });

  it('wait for the person when the answer was stopped, and are asked when they say so', async () => {
    const first = chat.send('write slowly');
    await begun();
    await chat.send('Second');
    chat.stop();
    await first;
    assert.deepEqual([asked(), waiting(), chat.composer.shown.isHeld], [['write slowly'], ['Second'], true]);
    const [second] = chat.composer.shown.queue;
    await chat.composer.handle({ kind: 'queue-send', queued: second?.id ?? '' }, () => {});
    assert.deepEqual([asked(), waiting()], [['write slowly', 'Second'], []]);
  });

  it('wait for the person when it failed', async () => {
    lab.simulator.script({ host: 'chatgpt', path: '/codex/responses', named: 'truncated' });
    const first = chat.send('Please think');
    await begun();
    await chat.send('Second');
    await first;
    assert.deepEqual([asked(), waiting()], [['Please think'], ['Second']]);
  });

  it('end it if they are urgent; and what is asked right after Stop does not wait for anything else', async () => {
    const first = chat.send('write slowly');
    await begun();
    await chat.send('Later');
    await chat.interrupt('Now');
    await first;
    assert.deepEqual(asked(), ['write slowly', 'Now', 'Later']);
    const slow = chat.send('write slowly');
    await begun();
    chat.stop();
    await chat.send('Instead');
    await slow;
    assert.deepEqual(asked().slice(-2), ['write slowly', 'Instead']);
  });

  it('are asked although nobody looks at their conversation any more', async () => {
    const first = chat.send('Please think');
    await begun();
    await chat.send('Second');
    window.conversations.release(chat);
    await first;
    const again = await window.open(chat.conversation.id);
    const questions = again.conversation.path.map(({ question }) => question.text);
    assert.deepEqual(questions, ['Please think', 'Second']);
  });

  /** Resolves when the answer to the last question has begun to arrive. */
  async function begun(): Promise<void> {
    while ((chat.state.running?.parts.length ?? 0) === 0) {
      await new Promise<void>((resolve) => {
        const unsubscribe = chat.onUpdate(() => {
          unsubscribe();
          resolve();
        });
      });
    }
  }

  function asked(): readonly string[] {
    return chat.state.messages.flatMap((message) => (message.role === 'user' ? message.text : []));
  }

  function waiting(): readonly string[] {
    return chat.composer.shown.queue.map(({ text }) => text);
  }
});
