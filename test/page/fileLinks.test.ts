import assert from 'node:assert/strict';
import type { Intent } from '../../src/webview/bridge.ts';
import type { ChatPage } from './chatPage.ts';
import { pageLab } from './pageLab.ts';

describe('files that an answer names', function () {
  this.timeout(60_000);
  const lab = pageLab();
  let page: ChatPage;
  beforeEach(async () => {
    page = await lab.page();
  });

  it('become links only where the host knows them, and are opened by number (faults WV-12, WV-27)', async () => {
    await page.answer('See `src/a.ts:12`, `no/such.ts`, [the b](lib/b.ts#L3), `let a` and [web](https://c.test).');
    await until(async () => (await intents('find-files')).length === 1);
    const written = ['src/a.ts:12', 'no/such.ts', 'lib/b.ts#L3'];
    assert.deepEqual(await intents('find-files'), [{ kind: 'find-files', turn: 't1', written }]);
    assert.equal(await page.answers.locator('[data-file]').count(), 0);
    await page.post({
      kind: 'files',
      turn: 't1',
      files: [
        { written: 'src/a.ts:12', file: 4 },
        { written: 'lib/b.ts#L3', file: 5 },
      ],
    });
    assert.deepEqual(await page.answers.getByRole('link').allTextContents(), ['src/a.ts:12', 'the b', 'web']);
    await page.answers.getByText('src/a.ts:12').click();
    await page.answers.getByText('the b').focus();
    await page.raw.keyboard.press('Enter');
    assert.deepEqual(await intents('open-file'), [
      { kind: 'open-file', file: 4 },
      { kind: 'open-file', file: 5 },
    ]);
  });

  it('are not asked for twice in one answer, nor before their paragraph is complete', async () => {
    await page.snapshot();
    await page.start();
    await page.text('A `a.ts` and ');
    assert.deepEqual(await intents('find-files'), []);
    await page.text('`b.ts`.\n\nThen\n`a.ts');
    await page.text('`.\n\nEnd\n\n');
    await page.end();
    await page.drawn();
    await until(async () => (await intents('find-files')).length > 0);
    const asked = (await intents('find-files')).flatMap((intent) =>
      intent.kind === 'find-files' ? [intent.written] : [],
    );
    assert.deepEqual(asked, [['a.ts', 'b.ts']]);
  });

  for (const [name, pieces] of [
    ['all at once', ['```ts title="src/a.ts"\nlet a = 1;\n```\n\nEnd']],
    ['line by line', ['```ts ti', 'tle="src/a.ts"\n', 'let a', ' = 1;\n', 'let b;\n', '```', '\n\nEnd']],
  ] as const) {
    it(`are named above code that is of one, and opened from there, when it arrives ${name}`, async () => {
      await page.snapshot();
      await page.start();
      for (const piece of pieces) await page.text(piece);
      await page.end();
      const title = page.answers.locator('.code-title');
      await until(async () => (await intents('find-files')).length > 0);
      assert.deepEqual(await intents('find-files'), [{ kind: 'find-files', turn: 't1', written: ['src/a.ts'] }]);
      await page.post({ kind: 'files', turn: 't1', files: [{ written: 'src/a.ts', file: 3 }] });
      await title.click();
      assert.deepEqual(await intents('open-file'), [{ kind: 'open-file', file: 3 }]);
    });
  }

  /** Resolves once it holds; if it never does, the test takes too long. */
  async function until(holds: () => Promise<boolean>): Promise<void> {
    while (!(await holds())) await page.drawn();
  }

  async function intents(kind: Intent['kind']): Promise<readonly Intent[]> {
    return (await page.intents()).filter((intent) => intent.kind === kind);
  }
});
