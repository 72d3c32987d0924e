// Runs in the browser: draws Markdown whole and in pieces.
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
  /** Elements and attributes of every state while the text arrives a character at a time. */
  vocabulary(text) {
    const seen = new Set();
    const note = (root) => {
      for (const node of root.querySelectorAll('*')) {
        seen.add(node.localName);
        for (const { name } of node.attributes) seen.add(`${node.localName}@${name}`);
        if (node.localName === 'a') seen.add(`scheme ${new URL(node.href).protocol}`);
      }
    };
    streamed([...text], note);
    outside.replaceChildren(renderMarkdown(text));
    note(outside);
    return [...seen];
  },
  /** Longest draw and total time in ms. */
  timed(pieces) {
    let longestMs = 0;
    let last = performance.now();
    const startedAt = last;
    streamed(pieces, () => {
      const now = performance.now();
      longestMs = Math.max(longestMs, now - last);
      last = now;
    });
    return { longestMs, totalMs: performance.now() - startedAt };
  },
};
