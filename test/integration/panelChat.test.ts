import assert from 'node:assert/strict';
import { PanelChat } from '../../src/vscode/panelChat.ts';
import { type Answer, emptyState, type PageState, reduce } from '../../src/webview/store.ts';
import { Product } from '../product.ts';
import { quickSimulator } from '../signInBrowser.ts';
import type { Simulator } from '../simulator/simulator.ts';

describe("the panel's conversation", () => {
  let simulator: Simulator;
  let product: Product;
  let chat: PanelChat;

  before(async () => {
    simulator = await quickSimulator({ deltaMs: 2 });
    product = new Product(simulator);
    chat = new PanelChat(product.maestro);
    await product.signIn();
  });

  after(async () => {
    chat.dispose();
    await product.close();
    await simulator.close();
  });

  it('is whole on a page that opens at any moment of an answer: nothing twice, nothing lost', async () => {
    const pages: PageState[] = [];
    const opened = new Set<string>();
    let posted = 0;
    const unsubscribe = chat.onUpdate((update) => {
      posted++;
      for (const [index, page] of pages.entries()) pages[index] = reduce(page, update);
    });
    const sending = chat.send('Please think');
    let postedBefore = 0;
    for (let events = 3; events <= 36; events += 3) {
      await simulator.waitFor((entry) => entry.sentEvents >= events);
      const earlier = posted;
      const page = open();
      postedBefore += posted - earlier;
      pages.push(page);
      opened.add(textOf(page));
    }
    await sending;
    unsubscribe();

    const whole = textOf(open());
    assert.match(
      whole,
      /^reasoning: .*say what I consider first\.\ntext: I thought about it: the answer is \*\*42\*\*\.$/s,
    );
    assert.deepEqual(
      pages.map(textOf).filter((text) => text !== whole),
      [],
    );
    assert.ok(opened.size > 4, 'pages opened at different moments');
    assert.ok(postedBefore > 0, 'there was something waiting to be posted when one of them opened');
  });

  function open(): PageState {
    return reduce(emptyState, { kind: 'snapshot', state: chat.state });
  }
});

/** What the last answer of a page says, block by block. */
function textOf({ messages }: PageState): string {
  const answer = messages.findLast((message): message is Answer => message.role === 'assistant');
  const blocks = answer?.blocks ?? [];
  return blocks.map((block) => `${block.kind}: ${block.kind === 'tool' ? block.input : block.text}`).join('\n');
}
