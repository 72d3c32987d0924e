import assert from 'node:assert/strict';
import type { ChatPage } from './chatPage.ts';
import { pageLab } from './pageLab.ts';

describe('the layout of the chat page', function () {
  this.timeout(60_000);
  const lab = pageLab();
  let page: ChatPage;
  beforeEach(async () => {
    page = await lab.page();
  });

  it('turns a list with its markers, and a paragraph, to the direction of their own text', async () => {
    const answer = await page.answer('Left\n\nשלום עולם\n\n- פריט\n- item\n\n> ציטוט\n');
    const directions = await answer
      .locator('.markdown > p, li, blockquote')
      .evaluateAll((all) => all.map((one) => `${one.localName} ${one.matches(':dir(rtl)') ? 'rtl' : 'ltr'}`));
    assert.deepEqual(directions, ['p ltr', 'p rtl', 'li rtl', 'li ltr', 'blockquote rtl']);
  });

  for (const theme of ['dark', 'light', 'highContrast'] as const) {
    for (const width of [200, 700]) {
      it(`needs no sideways scrolling at ${width} px (${theme})`, async () => {
        const narrow = await lab.page({ theme, width });
        await narrow.answer(
          `${'wide'.repeat(100)}\n\n\`\`\`\n${'x'.repeat(300)}\n\`\`\`\n\n|a|b|\n|-|-|\n|${'y'.repeat(200)}|z|\n`,
        );
        const [content, viewport] = await narrow.raw.evaluate<[number, number]>(
          '[document.querySelector(".conversation").scrollWidth, innerWidth]',
        );
        assert.ok(content <= viewport, `${content} px in ${viewport} px`);
      });
    }
  }

  it('has room for lists in lists at 200 px, with their markers', async () => {
    const narrow = await lab.page({ width: 200 });
    const answer = await narrow.answer(
      Array.from({ length: 12 }, (_, level) => `${'   '.repeat(level)}1. level ${level}`).join('\n'),
    );
    const boxes = await answer.locator('li > p').evaluateAll((all) =>
      all.map((one) => {
        const { left, right } = one.getBoundingClientRect();
        return { left, right };
      }),
    );
    assert.equal(boxes.length, 12);
    for (const { left, right } of boxes)
      assert.ok(left >= 20 && right <= 200 && right - left >= 40, `${left}–${right}`);
    const lastHeight = (await answer.locator('li').last().boundingBox())?.height ?? 0;
    assert.ok(lastHeight > 15 && lastHeight < 30, `marker and words on one line: ${lastHeight} px`);
  });
});
