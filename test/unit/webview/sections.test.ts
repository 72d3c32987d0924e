import assert from 'node:assert/strict';
import fc from 'fast-check';
import { tokensOf } from '../../../src/webview/markdown/tokens.ts';
import { type Section, SectionCutter } from '../../../src/webview/rows/sections.ts';

describe('the sections of a long text', function () {
  this.timeout(120_000);
  const filler = `${'Words that fill a section. '.repeat(20)}\n\n`.repeat(40);

  it('are read one by one as the whole text is', () => {
    const line = fc.constantFrom(
      ...[
        '',
        '',
        '',
        'text',
        'more text',
        '- item',
        '1. one',
        '2. two',
        '  nested',
        '   - deep',
        '> quote',
        '# heading',
      ],
      ...['```', '```ts', '~~~', '   ```', '  ```js', '    code', '| a | b |', '|---|---|', '| 1 | 2 |', '---', '==='],
      ...['[r]: https://r.test', '[r]', '*', '- ```', '> ```', 'a\tb', '\tcode'],
    );
    const part = fc.oneof({ weight: 6, arbitrary: line }, { weight: 1, arbitrary: fc.constant(filler) });
    fc.assert(
      fc.property(fc.array(part, { minLength: 4, maxLength: 60 }), (parts) => {
        const text = parts.join('\n');
        const sections = sectionsOf(text);
        assert.equal(sections.map(({ start, end }) => text.slice(start, end)).join(''), text);
        if (sections.some(({ opening }) => opening !== '')) return;
        const pieces = sections.map(({ start, end }) => shapeOf(text.slice(start, end), text));
        assert.deepEqual(pieces.flat(), shapeOf(text, text));
      }),
      { numRuns: 300, seed: Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31) },
    );
  });

  it('are the same however the text arrived', () => {
    const text = `${filler}- list\n\n${filler}\`\`\`ts\n${'let a = 1;\n\n'.repeat(3_000)}\`\`\`\n\n${filler}`;
    const cutter = new SectionCutter();
    for (let end = 1; end <= text.length; end += 997) while (cutter.read(text.slice(0, end)));
    while (cutter.read(text));
    assert.deepEqual([...cutter.closed, cutter.open(text)], sectionsOf(text));
  });

  for (const [name, text, opening] of [
    ['a code block', `\`\`\`ts\n${'let a = 1;\n\n'.repeat(100_000)}`, '```ts\n'],
    ['a table', `| a | b |\n|---|---|\n${'| 1 | 2 |\n'.repeat(100_000)}`, '| a | b |\n|---|---|\n'],
    ['a list', '- item\n'.repeat(200_000), ''],
    ['a paragraph of short lines', 'ab\n'.repeat(400_000), ''],
    ['one line', 'word '.repeat(250_000), ''],
    ['one word of pairs', '𝒳'.repeat(500_000), ''],
  ] as const) {
    it(`are short although ${name} is long, and nothing is lost (WV-42)`, () => {
      const sections = sectionsOf(text);
      assert.ok(Math.max(...sections.map(({ start, end }) => end - start)) <= 100_000);
      assert.equal(sections.map(({ start, end }) => text.slice(start, end)).join(''), text);
      assert.deepEqual([...new Set(sections.slice(1).map((section) => section.opening))], [opening]);
      assert.ok(sections.every(({ end }) => !/[\uDC00-\uDFFF]/.test(text.charAt(end))));
    });
  }

  it('know the targets of links that other sections define, and take nothing else for such', () => {
    const cutter = new SectionCutter();
    const text = `[a]: https://a.test\n[b]: <https://b.test> "B"\n[c]: no target at all\n\nno\n[d]: https://d.test\n\n`;
    cutter.read(`${text}${filler}${filler}`);
    assert.equal(cutter.definitions, '[a]: https://a.test\n[b]: <https://b.test> "B"\n');
  });
});

function sectionsOf(text: string): readonly Section[] {
  const cutter = new SectionCutter();
  while (cutter.read(text));
  return [...cutter.closed, cutter.open(text)];
}

/** What a text is read as: the types and contents of its tokens, link targets being known from the whole. */
function shapeOf(text: string, whole: string): readonly string[] {
  const { references } = tokensOf(whole, {});
  return tokensOf(text, references).tokens.map(({ type, content, tag, info }) => [type, tag, info, content].join(' '));
}
