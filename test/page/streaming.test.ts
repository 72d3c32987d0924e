import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type ChatPage, pageLab } from './chatPage.ts';
import { corpus } from './corpus.ts';

declare const markdownProbe: {
  difference(text: string, pieces: readonly string[]): { readonly expected: string; readonly actual: string } | null;
  timed(pieces: readonly string[]): { readonly longestMs: number; readonly totalMs: number };
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

  it('is drawn as the whole text is, whatever blocks follow each other and however they are cut', async () => {
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
      '[r]',
    );
    const text = fc.array(lines, { minLength: 1, maxLength: 14 }).map((all) => all.join('\n'));
    const cuts = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(text, cuts), { minLength: 100, maxLength: 100 }), async (cases) => {
        for (const [whole, sizes] of cases) await sameAsWhole(whole, cutBy(whole, sizes));
      }),
      { numRuns: 20, seed: Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31), endOnFailure: true },
    );
  });

  it('costs as much per piece at its end as at its beginning', async () => {
    const section = `Some words about it, with **marks** and \`code\`.\n\n- one\n- two\n\n\`\`\`ts\nlet a = 1;\n\`\`\`\n\n`;
    const pieces = (count: number): string[] => section.repeat(count).match(/.{1,8}/gs) ?? [];
    const short = await timed(pieces(100));
    const long = await timed(pieces(800));
    assert.ok(long.totalMs / short.totalMs < 8 * 2.5, `${short.totalMs} ms for 1, ${long.totalMs} ms for 8`);
  });

  for (const [name, line] of [
    ['list', '- an item of a list\n'],
    ['table', '| a | b |\n'],
    ['code block', 'let a = 1;\n'],
  ] as const) {
    it(`costs as much per line at the end of one long ${name} as at its beginning`, async () => {
      const first = { list: '', table: '| a | b |\n|---|---|\n', 'code block': '```\n' }[name];
      const lines = (count: number): string[] => [first, ...Array<string>(count).fill(line)];
      const short = await timed(lines(500));
      const long = await timed(lines(4_000));
      assert.ok(long.totalMs / short.totalMs < 8 * 3, `${short.totalMs} ms for 1, ${long.totalMs} ms for 8`);
    });
  }

  async function sameAsWhole(text: string, pieces: readonly string[]): Promise<void> {
    const different = await page.raw.evaluate(([whole, parts]) => markdownProbe.difference(whole, parts), [
      text,
      pieces,
    ] as const);
    assert.equal(different?.actual, different?.expected, `pieces ${JSON.stringify(pieces)}`);
  }

  function timed(pieces: readonly string[]): Promise<{ readonly totalMs: number }> {
    return page.raw.evaluate((parts) => markdownProbe.timed(parts), pieces);
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
