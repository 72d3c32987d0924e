import assert from 'node:assert/strict';
import type { ChatPage } from './chatPage.ts';
import { pageLab } from './pageLab.ts';

const long = {
  'a line of 1 MB': 'word '.repeat(200_000),
  'a word of 1 MB': 'x'.repeat(1_000_000),
  '100,000 short lines': 'ab\n'.repeat(100_000),
  '10,000 code fences': '```\na\n```\n'.repeat(10_000),
  '100,000 list items': '- item\n'.repeat(100_000),
  '8,000 list items under one': `- all\n${'  - item\n'.repeat(8_000)}`,
  '5,000 table columns': `|${'a|'.repeat(5_000)}\n|${'-|'.repeat(5_000)}\n|${'b|'.repeat(5_000)}\n`,
  '10,000 links': '[a](https://example.com) '.repeat(10_000),
};
const nested = {
  '10,000 quotes': '>'.repeat(10_000),
  '10,000 quotes with spaces': `${'> '.repeat(10_000)}text`,
  '10,000 lists': `${'- '.repeat(10_000)}text`,
  '10,000 brackets': '['.repeat(10_000),
  '10,000 marks of emphasis around a letter': `${'*'.repeat(10_000)}a${'*'.repeat(10_000)}`,
  '5,000 emphases': `${'*a **b '.repeat(2_500)}c${' d** e*'.repeat(2_500)}`,
};
/** 80 KB each: what readers of Markdown took quadratic time for at some time. */
const pathological = {
  ...Object.fromEntries(
    [
      ...[
        'a**b',
        'a_ ',
        '_a ',
        'a]',
        '[a',
        '*a_ ',
        'a**b' + 'c* ',
        '[ a_',
        '![[]()',
        '[ (](',
        '**x [a*b**c*](d)',
        '<>',
        '</<!--',
      ],
      ...[
        '[a](<b',
        '[a](b',
        '<!--',
        '&#',
        '\u0000',
        ' x',
        '- ',
        '> a\n\n',
        '> - a\n',
        '- \n\n',
        '`a``',
        '~~a ',
        '\\',
        '|a\n',
      ],
    ].map((piece) => [JSON.stringify(piece), piece.repeat(80_000 / piece.length)]),
  ),
  'lists ever deeper': Array.from({ length: 400 }, (_, level) => `${' '.repeat(level)}* a`).join('\n'),
  'ever more backticks': Array.from({ length: 400 }, (_, count) => `e${'`'.repeat(count)}`).join(''),
  'half of a pair': '\uD800 \uDC00'.repeat(20_000),
};
const inputs = Object.entries({ 'WV-42': long, 'WV-43': nested, 'WV-44': pathological }).flatMap(([id, texts]) =>
  Object.entries(texts).map(([name, text]) => ({ title: `${name} (${id})`, text })),
);
/** Generous: the machine may be busy. A quadratic reader takes minutes for these. */
const hangsMs = 40_000;

describe('an answer that is too much', function () {
  this.timeout(120_000);
  const lab = pageLab();
  let page: ChatPage;
  beforeEach(async () => {
    page = await lab.page();
    await page.snapshot();
    await page.start();
  });

  for (const { title, text } of inputs) {
    it(`is drawn and leaves the page alive: ${title}`, async () => {
      await page.text(text);
      await page.end();
      await page.answers.locator('footer').waitFor({ timeout: hangsMs });
      await page.composer.fill('still here');
      assert.equal(await page.composer.inputValue(), 'still here');
    });
  }

  it('is in the page in part when it is reasoning that is opened at its end', async () => {
    const paragraph = 'Some words about it, with **marks** and `code`.\n\n';
    await page.parts({ kind: 'reasoning', block: 0, delta: `${paragraph.repeat(10_000)}The end.` });
    await page.end();
    await page.raw.locator('summary').click();
    await page.answers.locator('.thinking strong').first().waitFor();
    assert.ok((await page.answers.locator('.thinking p').count()) < 2_000);
    await page.raw.locator('.scroll-viewport').evaluate((viewport) => viewport.scrollTo(0, viewport.scrollHeight));
    await page.answers.getByText('The end.').waitFor();
  });

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
      target.postMessage({ kind: 'parts', turn: 't1', parts: [part] }, target.origin);
    }, 1_000);
    await page.answers.locator('details').waitFor();
  });

  it('goes on after a frame in which the computer slept for hours', async () => {
    await page.raw.evaluate(`{
      const now = performance.now.bind(performance);
      let asked = 0;
      performance.now = () => now() + 3_600_000 * asked++;
    }`);
    for (const word of ['one', ' two', ' three']) {
      await page.text(word);
      await page.answers.last().getByText(word.trim()).waitFor();
    }
  });
});
