import MarkdownIt from 'markdown-it';
import { fileReferenceIn } from './fileReference.ts';
import { openableHref } from './links.ts';
import { readMath } from './math.ts';
import { readTaskLists } from './taskLists.ts';

type Parser = InstanceType<typeof MarkdownIt>;
export type Token = ReturnType<Parser['parse']>[number];
/** Link reference definitions by normalised label. */
export type References = NonNullable<Parameters<Parser['parse']>[1]['references']>;

/** A paragraph longer than this is shown as it is written: reading marks in it would hold up the page. */
export const longestInline = 20_000;
/** Quotes and lists nested deeper than this are shown as they are written. */
const deepestLevel = 40;

const markdown = new MarkdownIt({ html: false, linkify: true, breaks: false, maxNesting: 100 }).disable('image');
// A name of a file is no address: what becomes of it is for the host to say.
markdown.validateLink = (href) => openableHref(href) !== null || fileReferenceIn(href) !== null;
markdown.normalizeLink = (href) => openableHref(href) ?? (fileReferenceIn(href) === null ? '' : href);
// Without a scheme a file name such as `main.py` would become a link to a host in Paraguay.
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });

markdown.block.ruler.before('table', 'deep', (state, startLine, endLine, silent) => {
  if (silent || state.level < deepestLevel) return false;
  let line = startLine + 1;
  while (line < endLine && !state.isEmpty(line) && (state.sCount[line] ?? 0) >= state.blkIndent) line++;
  state.push('paragraph_open', 'p', 1).map = [startLine, line];
  const inline = state.push('inline', '', 0);
  inline.content = state.getLines(startLine, line, state.blkIndent, false).trim();
  inline.children = [];
  state.push('paragraph_close', 'p', -1);
  state.line = line;
  return true;
});

// A type of its own, so that links are not looked for in it either.
markdown.core.ruler.at('inline', (state) => {
  for (const token of state.tokens) {
    if (token.type !== 'inline') continue;
    const children: Token[] = [];
    if (token.content.length <= longestInline) state.md.inline.parse(token.content, state.md, state.env, children);
    else children.push(Object.assign(new state.Token('long_text', '', 0), { content: token.content }));
    token.children = children;
  }
});

readMath(markdown);
readTaskLists(markdown);

/** The tokens of a Markdown text and the reference definitions in it; `known` are those of the text before it. */
export function tokensOf(
  text: string,
  known: References,
): { readonly tokens: Token[]; readonly references: References } {
  const references = { ...known };
  return { tokens: markdown.parse(text, { references }), references };
}

/** The tokens of the blocks of a Markdown text, what is in them unread. */
export function blockTokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  markdown.block.parse(text, markdown, {}, tokens);
  return tokens;
}
