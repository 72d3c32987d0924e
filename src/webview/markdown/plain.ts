import type { Token } from './tokens.ts';

/** Longer tails are read again now and then, so that the cap of `longestInline` is met. */
const longestTail = 10_000;
const plainWordAtEnd = /\s[\p{L}\p{N}]+$/u;
const plainWords = /^[\p{L}\p{N}, ]*[\p{L}\p{N}]$/u;

/**
 * Whether the source ends in the middle of words that no mark touches: then letters, digits, commas and spaces that
 * follow can only become more of the same text. `lastLine` is the end of the last block.
 */
export function endsInPlainWord(tail: string, tokens: readonly Token[], lastLine: number | undefined): boolean {
  const word = plainWordAtEnd.exec(tail.slice(-64))?.[0].trimStart();
  if (word === undefined || tail.length > longestTail || tail.split('\n').length !== lastLine) return false;
  const index = tokens.findLastIndex((token) => token.nesting !== -1);
  const text = tokens[index]?.children?.at(-1);
  return tokens[index - 1]?.type === 'paragraph_open' && text?.type === 'text' && text.content.endsWith(word);
}

/** Whether the text can follow a plain word without changing how anything before it is read. */
export function continuesPlainly(text: string): boolean {
  return plainWords.test(text);
}
