import assert from 'node:assert/strict';
import type { ShownMessage } from '../../src/webview/bridge.ts';
import type { ChatPage } from './chatPage.ts';
import { pageLab } from './pageLab.ts';

/** Most elements in the page, whatever the length of the answer. */
const mostElements = 6_000;
const words = 'Some words about it, with **marks** and `code`, that fill a line or two of the page. ';

describe('a long answer', function () {
  this.timeout(120_000);
  const lab = pageLab();
  let page: ChatPage;
  beforeEach(async () => {
    page = await lab.page();
  });

  it('of 8 MB opens at its end, is shown wherever the reader goes, and is copied as a whole (WV-41)', async () => {
    const text = longText(8_000_000);
    await page.snapshot({ messages: [answer(text)] });
    await page.answers.getByText('The end.', { exact: true }).waitFor();
    await page.answers.locator('footer').waitFor();
    assert.ok((await elements()) <= mostElements, `${await elements()} elements`);
    await scrollTo(0);
    await heading(0).waitFor();
    assert.ok((await elements()) <= mostElements, `${await elements()} elements`);
    await page.raw.locator('.to-bottom').click();
    await page.answers.getByText('The end.', { exact: true }).waitFor();
    await page.answers.getByRole('button', { name: 'Copy answer' }).click();
    const isCopied = `navigator.clipboard.readText().then((text) => text.length === ${text.length})`;
    await page.raw.waitForFunction(isCopied, undefined, { polling: 500 });
  });

  it('that arrived in pieces is whole, each part in its order', async () => {
    await page.snapshot();
    await page.start();
    const text = longText(150_000);
    for (let at = 0; at < text.length; at += 7_001) await page.text(text.slice(at, at + 7_001));
    await page.end();
    await page.answers.getByText('The end.', { exact: true }).waitFor();
    assert.ok((await page.raw.locator('.text-section:empty').count()) > 0);
    const last = Number(/Part (\d+)\n[^#]*$/.exec(text)?.[1]);
    const seen = new Set<number>();
    await page.raw.mouse.move(150, 200);
    while ((await page.raw.evaluate<number>('document.querySelector(".scroll-viewport").scrollTop')) > 0) {
      const parts = (await page.answers.getByRole('heading').allTextContents()).map((title) => Number(title.slice(5)));
      for (const part of parts) seen.add(part);
      assert.deepEqual(
        parts,
        parts.toSorted((a, b) => a - b),
      );
      await page.raw.mouse.wheel(0, -3_000);
      await page.drawn();
    }
    await heading(0).waitFor();
    for (const title of await page.answers.getByRole('heading').allTextContents()) seen.add(Number(title.slice(5)));
    assert.equal(seen.size, last + 1);
  });

  it('knows in each of its sections the links that are defined at its end', async () => {
    await page.snapshot();
    await page.start();
    const text = `See [the docs][d] first.\n\n${longText(60_000)}\n\n[d]: https://docs.test/\n`;
    for (let at = 0; at < text.length; at += 9_999) await page.text(text.slice(at, at + 9_999));
    await page.end();
    await scrollTo(0);
    await page.answers.getByRole('link', { name: 'the docs' }).waitFor();
  });

  it('goes on where the reader is who has scrolled up, while more of it arrives', async () => {
    await page.snapshot();
    await page.start();
    await page.text(longText(60_000));
    await heading(0).waitFor({ state: 'detached' });
    await scrollTo(3_000);
    await page.drawn();
    const seen = page.answers.getByRole('heading').first();
    const before = await seen.boundingBox();
    for (let piece = 0; piece < 10; piece++) await page.text(longText(20_000));
    assert.deepEqual(await seen.boundingBox(), before);
  });

  function heading(part: number): ReturnType<typeof page.answers.getByRole> {
    return page.answers.getByRole('heading', { name: `Part ${part}`, exact: true });
  }

  function elements(): Promise<number> {
    return page.raw.evaluate<number>('document.querySelectorAll("*").length');
  }

  async function scrollTo(top: number): Promise<void> {
    await page.raw.evaluate(`document.querySelector('.scroll-viewport').scrollTop = ${top}`);
    await page.drawn();
  }
});

function answer(text: string): ShownMessage {
  return { role: 'assistant', by: '', outcome: { kind: 'complete', note: null }, parts: [{ kind: 'text', text }] };
}

/** Numbered parts with prose, a list and code. */
function longText(length: number): string {
  let text = '';
  for (let part = 0; text.length < length; part++) {
    text += `## Part ${part}\n\n${words.repeat(8)}\n\n- one\n- two\n\n\`\`\`ts\n${'let a = 1;\n\n'.repeat(10)}\`\`\`\n\n`;
  }
  return `${text}The end.`;
}
