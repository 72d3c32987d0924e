import assert from 'node:assert/strict';
import type { ShownMessage } from '../../src/webview/bridge.ts';
import { type ChatPage, pageLab } from './chatPage.ts';

const inputs: Readonly<Record<string, string>> = {
  'a line of 1 MB': 'word '.repeat(200_000),
  'a word of 1 MB': 'x'.repeat(1_000_000),
  '100,000 short lines': 'ab\n'.repeat(100_000),
  '10,000 nested quotes': '>'.repeat(10_000),
  '10,000 nested quotes with spaces': `${'> '.repeat(10_000)}text`,
  '10,000 nested lists': `${'- '.repeat(10_000)}text`,
  '10,000 opening brackets': '['.repeat(10_000),
  '10,000 marks of emphasis around a letter': `${'*'.repeat(10_000)}a${'*'.repeat(10_000)}`,
  '5,000 nested emphases': `${'*a **b '.repeat(2_500)}c${' d** e*'.repeat(2_500)}`,
  '10,000 code fences': '```\na\n```\n'.repeat(10_000),
  '20,000 list items': '- item\n'.repeat(20_000),
  '8,000 list items under one': `- all\n${'  - item\n'.repeat(8_000)}`,
  '1,000 table columns': `|${'a|'.repeat(1_000)}\n|${'-|'.repeat(1_000)}\n|${'b|'.repeat(1_000)}\n`,
  '10,000 links': '[a](https://example.com) '.repeat(10_000),
  '20,000 backticks': Array.from({ length: 200 }, (_, index) => '`'.repeat(index)).join(' '),
  '10,000 half links': '[a](<b'.repeat(10_000),
  '10,000 half entities': '&#'.repeat(10_000),
  'lone surrogates': '\uD800 \uDC00'.repeat(1_000),
};
/** Generous: the machine may be busy. A quadratic reader takes minutes for these. */
const longestMs = 8_000;

describe('an answer that is too much', function () {
  this.timeout(120_000);
  const lab = pageLab();
  let page: ChatPage;
  beforeEach(async () => {
    page = await lab.page();
    await page.snapshot();
    await page.start();
  });

  for (const [name, text] of Object.entries(inputs)) {
    it(`is drawn and leaves the page alive: ${name}`, async () => {
      const startedAt = performance.now();
      await page.text(text);
      await page.end();
      await page.answers.locator('footer').waitFor({ timeout: longestMs });
      await page.composer.fill('still here');
      assert.equal(await page.composer.inputValue(), 'still here');
      assert.ok(performance.now() - startedAt < longestMs, `took ${performance.now() - startedAt} ms`);
    });
  }

  it('is drawn a part at a time when it is reasoning that is opened at its end', async () => {
    const paragraph = 'Some words about it, with **marks** and `code`.\n\n';
    await page.parts({ kind: 'reasoning', block: 0, delta: paragraph.repeat(10_000) });
    await page.end();
    await grows('.thinking', () => page.raw.locator('summary').click());
  });

  it('is drawn a part at a time when it is the earlier messages, and nothing in sight moves', async () => {
    const answer = (text: string): ShownMessage => ({
      role: 'assistant',
      by: '',
      outcome: { kind: 'complete', note: null },
      parts: [{ kind: 'text', text }],
    });
    const earlier = Array<ShownMessage>(10).fill(answer('Some words about it, with **marks**.\n\n'.repeat(2_000)));
    const later = Array.from({ length: 40 }, (_, index) => answer(`The answer ${index}`));
    await page.snapshot({ messages: [...earlier, ...later] });
    const button = page.raw.getByRole('button', { name: 'Show earlier messages' });
    await button.scrollIntoViewIfNeeded();
    const seen = page.answers.getByText('The answer 0');
    const before = await seen.boundingBox();
    await grows('.conversation', () => button.click());
    const after = await seen.boundingBox();
    assert.ok(Math.abs((after?.y ?? 0) - (before?.y ?? 0)) <= 1, `from ${before?.y} to ${after?.y} px`);
  });

  /** Waits until the text of an element has grown and rests, in several frames and not in one. */
  async function grows(selector: string, cause: () => Promise<void>): Promise<void> {
    const sizes = page.raw.evaluate<readonly number[]>(`(async () => {
      const root = document.querySelector(${JSON.stringify(selector)});
      const all = [root.textContent.length];
      for (let resting = 0; resting < 30; resting++) {
        await new Promise(requestAnimationFrame);
        if (all.at(-1) === root.textContent.length) continue;
        all.push(root.textContent.length);
        resting = 0;
      }
      return all;
    })()`);
    await cause();
    assert.ok((await sizes).length > 4, (await sizes).join());
  }

  it('keeps the text that is nested too deep', async () => {
    await page.text(`${'> '.repeat(500)}at the bottom\n\n${'- '.repeat(500)}of the list`);
    await page.end();
    const shown = (await page.answers.textContent()) ?? '';
    assert.match(shown, /at the bottom/);
    assert.match(shown, /of the list/);
  });

  it('shows arguments of a tool that are nested about as deep as a message can be', async () => {
    await page.raw.evaluate((depth) => {
      let input: unknown = {};
      for (let level = 0; level < depth; level++) input = { a: input };
      const part = { kind: 'tool-call', block: 0, call: 'c', tool: 't', input };
      const target: { postMessage(message: unknown, origin: string): void; origin: string } = Object(globalThis);
      target.postMessage({ kind: 'parts', turn: 1, parts: [part] }, target.origin);
    }, 1_000);
    await page.answers.locator('details').waitFor();
  });
});
