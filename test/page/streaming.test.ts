import assert from 'node:assert/strict';
import fc from 'fast-check';
import { codeBlocksIn } from '../../src/webview/markdown/codeBlocks.ts';
import type { ChatPage } from './chatPage.ts';
import { corpus } from './corpus.ts';
import { pageLab } from './pageLab.ts';

declare const markdownProbe: {
  codes(pieces: readonly string[]): readonly string[];
  difference(text: string, pieces: readonly string[]): { readonly expected: string; readonly actual: string } | null;
  touched(pieces: readonly string[]): number;
};

describe('an answer that streams', function () {
  this.timeout(120_000);
  const lab = pageLab();
  let page: ChatPage;
  before(async () => {
    page = await lab.page();
  });

  for (const text of corpus) {
    const title = JSON.stringify(text.slice(0, 40));
    it(`is drawn as the whole text is: ${title}, character by character`, async () => {
      await sameAsWhole(text, [...text]);
    });
    it(`is drawn as the whole text is: ${title}, cut in two anywhere`, async () => {
      const cuts = Array.from({ length: text.length + 1 }, (_, at) => [text.slice(0, at), text.slice(at)]);
      for (const pieces of cuts) await sameAsWhole(text, pieces);
    });
  }

  it('has the code blocks that the host counts in it, with the same text (faults WV-13)', async () => {
    for (const text of corpus) await sameCodesAsHost(text, [...text]);
    const [hidden] = codeBlocksIn('```\nlet a\u202E = "\u200B\u{E0041}";\u001b[31m\n```');
    assert.equal(hidden?.code, 'let a = "";[31m');
  });

  it('is drawn as the whole text is, with the code blocks that the host counts, whatever blocks follow each other and however they are cut', async () => {
    const lines = fc.constantFrom(
      ...new Set(corpus.flatMap((text) => text.split('\n'))),
      '',
      '',
      '- item',
      '1. one',
      '  nested',
      '    deep',
      '> q',
      '```',
      '| a | b |',
      '|---|---|',
      '| 1 | 2 |',
      '# h',
      '===',
      '---',
      '[r]: https://r.test',
      '[r]: src/r.ts',
      '- [x] task',
      '$$',
      '$$ x $$',
      'a $b^2$ c',
      '    indented',
      '~~~js',
      '[r]',
    );
    const text = fc.array(lines, { minLength: 1, maxLength: 14 }).map((all) => all.join('\n'));
    const cuts = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(text, cuts), { minLength: 100, maxLength: 100 }), async (cases) => {
        for (const [whole, sizes] of cases) {
          await sameAsWhole(whole, cutBy(whole, sizes));
          await sameCodesAsHost(whole, cutBy(whole, sizes));
        }
      }),
      { numRuns: 20, seed: Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31), endOnFailure: true },
    );
  });

  for (const [name, section] of [
    ['answer', 'Some words about it, with **marks** and `code`.\n\n- one\n- two\n\n```ts\nlet a = 1;\n```\n\n'],
    ['list', '- an item of a list\n'],
    ['table', '| a | b |\n'],
    ['code block', 'let a = 1;\n'],
  ] as const) {
    it(`changes as little of the page at the end of a long ${name} as at its beginning (faults WV-45)`, async () => {
      const first = { answer: '', list: '', table: '| a | b |\n|---|---|\n', 'code block': '```\n' }[name];
      const pieces = (count: number): readonly string[] => [first, ...(section.repeat(count).match(/.{1,8}/gs) ?? [])];
      const short = await touched(pieces(100));
      const long = await touched(pieces(800));
      assert.ok(long <= short * 8.1, `${short} for 1, ${long} for 8`);
    });
  }

  async function sameAsWhole(text: string, pieces: readonly string[]): Promise<void> {
    const different = await page.raw.evaluate(([whole, parts]) => markdownProbe.difference(whole, parts), [
      text,
      pieces,
    ] as const);
    assert.equal(different?.actual, different?.expected, `pieces ${JSON.stringify(pieces)}`);
  }

  async function sameCodesAsHost(text: string, pieces: readonly string[]): Promise<void> {
    const codes = await page.raw.evaluate((parts) => markdownProbe.codes(parts), pieces);
    assert.deepEqual(
      codeBlocksIn(text).map(({ code }) => code),
      codes,
      `pieces ${JSON.stringify(pieces)}`,
    );
  }

  function touched(pieces: readonly string[]): Promise<number> {
    return page.raw.evaluate((parts) => markdownProbe.touched(parts), pieces);
  }
});

function cutBy(text: string, sizes: readonly number[]): readonly string[] {
  const pieces: string[] = [];
  for (let at = 0, index = 0; at < text.length; index++) {
    const size = sizes[index % sizes.length] ?? 1;
    pieces.push(text.slice(at, at + size));
    at += size;
  }
  return pieces;
}
