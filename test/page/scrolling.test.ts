import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { ChatPage } from './chatPage.ts';
import { pageLab } from './pageLab.ts';

describe('scrolling in the chat page', function () {
  this.timeout(60_000);
  const lab = pageLab();
  let page: ChatPage;
  beforeEach(async () => {
    page = await lab.page();
    await page.snapshot();
  });

  it('follows the answer while the reader is at its end', async () => {
    await page.start();
    for (let part = 0; part < 20; part++) await page.text(`Paragraph ${part}\n\n`);
    assert.ok((await fromEnd()) <= 1);
    assert.equal(await page.raw.locator('.to-bottom').isVisible(), false);
  });

  it('leaves the reader alone who has scrolled up, until they ask for the end', async () => {
    await page.start();
    await page.text('Words that fill the page.\n\n'.repeat(60));
    await page.raw.mouse.move(100, 200);
    const moved = await page.next('scrollend');
    await page.raw.mouse.wheel(0, -200);
    const toBottom = page.raw.locator('.to-bottom');
    await toBottom.waitFor();
    await moved();
    await page.drawn();
    const before = await scrollTop();
    for (let part = 0; part < 10; part++) await page.text('More of them.\n\n');
    assert.equal(await scrollTop(), before);
    await toBottom.click();
    await page.text('The end.');
    assert.ok((await fromEnd()) <= 1);
    await toBottom.waitFor({ state: 'hidden' });
  });

  it('offers no way to the end where all is in sight, whatever the reader opens', async () => {
    await page.start();
    await page.parts(
      { kind: 'reasoning', block: 0, delta: 'Hm', ms: 1_000 },
      { kind: 'text', block: 1, delta: 'Well.' },
    );
    const toBottom = page.raw.locator('.to-bottom');
    await page.raw.locator('summary').click();
    await page.answers.getByText('Hm').waitFor();
    await toBottom.waitFor({ state: 'hidden' });
    await page.text('\n\nWords that fill the page.'.repeat(60), 1);
    assert.ok((await fromEnd()) <= 1);
  });

  const smallSteps: Readonly<Record<string, () => Promise<unknown>>> = {
    'the scrollbar': () => page.raw.evaluate('document.querySelector(".scroll-viewport").scrollTop -= 4'),
    'a smooth movement': () =>
      page.raw.evaluate('document.querySelector(".scroll-viewport").scrollBy({ top: -12, behavior: "smooth" })'),
    'the keyboard': () => page.raw.keyboard.press('ArrowUp'),
  };
  for (const [name, stepUp] of Object.entries(smallSteps)) {
    it(`does not pull the reader back who goes up a little with ${name}`, async () => {
      await page.start();
      await page.text('Words that fill the page.\n\n'.repeat(60));
      await page.answers.getByText('Words').last().click();
      const atEnd = await scrollTop();
      const begun = await page.next('scroll');
      const moved = await page.next('scrollend');
      await stepUp();
      await begun();
      for (let part = 0; part < 10; part++) await page.text('More of them.\n\n');
      await moved();
      const before = await scrollTop();
      assert.ok(before < atEnd, `${before} px of ${atEnd}`);
      for (let part = 0; part < 10; part++) await page.text('And more.\n\n');
      assert.equal(await scrollTop(), before);
    });
  }

  it('goes on following when the page has more room, which scrolls it up a little', async () => {
    await page.start();
    await page.text('Words that fill the page.\n\n'.repeat(60));
    await page.composer.fill('a\n'.repeat(10));
    await page.drawn();
    const parts = [{ kind: 'text', block: 0, delta: 'More of them.\n\n' }];
    await page.raw.evaluate(`{
      const composer = document.querySelector('textarea');
      composer.value = '';
      composer.getBoundingClientRect();
      standIn.post(${JSON.stringify({ kind: 'parts', turn: 't1', parts })});
    }`);
    await page.answers.getByText('More of them.').waitFor();
    await page.drawn();
    assert.ok((await fromEnd()) <= 1);
  });

  it('goes on following while the side bar is dragged narrower', async () => {
    await page.start();
    await page.text('Words that fill more lines of the page when it is narrower than before.\n\n'.repeat(40));
    await page.raw.evaluate(`(async () => {
      const { port1, port2 } = new MessageChannel();
      for (let width = 300; width > 200; width--) {
        document.body.style.width = width + 'px';
        document.body.getBoundingClientRect();
        // The next step is between two frames, as a browser tells of another size of its window.
        await new Promise((resolve) => {
          port1.onmessage = resolve;
          requestAnimationFrame(() => port2.postMessage(null));
        });
      }
    })()`);
    await page.drawn();
    assert.ok((await fromEnd()) <= 1);
    assert.equal(await page.raw.locator('.to-bottom').isVisible(), false);
  });

  it('goes on following a reader who came back to the end', async () => {
    await page.start();
    await page.text('Words that fill the page.\n\n'.repeat(60));
    await page.raw.evaluate('document.querySelector(".scroll-viewport").scrollTop -= 300');
    await page.raw.locator('.to-bottom').waitFor();
    await page.raw.evaluate('document.querySelector(".scroll-viewport").scrollTop += 290');
    await page.raw.locator('.to-bottom').waitFor({ state: 'hidden' });
    await page.text('The end.');
    assert.ok((await fromEnd()) <= 1);
  });

  for (const [name, open] of [
    ['a click', (summary) => summary.click()],
    ['the keyboard', (summary) => summary.press('Enter')],
  ] satisfies readonly (readonly [string, (summary: Locator) => Promise<void>])[]) {
    it(`leaves a fold where it is that is opened with ${name} while the answer arrives`, async () => {
      await page.start();
      await page.text('Words that fill the page.\n\n'.repeat(60));
      await page.parts({ kind: 'reasoning', block: 1, delta: 'Hm, so be it.\n\n'.repeat(60) });
      const summary = page.answers.locator('summary');
      const before = await summary.boundingBox();
      await open(summary);
      await page.answers.getByText('Hm, so be it.').first().waitFor();
      for (let part = 0; part < 5; part++) await page.parts({ kind: 'reasoning', block: 1, delta: 'And so on.\n\n' });
      assert.deepEqual(await summary.boundingBox(), before);
    });
  }

  function fromEnd(): Promise<number> {
    return page.raw.evaluate<number>(
      '(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight)(document.querySelector(".scroll-viewport"))',
    );
  }

  function scrollTop(): Promise<number> {
    return page.raw.evaluate<number>('document.querySelector(".scroll-viewport").scrollTop');
  }
});
