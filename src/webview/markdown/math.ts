import type MarkdownIt from 'markdown-it';

type Parser = InstanceType<typeof MarkdownIt>;
type InlineRule = Parameters<Parser['inline']['ruler']['push']>[1];
type BlockRule = Parameters<Parser['block']['ruler']['push']>[1];

/** Longer than this, it is no formula. */
const longestInline = 1_000;
const closers: ReadonlyMap<string, string> = new Map([
  ['$$', '$$'],
  ['\\[', '\\]'],
]);
/** Between single dollars there must be something of a formula: most dollars in a chat are money and variables of a shell. */
const formula = /[\\^_=<>+*/|]|^\p{L}'*$|^[\p{L}\d]+\([^()]*\)$/u;
const prose = /\p{L}{2,} \p{L}{2,}/u;
const alphanumeric = /[\p{L}\p{N}]/u;

/**
 * Reads mathematics: `$…$` and `\(…\)` in a line, `$$…$$` and `\[…\]` on lines of their own. The token's content is the TeX
 * source. A block begins with a line that is nothing but its opening and ends at the latest with a blank line, which TeX does
 * not allow in it; so what follows never changes where it began.
 */
export function readMath(markdown: Parser): void {
  markdown.inline.ruler.before('escape', 'math', inlineMath);
  markdown.block.ruler.before('fence', 'math', blockMath, { alt: ['paragraph', 'reference', 'blockquote', 'list'] });
}

const inlineMath: InlineRule = (state, silent) => {
  const { src, pos } = state;
  const two = src.slice(pos, pos + 2);
  const opening = two === '\\(' || closers.has(two) ? two : (two[0] ?? '');
  if (opening !== '\\(' && opening !== '$' && !closers.has(opening)) return false;
  const closing = opening === '\\(' ? '\\)' : (closers.get(opening) ?? '$');
  const start = pos + opening.length;
  const end = src.slice(0, start + longestInline).indexOf(closing, start);
  const content = src.slice(start, end);
  if (end === -1 || content.trim() === '' || (opening === '$' && !isFormula(src, pos, end))) return false;
  if (!silent) {
    const token = state.push('math_inline', '', 0);
    token.content = content.trim();
  }
  state.pos = end + closing.length;
  return true;
};

/** Whether what is between single dollars is meant as mathematics (as in Pandoc's Markdown, and a little stricter). */
function isFormula(src: string, opening: number, closing: number): boolean {
  const content = src.slice(opening + 1, closing);
  const isInWord = alphanumeric.test(src[opening - 1] ?? '') || alphanumeric.test(src[closing + 1] ?? '');
  return !isInWord && content === content.trim() && formula.test(content) && !prose.test(content);
}

const blockMath: BlockRule = (state, startLine, endLine, silent) => {
  const first = lineAt(startLine);
  const opening = first.slice(0, 2);
  const closing = closers.get(opening);
  if (closing === undefined || (state.sCount[startLine] ?? 0) - state.blkIndent >= 4) return false;
  const isOneLine = first.length > 4 && first.endsWith(closing);
  if (!isOneLine && first !== opening) return false;
  if (silent) return true;
  let line = startLine + 1;
  const lines: string[] = isOneLine ? [first.slice(2, -2).trim()] : [];
  for (let isOpen = !isOneLine; isOpen && line < endLine && belongs(line); line++) {
    const text = lineAt(line);
    isOpen = !text.endsWith(closing);
    lines.push(isOpen ? text : text.slice(0, -closing.length).trimEnd());
  }
  const token = state.push('math_block', '', 0);
  token.content = lines.join('\n').trim();
  token.map = [startLine, line];
  state.line = line;
  return true;

  function lineAt(number: number): string {
    return state.src.slice((state.bMarks[number] ?? 0) + (state.tShift[number] ?? 0), state.eMarks[number] ?? 0).trim();
  }

  function belongs(number: number): boolean {
    return !state.isEmpty(number) && (state.sCount[number] ?? 0) >= state.blkIndent;
  }
};
