import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type ChatPage, pageLab } from './chatPage.ts';
import { payloads } from './payloads.ts';

declare const markdownProbe: { vocabulary(text: string): readonly string[] };

const elements =
  'p div blockquote ul ol li pre code hr table thead tbody tr th td br em strong s a button span bdi'.split(' ');
const attributes =
  'class dir role aria-level aria-label aria-hidden tabindex scope start href title type data-host data-character'.split(
    ' ',
  );

describe('text that means harm', function () {
  this.timeout(120_000);
  const lab = pageLab();
  let page: ChatPage;
  before(async () => {
    page = await lab.page();
    await page.snapshot();
  });

  for (const payload of payloads) {
    it(`stays text, whole and half-arrived: ${JSON.stringify(payload.slice(0, 60))}`, async () => {
      await assertHarmless(payload);
    });
  }

  it('stays text in whatever combination', async () => {
    const pieces = fc.constantFrom(
      ...payloads.flatMap((payload) => payload.match(/\W|\w+/g) ?? []),
      '\n',
      '\n\n',
      '- ',
      '> ',
      '```\n',
    );
    const texts = fc.array(
      fc.oneof(
        fc.constantFrom(...payloads),
        fc.array(pieces, { maxLength: 12 }).map((all) => all.join('')),
      ),
      { maxLength: 4 },
    );
    await fc.assert(
      fc.asyncProperty(texts, async (all) => assertHarmless(all.join('\n'))),
      { numRuns: 300, seed: Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31), endOnFailure: true },
    );
  });

  it('runs nothing, loads nothing and breaks no rule of the policy in a whole conversation', async () => {
    const outcome = {
      kind: 'failed',
      sentence: payloads[1] ?? '',
      actions: [{ action: 'retry', label: payloads[0] ?? '' }],
    } as const;
    for (const [turn, payload] of payloads.entries()) {
      await page.post({ kind: 'started', turn, text: payload, by: payload });
      await page.post({
        kind: 'parts',
        turn,
        parts: [
          { kind: 'reasoning', block: 0, delta: payload },
          { kind: 'text', block: 1, delta: payload },
        ],
      });
      await page.post({ kind: 'ended', turn, outcome });
    }
    await page.post({
      kind: 'account',
      account: { label: payloads[1] ?? '', plan: payloads[0] ?? '', model: '<b>', notice: payloads[2] ?? '' },
    });
    for (const summary of await page.raw.locator('summary').all()) await summary.click();
    assert.equal(await page.raw.evaluate('String(window.xss)'), 'undefined');
    assert.deepEqual(await page.violations(), []);
    assert.deepEqual(page.troubles, []);
    assert.deepEqual(page.strangers, []);
  });

  it('would be noticed by these tests: an image of another host is refused by the policy', async () => {
    const other = await lab.page();
    // What goes wrong in this page is meant to.
    lab.keepPages();
    await other.raw.evaluate(
      'document.body.append(Object.assign(new Image(), { src: "https://attacker.test/x.png" }))',
    );
    await other.drawn();
    assert.deepEqual(await other.violations(), ['img-src https://attacker.test/x.png']);
    await assert.rejects(other.raw.evaluate('document.body.innerHTML = "<b>x</b>"'), /TrustedHTML/);
  });

  it('shows the true host of a link whose text names another, or that looks like another', async () => {
    const answer = await page.answer(
      '[https://bank.com](https://evil.test/x) [see **bank**&#8203;.com](https://evil.test) [pay](https://раypal.com/) [README.md](https://example.com/r) [see\nexample.com](https://www.example.com/y)',
    );
    const hosts = await answer.locator('a').evaluateAll((links) => links.map((link) => link.getAttribute('data-host')));
    assert.deepEqual(hosts, ['evil.test', 'evil.test', 'xn--ypal-43d9g.com', null, null]);
    assert.equal(await answer.locator('a').first().getAttribute('title'), 'https://evil.test/x');
  });

  it('shows characters that cannot be seen in code, and copies the code without them', async () => {
    const answer = await page.answer(
      '```js\nif (a\u202E) {\u200B}\u{E0041} // \u001b[31m\u2028x\u3164\n```\n\nText \u202Eturned\u202C and\u{E0042} end.',
    );
    const shown = await answer
      .locator('.hidden-character')
      .evaluateAll((marks) => marks.map((mark) => mark.getAttribute('data-character')));
    assert.deepEqual(shown, ['U+202E', 'U+200B', 'U+E0041', 'U+2028', 'U+3164', 'U+E0042']);
    assert.ok((await answer.locator('bdi').count()) > 0);
    await answer.getByRole('button', { name: 'Copy code' }).click();
    await answer.getByRole('button', { name: 'Copied' }).waitFor();
    assert.equal(await page.clipboard(), 'if (a) {} // [31mx');
    await answer.locator('.markdown').selectText();
    await page.raw.keyboard.press('ControlOrMeta+c');
    assert.doesNotMatch(await page.clipboard(), /[\u202A-\u202E\u{E0000}-\u{E007F}]/u);
  });

  async function assertHarmless(text: string): Promise<void> {
    const seen = await page.raw.evaluate((written) => markdownProbe.vocabulary(written), text);
    for (const name of seen) {
      const [element = '', attribute] = name.split('@');
      if (name.startsWith('scheme ')) assert.match(name, /^scheme (https?|mailto):$/);
      else assert.ok(elements.includes(element) && (attribute === undefined || attributes.includes(attribute)), name);
    }
    assert.equal(await page.raw.evaluate('String(window.xss)'), 'undefined');
  }
});
