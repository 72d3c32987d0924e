import assert from 'node:assert/strict';
import type { ShownMessage } from '../../src/webview/bridge.ts';
import type { ChatPage } from './chatPage.ts';
import { pageLab } from './pageLab.ts';

const outcome = { kind: 'complete', note: null } as const;
/** Most messages that are in the page at a time. */
const mostInPage = 60;

describe('a chat of many messages', function () {
  this.timeout(120_000);
  const lab = pageLab();
  let page: ChatPage;
  beforeEach(async () => {
    page = await lab.page();
  });

  it('opens at its end, with few of its messages in the page (WV-49)', async () => {
    await page.snapshot({ messages: turns(5_000) });
    await page.answers.getByText('Answer 4999', { exact: true }).waitFor();
    await page.drawn();
    assert.ok((await messagesInPage()) <= mostInPage);
    assert.ok((await fromEnd()) <= 1);
    assert.equal(await page.answers.last().getAttribute('aria-posinset'), '10000');
    assert.equal(await page.answers.last().getAttribute('aria-setsize'), '10000');
  });

  it('comes by every message in its order when it is scrolled through, and nothing moves but by the scrolling', async () => {
    await page.snapshot({ messages: turns(60) });
    await page.raw.mouse.move(150, 200);
    const seen = new Set<number>();
    for (let before = await scrollTop(); before > 0; ) {
      const numbers = await questionsInPage();
      assert.deepEqual(
        numbers,
        numbers.toSorted((a, b) => a - b),
      );
      for (const number of numbers) seen.add(number);
      assert.ok((await messagesInPage()) <= mostInPage);
      await stepKeepsPlace(400);
      before = await scrollTop();
    }
    for (const number of await questionsInPage()) seen.add(number);
    assert.equal(seen.size, 60);
  });

  it('shows what is at the place that the reader jumps to, and the end again when asked', async () => {
    await page.snapshot({ messages: turns(5_000) });
    await scrollTo(0);
    await page.questions.getByText('Question 0', { exact: true }).waitFor();
    await page.raw.locator('.to-bottom').click();
    await page.answers.getByText('Answer 4999', { exact: true }).waitFor();
    await page.drawn();
    assert.ok((await fromEnd()) <= 1);
    await page.start('One more');
    await page.text('And its answer.');
    await page.answers.getByText('And its answer.').waitFor();
    assert.ok((await fromEnd()) <= 1);
    assert.ok((await messagesInPage()) <= mostInPage);
  });

  it('stays where the reader is when something above changes its height, and when an answer arrives below', async () => {
    await page.snapshot({ messages: turns(50) });
    await page.start();
    await scrollTo((await scrollTop()) / 2);
    const seen = await firstInSight();
    const before = await topOf(seen);
    await page.raw.evaluate(`document.querySelector('.row details').open = true`);
    await page.drawn();
    const after = await topOf(seen);
    assert.ok(Math.abs(after - before) <= 1, `from ${before} to ${after} px`);
    await page.text('Words that fill the page.\n\n'.repeat(60));
    assert.equal(await topOf(seen), after);
  });

  it('keeps open what the reader has opened, also while it is not in the page', async () => {
    await page.snapshot({ messages: turns(200) });
    await page.raw.locator('summary').last().click();
    await page.answers.getByText('Hm 199').waitFor();
    await scrollTo(0);
    await page.questions.getByText('Question 0', { exact: true }).waitFor();
    await page.raw.locator('.to-bottom').click();
    await page.answers.getByText('Hm 199').waitFor();
  });

  it('goes from message to message with Alt and the arrows, also to those that are not in the page', async () => {
    await page.snapshot({ messages: turns(40) });
    await page.composer.focus();
    const passed: string[] = [];
    for (let press = 0; press < 79; press++) {
      await page.raw.keyboard.press('Alt+ArrowUp');
      passed.push(await page.raw.evaluate<string>('document.activeElement.getAttribute("aria-posinset")'));
    }
    assert.deepEqual(
      passed,
      Array.from({ length: 79 }, (_, press) => String(79 - press)),
    );
    await page.raw.keyboard.press('Alt+ArrowUp');
    await page.raw.keyboard.press('Alt+ArrowDown');
    assert.equal(await page.raw.evaluate('document.activeElement.textContent.includes("Answer 0")'), true);
    assert.equal(await page.raw.evaluate('document.activeElement.checkVisibility()'), true);
  });

  it('is scrolled with the keys although the message that had the focus is far away', async () => {
    await page.snapshot({ messages: turns(1_000) });
    await page.composer.focus();
    await page.raw.keyboard.press('Alt+ArrowUp');
    await scrollTo(0);
    await page.questions.getByText('Question 0', { exact: true }).waitFor();
    await page.raw.keyboard.press('PageDown');
    await until('document.querySelector(".scroll-viewport").scrollTop > 100');
  });

  it('keeps what is selected while the reader scrolls on', async () => {
    await page.snapshot({ messages: turns(100) });
    await page.answers.last().getByText('Answer 99').selectText();
    await page.raw.mouse.move(150, 200);
    for (let step = 0; step < 10; step++) {
      await page.raw.mouse.wheel(0, -600);
      await page.drawn();
    }
    assert.equal(await page.raw.evaluate('getSelection().toString()'), 'Answer 99');
  });

  it('shows a message that cannot be drawn as its text, and everything else as always', async () => {
    await page.raw.evaluate(`{
      const { createElement } = document;
      document.createElement = (name) => {
        if (name === 'hr') throw new Error('no rule today');
        return createElement.call(document, name);
      };
    }`);
    await page.snapshot({ messages: [...turns(1), answer('So *it*\n\n---\n\nends'), ...turns(1)] });
    await page.raw.locator('.broken').getByText('So *it* --- ends').waitFor();
    assert.deepEqual(await questionsInPage(), [0, 0]);
    await page.start();
    await page.text('Again\n\n---');
    await page.text('\n\nand on.');
    await page.raw.locator('.broken').getByText('Again --- and on.').waitFor();
    await page.end();
    await page.composer.fill('still here');
  });

  it('says that it lives when the host asks', async () => {
    await page.post({ kind: 'ping' });
    assert.deepEqual((await page.intents()).at(-1), { kind: 'alive' });
  });

  /** Scrolls up a little: what is in sight has to move by just as much. */
  async function stepKeepsPlace(by: number): Promise<void> {
    const seen = await firstInSight();
    const before = await topOf(seen);
    const ended = await page.next('scrollend');
    await page.raw.mouse.wheel(0, -by);
    await ended();
    await page.drawn();
    const moved = (await topOf(seen)) - before;
    assert.ok(Math.abs(moved - by) <= 1 || (await scrollTop()) === 0, `${moved} px instead of ${by}`);
  }

  async function until(condition: string): Promise<void> {
    await page.raw.evaluate(`(async () => {
      while (!(${condition})) await new Promise(requestAnimationFrame);
    })()`);
  }

  function firstInSight(): Promise<string> {
    return page.raw.evaluate<string>(
      `[...document.querySelectorAll('[data-role=message]')].find((one) => one.getBoundingClientRect().bottom > 50).getAttribute('aria-posinset')`,
    );
  }

  function topOf(place: string): Promise<number> {
    return page.raw.evaluate<number>(
      `document.querySelector('[aria-posinset="${place}"]').getBoundingClientRect().top`,
    );
  }

  async function questionsInPage(): Promise<readonly number[]> {
    return (await page.questions.allTextContents()).map((text) => Number(text.slice('Question '.length)));
  }

  function messagesInPage(): Promise<number> {
    return page.raw.locator('[data-role=message]').count();
  }

  async function scrollTo(top: number): Promise<void> {
    await page.raw.evaluate(`document.querySelector('.scroll-viewport').scrollTop = ${top}`);
    await page.drawn();
  }

  function scrollTop(): Promise<number> {
    return page.raw.evaluate<number>('document.querySelector(".scroll-viewport").scrollTop');
  }

  function fromEnd(): Promise<number> {
    return page.raw.evaluate<number>(
      '(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight)(document.querySelector(".scroll-viewport"))',
    );
  }
});

/** Questions and answers of different heights, each answer with its number, its thought and a list. */
function turns(count: number): readonly ShownMessage[] {
  return Array.from({ length: count }, (_, index): readonly ShownMessage[] => [
    { role: 'user', text: `Question ${index}` },
    {
      ...answer(`Answer ${index}\n\n${'- item of a list that is of some length\n'.repeat((index * 7) % 11)}`),
      parts: [
        { kind: 'reasoning', text: `Hm ${index}` },
        { kind: 'text', text: `Answer ${index}\n\n${'- an item of some length in a list\n'.repeat((index * 7) % 11)}` },
      ],
    },
  ]).flat();
}

function answer(text: string): Extract<ShownMessage, { role: 'assistant' }> {
  return { role: 'assistant', by: 'Work', outcome, parts: [{ kind: 'text', text }] };
}
