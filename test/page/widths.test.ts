import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { ChatPage } from './chatPage.ts';
import { pageLab } from './pageLab.ts';
import { openHistory, pageStates } from './pageStates.ts';

/** As much of the page as is read in it. */
interface Shown {
  readonly localName: string;
}
interface Style {
  readonly animationName: string;
  readonly backgroundColor: string;
  readonly color: string;
  readonly fontSize: string;
}
declare function getComputedStyle(shown: Shown): Style;

/** Most letters on a line of an answer; books have up to 80, screens with code and tables some more. */
const mostLetters = 120;

describe('the chat page in any size and mode', function () {
  this.timeout(60_000);
  const lab = pageLab();

  for (const [name, bring] of Object.entries(pageStates)) {
    it(`has everything within its width from 200 px on, also at twice the zoom and from right to left, when it is ${name}`, async () => {
      const page = await lab.page({ width: 200 });
      await bring(page);
      assert.deepEqual(await outside(page), []);
      await page.raw.evaluate(`document.documentElement.style.setProperty('zoom', '2')`);
      await page.raw.setViewportSize({ width: 640, height: 600 });
      await page.drawn();
      assert.deepEqual(await outside(page), [], 'twice the size');
      await page.raw.evaluate(`document.documentElement.dir = 'rtl'`);
      await page.drawn();
      assert.deepEqual(await outside(page), [], 'from right to left');
    });
  }

  it('has lines that can be read in an editor tab, in the middle of it', async () => {
    const page = await lab.page({ width: 1_600 });
    const answer = await page.answer('Words that go on. '.repeat(100));
    const { x = 0, width = 0 } = (await answer.locator('p').boundingBox()) ?? {};
    const letter = Number.parseFloat((await style(answer)).fontSize) / 2;
    assert.ok(width / letter <= mostLetters, `${width} px`);
    assert.ok(Math.abs(x + width / 2 - 800) < 20, `from ${x} px`);
    const composer = await page.composer.boundingBox();
    assert.ok(composer !== null && composer.width <= width, 'the place to write');
  });

  it('shows the chosen conversation in the colours that the system gives (forced colours)', async () => {
    const page = await lab.page();
    await page.raw.emulateMedia({ forcedColors: 'active' });
    await openHistory(page);
    const options = page.raw.getByRole('option');
    const [chosen, other] = [await style(options.first()), await style(options.nth(1))];
    assert.notEqual(chosen.backgroundColor, other.backgroundColor);
    assert.deepEqual((await style(options.first().locator('.history-detail'))).color, chosen.color);
  });

  it('moves nothing for who wants no motion', async () => {
    const page = await lab.page();
    await page.raw.emulateMedia({ reducedMotion: 'reduce' });
    await openHistory(page);
    assert.equal((await style(page.raw.locator('.history-mark .codicon').first())).animationName, 'none');
    await page.raw.keyboard.press('Escape');
    await page.start('More?', 't9');
    await page.post({ kind: 'reveal', turn: 't1' });
    for (const one of [page.raw.locator('.shimmer'), page.questions.first()]) {
      assert.equal((await style(one)).animationName, 'none');
    }
  });

  /** What can be done something with and is not wholly within the width of the page. */
  async function outside({ raw }: ChatPage): Promise<readonly string[]> {
    return raw.evaluate(`[...document.querySelectorAll('button, input, textarea, summary, [role=option]')]
      .map((one) => ({ one, box: one.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && (box.left < -0.5 || box.right > innerWidth + 0.5))
      .map(({ one, box }) => (one.ariaLabel ?? one.textContent) + ' ' + box.left + '–' + box.right)`);
  }

  function style(one: Locator): Promise<Style> {
    return one.evaluate((shown: Shown) => {
      const { animationName, backgroundColor, color, fontSize } = getComputedStyle(shown);
      return { animationName, backgroundColor, color, fontSize };
    });
  }
});
