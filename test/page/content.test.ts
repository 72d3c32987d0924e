import assert from 'node:assert/strict';
import { callId } from '../../src/core/model.ts';
import type { CodeUse, Intent } from '../../src/webview/bridge.ts';
import { codeBlockAt } from '../../src/webview/markdown/codeBlocks.ts';
import type { ChatPage } from './chatPage.ts';
import { pageLab } from './pageLab.ts';

const dot = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
const complete = { kind: 'complete', note: null } as const;

describe('what is in an answer', function () {
  this.timeout(60_000);
  const lab = pageLab();
  let page: ChatPage;
  beforeEach(async () => {
    page = await lab.page();
  });

  describe('code blocks', () => {
    it('name themselves by turn and place alone, in a running answer and a restored one (faults WV-13)', async () => {
      await page.snapshot({
        messages: [
          { role: 'user', text: 'One' },
          {
            role: 'assistant',
            turn: 'abc',
            by: '',
            outcome: complete,
            parts: [
              { kind: 'reasoning', text: '```js\nthought\n```' },
              { kind: 'text', text: '```js\nfirst\n```\n\n- x\n\n      second\n' },
              { kind: 'text', text: '> ```\n> third\n> ```\n' },
            ],
          },
        ],
      });
      await page.start('Two', 't7');
      await page.post({ kind: 'parts', turn: 't7', parts: [{ kind: 'text', block: 3, delta: '```py\nrunning' }] });
      await page.raw.getByText('running').waitFor();
      for (const button of await page.raw.getByRole('button', { name: 'Insert at the cursor' }).all())
        await button.click();
      await page.raw.getByRole('button', { name: 'Open in a new file' }).nth(1).click();
      await page.raw.getByRole('button', { name: 'Apply to a file' }).last().click();
      const used = (use: CodeUse, turn: string, text: number, block: number): Intent => {
        return { kind: 'code', use, turn, text, start: 0, block };
      };
      assert.deepEqual(await intents('code'), [
        used('insert', 'abc', 0, 0),
        used('insert', 'abc', 0, 1),
        used('insert', 'abc', 1, 0),
        used('insert', 't7', 0, 0),
        used('new-file', 'abc', 0, 1),
        used('apply', 't7', 0, 0),
      ]);
    });

    it('of a long answer are found again by the host wherever they are (faults WV-13)', async () => {
      const section = (index: number): string =>
        `Step ${index}:\r\n\r\n\`\`\`js\r\nlet a${index};\r\n\`\`\`\r\n\r\n- so\n\n      b${index}\n\n${'words '.repeat(40)}\n\n`;
      const text = Array.from({ length: 400 }, (_, index) => section(index)).join('');
      await page.answer(text);
      const seen = new Set<number>();
      for (const part of [0, 0.3, 0.6, 1]) {
        await page.raw.evaluate(
          `const view = document.querySelector('.scroll-viewport'); view.scrollTop = view.scrollHeight * ${part};`,
        );
        await page.drawn();
        await until(async () => {
          const codes = await clickedCodes();
          const ids = (await intents('code')).slice(-codes.length);
          const found = ids.map((id) => (id.kind === 'code' ? codeBlockAt(text, id.start, id.block)?.code : null));
          for (const id of ids) if (id.kind === 'code') seen.add(id.start);
          return codes.length > 0 && codes.every((code, index) => code === found[index]);
        });
      }
      assert.ok(seen.size >= 3, [...seen].join(' '));
    });

    it('of a thought can only be copied', async () => {
      await page.snapshot({
        messages: [
          {
            role: 'assistant',
            turn: 'abc',
            by: '',
            outcome: complete,
            parts: [{ kind: 'reasoning', text: '```\nx\n```' }],
          },
        ],
      });
      await page.raw.locator('summary').click();
      await page.answers.getByRole('button', { name: 'Copy code' }).waitFor();
      assert.equal(await page.answers.locator('.code-block').getByRole('button').count(), 1);
    });
  });

  describe('reasoning', () => {
    it('says for how long the model thought, as the host knows it', async () => {
      const parts = [
        { kind: 'reasoning', text: 'a', ms: 12_400 },
        { kind: 'reasoning', text: 'b', ms: 83_000 },
        { kind: 'reasoning', text: 'c' },
      ] as const;
      await page.snapshot({ messages: [{ role: 'assistant', by: '', outcome: complete, parts }] });
      assert.deepEqual(await page.raw.locator('summary').allTextContents(), [
        'Thought for 12 s',
        'Thought for 1 min 23 s',
        'Thought',
      ]);
    });

    it('says that the model thinks while it does, and then for how long that was seen', async () => {
      await page.snapshot();
      await page.start();
      await page.parts({ kind: 'reasoning', block: 0, delta: 'Hm' });
      assert.equal(await page.raw.locator('summary').textContent(), 'Thinking…');
      await page.text('So', 1);
      assert.match((await page.raw.locator('summary').textContent()) ?? '', /^Thought for \d+ s$/);
    });
  });

  describe('tool calls', () => {
    it('show what came of them as text, not as Markdown (faults WV-31)', async () => {
      const call = callId('call-1');
      const other = callId('call-2');
      await page.snapshot();
      await page.start();
      await page.parts(
        { kind: 'tool-call', block: 0, call, tool: 'read_file', input: { path: 'a' } },
        { kind: 'tool-call', block: 1, call: other, tool: 'run', input: {} },
        { kind: 'tool-result', block: 2, call, text: '**a** <b>', failed: false },
        { kind: 'tool-result', block: 3, call: other, text: 'no', failed: true },
        { kind: 'tool-result', block: 4, call: callId('unknown'), text: 'lost', failed: true },
      );
      await page.end();
      const [first, second] = await page.raw.locator('details').all();
      assert.equal(await page.raw.locator('details').count(), 2);
      await first?.locator('summary').click();
      await first?.getByText('**a** <b>').waitFor();
      assert.equal((await second?.locator('summary').textContent())?.trim(), 'runFailed');
    });
  });

  it('numbers its sources and opens them through the host', async () => {
    const source = (url: string, title: string) => ({ kind: 'citation', block: url.length, url, title }) as const;
    await page.snapshot();
    await page.start();
    await page.text('As I read.');
    await page.parts(
      source('https://a.test/x', 'A **title**'),
      source('https://a.test/x', 'A **title**'),
      source('https://раypal.com/', 'Pay'),
      source('javascript:alert(1)', 'Script'),
      source('https://bank.test/', 'https://good.test'),
    );
    await page.end();
    const list = page.raw.getByRole('list', { name: 'Sources' });
    assert.deepEqual(await list.locator('li').allTextContents(), ['A **title**', 'Pay', 'Script', 'https://good.test']);
    assert.deepEqual(
      await list.locator('a').evaluateAll((links) => links.map((link) => link.getAttribute('data-host'))),
      ['a.test', 'xn--ypal-43d9g.com', 'bank.test'],
    );
    await list.locator('a').first().click();
    assert.deepEqual((await page.intents()).at(-1), { kind: 'open-link', href: 'https://a.test/x' });
  });

  it('shows images that are what they say, and no others (faults WV-25)', async () => {
    const huge = btoa(`${atob(dot).slice(0, 16)}\0\0\x20\0\0\0\x20\0${atob(dot).slice(24)}`);
    await page.snapshot({
      messages: [
        { role: 'user', text: 'Look', images: [{ type: 'image/png', data: dot }] },
        {
          role: 'assistant',
          by: '',
          outcome: complete,
          parts: [
            { kind: 'image', image: { type: 'image/png', data: dot } },
            { kind: 'image', image: { type: 'image/jpeg', data: dot } },
            { kind: 'image', image: { type: 'image/png', data: huge } },
            { kind: 'image', image: { type: 'image/png', data: 'x" onerror="alert(1)' } },
            { kind: 'image', image: { type: 'image/png', data: 'A'.repeat(1_500_000) } },
          ],
        },
      ],
    });
    await page.postRaw({
      kind: 'parts',
      turn: 't1',
      parts: [{ kind: 'image', block: 9, image: { type: 'image/svg+xml', data: 'PHN2Zz4=' } }],
    });
    await page.questions.locator('img').waitFor();
    assert.equal(await page.answers.locator('img').count(), 1);
    assert.equal(await page.answers.getByText('An image that cannot be shown').count(), 4);
  });

  it('ticks tasks, and leaves what only looks like one', async () => {
    const answer = await page.answer('- [ ] open\n- [x] **done**\n- [x]none\n\n1. [X] loose\n\n   more\n');
    assert.deepEqual(
      await answer
        .locator('li')
        .evaluateAll((items) =>
          items.map(
            (item) => `${item.querySelector('.task-box')?.getAttribute('aria-label')} ${item.innerText.trim()}`,
          ),
        ),
      ['To do open', 'Done done', 'undefined [x]none', 'Done loose\n\nmore'],
    );
  });

  it('sets simple mathematics, shows other as its source, and money as money (faults WV-26)', async () => {
    const answer = await page.answer(
      'Euler: $e^{i\\pi} = -1$, \\(a_1\\) and $n$, for $5 or $6, US$7/CA$8 and $HOME/$PATH.\n\n$$\n\\href{javascript:alert(1)}{x}\n- b\n$$\n',
    );
    assert.deepEqual(await answer.locator('.math').allTextContents(), [
      'eiπ = −1',
      'a1',
      'n',
      '\\href{javascript:alert(1)}{x}\n- b',
    ]);
    assert.match((await answer.locator('p').textContent()) ?? '', /for \$5 or \$6, US\$7\/CA\$8 and \$HOME\/\$PATH\.$/);
    assert.equal(await answer.locator('a, svg, math, img').count(), 0);
  });

  it('scrolls a wide table sideways, also with the keyboard, while the page stays', async () => {
    const narrow = await lab.page({ width: 220 });
    const answer = await narrow.answer(`|${'column|'.repeat(12)}\n|${'-|'.repeat(12)}\n|${'value|'.repeat(12)}\n`);
    const table = answer.locator('.table-scroll');
    await table.focus();
    await narrow.raw.keyboard.press('ArrowRight');
    await until(() => table.evaluate((one) => one.scrollLeft > 0));
  });

  /** Resolves once it holds; if it never does, the test takes too long. */
  async function until(holds: () => Promise<boolean>): Promise<void> {
    while (!(await holds())) await page.drawn();
  }

  /** Clicks a button of each code block that is in the page, and returns what their code is. */
  async function clickedCodes(): Promise<readonly string[]> {
    const blocks = page.answers.locator('.code-block');
    return blocks.evaluateAll((all) =>
      all.map((block) => {
        block.querySelector('[data-code=insert]').click();
        return block.querySelector('code').textContent.replace(/\n$/, '');
      }),
    );
  }

  async function intents(kind: Intent['kind']): Promise<readonly Intent[]> {
    return (await page.intents()).filter((intent) => intent.kind === kind);
  }
});
