import assert from 'node:assert/strict';
import { stringAt } from '../../src/core/json.ts';
import type { Intent } from '../../src/webview/bridge.ts';
import { maxImageLength } from '../../src/webview/composerBridge.ts';
import type { ChatPage } from './chatPage.ts';
import { pageLab } from './pageLab.ts';

// Runs in the page: makes what a clipboard or a drag holds, and gives it to whatever would get it.
const hand = `
  window.transfer = async (files, texts) => {
    const data = new DataTransfer();
    for (const { name, type, text, side } of files) {
      const content = side === undefined ? text : await picture(side, type);
      data.items.add(new File([content], name, { type }));
    }
    for (const [type, text] of Object.entries(texts)) data.setData(type, text);
    return data;
  };
  async function picture(side, type) {
    const canvas = new OffscreenCanvas(side, side / 2);
    const context = canvas.getContext('2d');
    const pixels = context.createImageData(side, side / 2);
    for (let at = 0; at < pixels.data.length; at += 65536) crypto.getRandomValues(pixels.data.subarray(at, at + 65536));
    context.putImageData(pixels, 0, 0);
    return canvas.convertToBlob({ type });
  }
`;

interface Given {
  readonly name: string;
  readonly type: string;
  readonly text?: string;
  /** Of an image that is noise, which no format makes small. */
  readonly side?: number;
}

describe('files in the chat page', function () {
  this.timeout(60_000);
  const lab = pageLab();
  let page: ChatPage;
  beforeEach(async () => {
    page = await lab.page();
    await page.snapshot();
    await page.raw.evaluate(hand);
  });

  it('attaches a pasted image, scaled to what vendors take', async () => {
    await paste([{ name: 'image.png', type: 'image/png', side: 3_000 }]);
    const [image] = await until('attach-image');
    assert.ok(image !== undefined && image.data.length <= maxImageLength, `${image?.data.length} characters`);
    const [width, height] = await sizeOf(image.type, image.data);
    assert.ok(width <= 1_568 && width > 700 && Math.abs(width / height - 2) < 0.02, `${width} × ${height}`);
  });

  it('keeps a small picture as it looks, and nothing else of its file', async () => {
    await paste([{ name: 'small.png', type: 'image/png', side: 40 }]);
    const [image] = await until('attach-image');
    assert.deepEqual([image?.name, image?.type], ['small.png', 'image/png']);
    assert.deepEqual(await sizeOf(image?.type ?? '', image?.data ?? ''), [40, 20]);
  });

  it('takes the text where a program copied a picture along with it', async () => {
    await paste([{ name: 'image.png', type: 'image/png', side: 40 }], { 'text/plain': 'a table' });
    await page.drawn();
    assert.deepEqual(await all('attach-image'), []);
  });

  it('attaches the text of a dropped file, and says why it leaves out what is neither text nor image', async () => {
    await drop([
      { name: 'notes.md', type: 'text/markdown', text: '# Notes' },
      { name: 'program.bin', type: '', text: 'a\u0000b' },
      { name: 'broken.png', type: 'image/png', text: 'no image' },
    ]);
    assert.deepEqual(await until('attach-text'), [{ kind: 'attach-text', name: 'notes.md', text: '# Notes' }]);
    await page.raw.getByText('program.bin is neither text nor an image').waitFor();
    await page.raw.getByText('broken.png is no image that can be read here.').waitFor();
  });

  it('takes what is dragged from the explorers of VS Code, all of it, also from a remote one', async () => {
    const remote = 'vscode-remote://ssh-remote%2Bbox/home/ada/a.ts';
    const second = 'file:///home/ada/b%20c.ts';
    await drop([], { 'application/vnd.code.uri-list': `${remote}\r\n${second}`, 'text/uri-list': remote });
    await drop([], { resourceurls: JSON.stringify([second]), 'text/plain': '/home/ada/b c.ts' });
    await drop([], { 'text/uri-list': `# a comment\r\n${remote}` });
    const uris = (await all('attach-dropped')).map((intent) => intent.uris);
    assert.deepEqual(uris, [[remote, second], [second], [remote]]);
  });

  it('leaves a dropped link, and any drop that is no file, to the text', async () => {
    await drop([], { 'text/uri-list': 'https://example.com/', 'text/plain': 'https://example.com/' });
    await drop([], { 'text/plain': 'words' });
    assert.deepEqual(await all('attach-dropped'), []);
  });

  it('shows where to drop only while something hangs over the page', async () => {
    await page.raw.evaluate(`transfer([{ name: 'a', type: '', text: 'a' }], {}).then((dataTransfer) =>
      document.querySelector('.conversation').dispatchEvent(
        new DragEvent('dragover', { dataTransfer, bubbles: true, cancelable: true })))`);
    await page.locate('drop-target').waitFor();
    await page.raw.evaluate("document.dispatchEvent(new DragEvent('dragleave'))");
    assert.equal(await page.locate('drop-target').isVisible(), false);
  });

  function paste(files: readonly Given[], texts: Readonly<Record<string, string>> = {}): Promise<unknown> {
    const event = "new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })";
    return give(files, texts, `document.querySelector('textarea').dispatchEvent(${event})`);
  }

  function drop(files: readonly Given[], texts: Readonly<Record<string, string>> = {}): Promise<unknown> {
    const event = "new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })";
    return give(files, texts, `document.querySelector('.content').dispatchEvent(${event})`);
  }

  function give(files: readonly Given[], texts: Readonly<Record<string, string>>, act: string): Promise<unknown> {
    const given = `${JSON.stringify(files)}, ${JSON.stringify(texts)}`;
    return page.raw.evaluate(`transfer(${given}).then((data) => { ${act} })`);
  }

  /** Width and height of an image in base64, as the browser reads it. */
  async function sizeOf(type: string, data: string): Promise<readonly [number, number]> {
    return page.raw.evaluate<[number, number]>(
      `createImageBitmap(new Blob([Uint8Array.from(atob('${data}'), (c) => c.charCodeAt(0))], { type: '${type}' }))
        .then(({ width, height }) => [width, height])`,
    );
  }

  async function all<K extends Intent['kind']>(kind: K): Promise<readonly Extract<Intent, { kind: K }>[]> {
    return (await page.intents()).filter((one): one is Extract<Intent, { kind: K }> => stringAt(one, 'kind') === kind);
  }

  /** The intents of this kind, as soon as there is one. */
  async function until<K extends Intent['kind']>(kind: K): Promise<readonly Extract<Intent, { kind: K }>[]> {
    for (;;) {
      const found = await all(kind);
      if (found.length > 0) return found;
      await page.drawn();
    }
  }
});
