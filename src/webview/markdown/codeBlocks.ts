import { SectionCutter } from '../rows/sections.ts';
import { codeOf, copyable, withoutControls } from './invisible.ts';
import { tokensOf } from './tokens.ts';

/** The code of a fence as it may leave the chat, and what its fence says about it. */
export interface CodeText {
  readonly info: string;
  readonly code: string;
}

/**
 * The code blocks of a Markdown text, in the order in which the page draws them and as it copies them: without the line end
 * of their last line, and without what cannot be seen.
 */
export function codeBlocksIn(text: string): readonly CodeText[] {
  return tokensOf(withoutControls(text), {})
    .tokens.filter(({ type }) => type === 'fence' || type === 'code_block')
    .map(({ info, content }) => ({ info: info.trim(), code: copyable(seenOf(content).replace(/\n$/, '')) }));
}

/**
 * The code block at a place of a long text, which the page draws in sections: `start` is where the section begins. `null` if
 * there is no such section or block.
 */
export function codeBlockAt(text: string, start: number, block: number): CodeText | null {
  const cutter = new SectionCutter();
  while (cutter.read(text));
  const section = [...cutter.closed, cutter.open(text)].find((one) => one.start === start);
  if (section === undefined) return null;
  return codeBlocksIn(section.opening + text.slice(section.start, section.end))[block] ?? null;
}

function seenOf(code: string): string {
  return codeOf(code)
    .map((piece) => (piece.kind === 'hidden' ? '' : piece.text))
    .join('');
}
