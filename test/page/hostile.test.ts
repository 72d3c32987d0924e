import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ChatPage } from './chatPage.ts';
import { commonMarkExamples } from './commonMark.ts';
import { type Arrival, assertHarmless, byCharacter } from './harmless.ts';
import { markup } from './markup.ts';
import { pageLab } from './pageLab.ts';
import { payloads } from './payloads.ts';

declare const markdownProbe: { difference(text: string, pieces: readonly string[]): object | null };

describe('an answer that is made to harm', function () {
  this.timeout(120_000);
  const lab = pageLab();
  let page: ChatPage;
  before(async () => {
    page = await lab.page();
    await page.snapshot();
  });

  it('is no markup, whatever a sanitizer would have to find in it (WV-17, WV-20)', async () => {
    await assertHarmless(page, markup.map(byCharacter));
  });

  it('is no markup inside of any Markdown (WV-17)', async () => {
    const places = [
      '- $',
      '> $',
      '# $',
      '**$**',
      '[$](https://safe.test "$")',
      '`$`',
      '```$\n$\n```',
      '| $ |\n|---|\n| $ |',
    ];
    const texts = markup.flatMap((text) => places.map((place) => place.replaceAll('$', () => text)));
    await assertHarmless(
      page,
      texts.map((text) => [text, text.match(/.{1,20}/gs) ?? []]),
    );
  });

  it('may be every example of CommonMark, of which no HTML becomes an element, the same however it arrives (WV-18)', async () => {
    const examples = commonMarkExamples();
    assert.equal(examples.length, 652);
    await assertHarmless(page, examples.map(byCharacter));
    const different = await page.raw.evaluate(
      (all) => all.filter((text) => markdownProbe.difference(text, [...text]) !== null),
      examples,
    );
    assert.deepEqual(different, []);
  });

  it('may be any of it in whatever order and pieces (WV-19)', async () => {
    const words = [...payloads, ...markup].flatMap((payload) => payload.match(/\W|\w+/g) ?? []);
    const pieces = fc.constantFrom(...new Set(words), '\n', '\n\n', '- ', '> ', '```\n', '$$', '[a]: ');
    const text = fc
      .array(
        fc.oneof(
          fc.constantFrom(...payloads, ...markup),
          fc.array(pieces, { maxLength: 12 }).map((all) => all.join('')),
        ),
        { maxLength: 4 },
      )
      .map((all) => all.join('\n'));
    const arrival = fc
      .tuple(text, fc.array(fc.nat({ max: 400 }), { maxLength: 4 }))
      .map(([whole, cuts]): Arrival => [whole, cutAt(whole, cuts)]);
    await fc.assert(
      fc.asyncProperty(fc.array(arrival, { minLength: 100, maxLength: 100 }), (all) => assertHarmless(page, all)),
      { numRuns: 100, seed: Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31), endOnFailure: true },
    );
  });
});

function cutAt(text: string, places: readonly number[]): readonly string[] {
  const cuts = [0, ...places.filter((place) => place < text.length).sort((a, b) => a - b), text.length];
  return cuts.slice(1).map((end, index) => text.slice(cuts[index], end));
}
