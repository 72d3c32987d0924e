// Runs in the browser: draws Markdown whole and in pieces.
import { copyable } from '../../src/webview/markdown/invisible.ts';
import { renderMarkdown } from '../../src/webview/markdown/render.ts';
import { MarkdownStream } from '../../src/webview/markdown/stream.ts';

const outside = document.createElement('div');

function whole(text) {
  const root = document.createElement('div');
  root.append(renderMarkdown(text));
  root.normalize();
  return root.innerHTML;
}

/** Draws the text with a draw after every piece; `onDraw` sees every state between. */
function streamed(pieces, onDraw = () => {}) {
  const root = document.createElement('div');
  const stream = new MarkdownStream(root);
  for (const piece of pieces) {
    stream.append(piece);
    stream.draw();
    onDraw(root);
  }
  stream.finish();
  return root.innerHTML;
}

globalThis.markdownProbe = {
  whole,
  streamed,
  /** The pieces at which the streamed DOM differs from the whole one, or `null`. */
  difference(text, pieces) {
    const expected = whole(text);
    const actual = streamed(pieces);
    return actual === expected ? null : { expected, actual };
  },
  /** What the copy buttons of the code blocks give. */
  codes(pieces) {
    outside.replaceChildren();
    const stream = new MarkdownStream(outside);
    for (const piece of pieces) {
      stream.append(piece);
      stream.draw();
    }
    stream.finish();
    return [...outside.querySelectorAll('.code-block code')].map((code) =>
      copyable(code.textContent.replace(/\n$/, '')),
    );
  },
  /** Elements and attributes of every state while the text arrives in these pieces, and of the whole text. */
  vocabulary(text, pieces) {
    const seen = new Set();
    const note = (root) => {
      for (const node of root.querySelectorAll('*')) {
        seen.add(node.localName);
        for (const { name } of node.attributes) seen.add(`${node.localName}@${name}`);
        if (node.localName === 'a') seen.add(`scheme ${new URL(node.href).protocol}`);
      }
    };
    streamed(pieces, note);
    outside.replaceChildren(renderMarkdown(text));
    note(outside);
    return [...seen];
  },
  /** How many nodes of the page were put in, taken out or written anew while the text arrived in these pieces. */
  touched(pieces) {
    let count = 0;
    const seen = new MutationObserver(() => {});
    const note = () => {
      for (const { type, addedNodes, removedNodes } of seen.takeRecords()) {
        count += type === 'characterData' ? 1 : addedNodes.length + removedNodes.length;
      }
    };
    const root = document.createElement('div');
    seen.observe(root, { subtree: true, childList: true, characterData: true });
    const stream = new MarkdownStream(root);
    for (const piece of pieces) {
      stream.append(piece);
      stream.draw();
      note();
    }
    stream.finish();
    note();
    seen.disconnect();
    return count;
  },
};
