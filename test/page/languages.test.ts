import assert from 'node:assert/strict';
import { emptyComposer } from '../../src/webview/composerBridge.ts';
import { bundle, type Language } from '../languages.ts';
import { account, type ChatPage } from './chatPage.ts';
import { pageLab } from './pageLab.ts';
import { messages, pageStates } from './pageStates.ts';

const width = 220;
/** The one with the longest words, and the one with the widest letters. */
const languages = ['de', 'ja'] as const;

describe('the chat page in other languages', function () {
  this.timeout(120_000);
  const lab = pageLab();

  for (const language of languages) {
    it(`has room for its words at ${width} px in every state (${language})`, async () => {
      for (const [name, bring] of Object.entries(pageStates)) {
        const page = await lab.page({ width, language });
        // What turns is not always within its place.
        await page.raw.emulateMedia({ reducedMotion: 'reduce' });
        await wideScript(page, language);
        await bring(page);
        assert.deepEqual(await clipped(page), [], name);
        assert.deepEqual(await clippedHints(page), [], name);
        await lab.closePages();
      }
    });

    it(`says who answers and pays at ${width} px (${language})`, async () => {
      const page = await lab.page({ width, language });
      await wideScript(page, language);
      const pays = bundle(language).get('{0} plan pays')?.replace('{0}', 'Plus') ?? '';
      await page.snapshot({ account: { ...account, payer: pays, notice: 'Using ChatGPT plan' }, messages });
      assert.deepEqual(await clipped(page), []);
      const said = bundle(language).get('Answers come from {0}. {1}. Switch account') ?? '';
      const label = said.replace('{0}', 'Work · Plus').replace('{1}', pays);
      assert.equal(await page.locate('account').getAttribute('aria-label'), label);
    });
  }

  it('counts as its language does, whatever the browser speaks', async () => {
    const page = await lab.page({ language: 'de' });
    await page.snapshot();
    assert.equal(await page.raw.evaluate('document.documentElement.lang'), 'de');
    await page.post({ kind: 'composer', composer: { ...emptyComposer, tokens: 1_200_000, window: 2_000_000 } });
    assert.match((await page.locate('meter').getAttribute('aria-valuetext')) ?? '', /1,2\sMio\. von 2\sMio\. Token/);
  });

  /** Where no font has the script, its letters are drawn as boxes that are too narrow: here they are as wide as they are high. */
  async function wideScript(page: ChatPage, language: Language): Promise<void> {
    if (language === 'de') return;
    await page.raw.evaluate(`{
      const measure = document.createElement('canvas').getContext('2d');
      const { fontSize, fontFamily } = getComputedStyle(document.body);
      measure.font = fontSize + ' ' + fontFamily;
      const missing = Number.parseFloat(fontSize) - measure.measureText('語').width;
      if (missing > 0.5) {
        document.body.style.setProperty('letter-spacing', missing + 'px');
        document.styleSheets[0].insertRule('.codicon { letter-spacing: 0; }');
      }
    }`);
  }

  /** Words that are cut off at a side, but for those of the person, which may be of any length and end in an ellipsis. */
  async function clipped({ raw }: ChatPage): Promise<readonly string[]> {
    return raw.evaluate(`[...document.querySelectorAll('#app *')]
      .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest('svg, .screen-reader-only, textarea'))
      .filter((one) => getComputedStyle(one).display !== 'inline' && getComputedStyle(one).textOverflow !== 'ellipsis')
      .filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0)
      .map((one) => one.localName + '.' + one.className + ': ' + one.textContent.slice(0, 80))`);
  }

  /** What an empty box says and has no room for. */
  async function clippedHints({ raw }: ChatPage): Promise<readonly string[]> {
    return raw.evaluate(`[...document.querySelectorAll('#app input[placeholder]')]
      .filter((box) => box.checkVisibility())
      .filter((box) => {
        const { font, letterSpacing, paddingLeft, paddingRight } = getComputedStyle(box);
        const measure = Object.assign(document.createElement('canvas').getContext('2d'), { font });
        if (letterSpacing !== 'normal') measure.letterSpacing = letterSpacing;
        const room = box.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
        return measure.measureText(box.placeholder).width > room;
      })
      .map((box) => box.placeholder)`);
  }
});
