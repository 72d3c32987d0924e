import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { ChatPage } from './chatPage.ts';
import { contrastOf } from './contrast.ts';
import { pageLab } from './pageLab.ts';
import type { Theme } from './themes.ts';

declare function getComputedStyle(element: unknown): { readonly color: string };

const colourful = [
  'import { a } from "b"; // comment',
  'const pattern = /x+/g, count = 12, yes = true, thing = new Thing();',
  'class Thing extends Base { @meta run(): string { return call(`x`); } }',
].join('\n');

describe('colours of code', function () {
  this.timeout(60_000);
  const lab = pageLab();
  let page: ChatPage;
  beforeEach(async () => {
    page = await lab.page();
  });

  it('come with a block that is closed, and leave its text as it was', async () => {
    const answer = await page.answer(`\`\`\`ts\n${colourful}\n\`\`\`\n`);
    await coloured(answer);
    assert.equal(await answer.locator('code').textContent(), `${colourful}\n`);
    assert.deepEqual(await textsOf(answer, 'keyword'), 'import from const new class extends return'.split(' '));
    assert.deepEqual(await textsOf(answer, 'comment'), ['// comment']);
    assert.deepEqual(await textsOf(answer, 'number'), ['12']);
    assert.deepEqual((await textsOf(answer, 'function')).at(-1), 'call');
  });

  it('come while the answer goes on, and not to the block that is still open (faults WV-47)', async () => {
    await page.snapshot();
    await page.start();
    await page.text('```js\nlet a = 1;\n```\n\nText.\n\n```js\nlet b = 2;\n');
    await coloured(page.answers);
    await page.text('let c = 3;\n');
    const blocks = page.answers.locator('code');
    assert.equal(await blocks.last().locator('span').count(), 0);
    await page.text('```\n\nMore\n\ntext.');
    await coloured(blocks.last());
    assert.equal(await blocks.last().textContent(), 'let b = 2;\nlet c = 3;\n');
  });

  it('wait until the reader has let go of what is selected in the code', async () => {
    await page.snapshot();
    await page.start();
    await page.text('```js\nlet a = 1;\n');
    const code = page.answers.locator('code');
    await code.selectText();
    await page.text('```\n\nMore\n\n```js\nlet b;\n```\n\nMore\n\ntext.\n');
    await coloured(page.answers);
    assert.equal(await code.first().locator('span').count(), 0);
    assert.equal(await page.raw.evaluate('getSelection().toString().trim()'), 'let a = 1;');
    await page.raw.evaluate('getSelection().removeAllRanges()');
    await code.first().locator('.token-keyword').waitFor();
  });

  it('leave the characters alone that cannot be seen', async () => {
    const answer = await page.answer('```js\nlet a\u202E = "x\u200By"; // z\n```\n');
    await coloured(answer);
    assert.deepEqual(
      await answer.locator('.hidden-character').evaluateAll((all) => all.map((one) => one.previousSibling.textContent)),
      ['a', '"x'],
    );
    assert.deepEqual(await textsOf(answer, 'string'), ['"x', 'y"']);
  });

  it('are never guessed: a block without a language, or with one that nobody knows, has none', async () => {
    const answer = await page.answer('```\nlet a;\n```\n\n```nonsense\nlet a;\n```\n\n```js\nlet b;\n```\n');
    await coloured(answer);
    assert.deepEqual(
      await answer.locator('code').evaluateAll((all) => all.map((one) => one.childElementCount)),
      [0, 0, 2],
    );
  });

  it('are left out where a block is too large, a line too long, or a grammar too slow (faults WV-46)', async () => {
    const lines = (count: number): string => 'let a = 1;\n'.repeat(count);
    const large = [lines(2_100), `let b = "${'x'.repeat(60_000)}";\n`];
    const long = `let c = "${'y'.repeat(2_000)}";\nlet d = 4;\n`;
    const answer = await page.answer([...large, long].map((code) => `\`\`\`js\n${code}\`\`\`\n`).join('\n'));
    await coloured(answer);
    assert.deepEqual(
      await answer.locator('code').evaluateAll((all) => all.map((one) => one.childElementCount)),
      [0, 0, 3],
    );
  });

  it('are those of the editor where the host knows them, and of the style sheet otherwise', async () => {
    const answer = await page.answer('```js\nlet a = "b"; // c\n```\n');
    await coloured(answer);
    const colourOf = (kind: string): Promise<string> =>
      answer.locator(`.token-${kind}`).evaluate((one) => getComputedStyle(one).color);
    const [string, comment] = [await colourOf('string'), await colourOf('comment')];
    await page.postRaw({
      kind: 'colours',
      ground: 'dark',
      colours: { string: '#123456', comment: 'url(https://attacker.test/x)' },
    });
    assert.deepEqual([await colourOf('string'), await colourOf('comment')], ['rgb(18, 52, 86)', comment]);
    await page.raw.evaluate('document.body.className = "vscode-light"');
    await page.drawn();
    assert.equal(await colourOf('string'), string, 'colours for another ground');
    await page.raw.evaluate('document.body.className = "vscode-dark"');
    await page.drawn();
    assert.equal(await colourOf('string'), 'rgb(18, 52, 86)');
    await page.post({ kind: 'colours', ground: 'dark', colours: {} });
    assert.equal(await colourOf('string'), string);
  });

  for (const theme of ['dark', 'light', 'highContrast', 'highContrastLight'] satisfies readonly Theme[]) {
    it(`can be read (${theme})`, async () => {
      const themed = await lab.page({ theme });
      const samples = [
        `\`\`\`ts\n${colourful}\n\`\`\``,
        '```diff\n-old\n+new\n@@ 1 @@\n```',
        '```html\n<a href="x">y</a>\n```',
      ];
      const answer = await themed.answer(samples.join('\n\n'));
      await coloured(answer);
      const kinds = new Set<string>();
      for (const token of await answer.locator('[class^=token-]').all()) {
        const kind = (await token.getAttribute('class')) ?? '';
        if (kinds.has(kind)) continue;
        kinds.add(kind);
        const contrast = await contrastOf(token);
        assert.ok(contrast >= 4.5, `${kind}: ${contrast.toFixed(2)}`);
      }
      assert.ok(kinds.size >= 12, [...kinds].join(' '));
    });
  }

  /** Resolves when the last block of code that gets colours has them to its end. */
  async function coloured(answer: Locator): Promise<void> {
    await answer.locator('[class^=token-]').last().waitFor();
    await answer.page().evaluate('standIn.drawn()');
  }
});

function textsOf(answer: Locator, kind: string): Promise<readonly string[]> {
  return answer.locator(`.token-${kind}`).allTextContents();
}
