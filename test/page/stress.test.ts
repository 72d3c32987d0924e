import assert from 'node:assert/strict';
import { type ChatPage, PageLab } from './chatPage.ts';

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
  let lab: PageLab;
  let page: ChatPage;
  before(async () => {
    lab = await PageLab.open();
  });
  beforeEach(async () => {
    page = await lab.page();
    await page.snapshot();
    await page.start();
  });
  afterEach(() => lab.closePages());
  after(() => lab.close());

  for (const [name, text] of Object.entries(inputs)) {
    it(`is drawn and leaves the page alive: ${name}`, async () => {
      const startedAt = performance.now();
      await page.text(text);
      await page.end();
      await page.answers.locator('footer').waitFor({ timeout: longestMs });
      await page.composer.fill('still here');
      assert.equal(await page.composer.inputValue(), 'still here');
      assert.ok(performance.now() - startedAt < longestMs, `took ${performance.now() - startedAt} ms`);
      assert.deepEqual(page.troubles, []);
    });
  }

  it('keeps the text that is nested too deep', async () => {
    await page.text(`${'> '.repeat(500)}at the bottom\n\n${'- '.repeat(500)}of the list`);
    await page.end();
    const shown = (await page.answers.textContent()) ?? '';
    assert.match(shown, /at the bottom/);
    assert.match(shown, /of the list/);
  });

  it('survives arguments of a tool that are nested too deep to be written down', async () => {
    await page.raw.evaluate((depth) => {
      let input: unknown = {};
      for (let level = 0; level < depth; level++) input = { a: input };
      const part = { kind: 'tool-call', block: 0, call: 'c', tool: 't', input };
      const target: { postMessage(message: unknown, origin: string): void; origin: string } = Object(globalThis);
      target.postMessage({ kind: 'parts', turn: 1, parts: [part] }, target.origin);
    }, 2_000);
    await page.answers.locator('details').waitFor();
    assert.deepEqual(page.troubles, []);
  });
});
