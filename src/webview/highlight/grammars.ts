// A script of its own, loaded with the first block that has a language: most of its weight are words of languages.
import { StringStream } from '@codemirror/streamparser';
import type { TokenKind } from '../answerBridge.ts';
import { grammars } from './languages.ts';
import { tokenKind } from './tokenKind.ts';

/** So many characters of the text have this kind. */
export interface Run {
  readonly length: number;
  readonly kind: TokenKind | null;
}

/** A grammar's expressions are quadratic in the length of a line at worst; a longer one stays without colours. */
const longestLine = 500;
/** A grammar may take its time to change its state, but not for ever. */
const mostEmptyTokens = 10;
const tabSize = 4;

/**
 * What reads a text of this language line by line, from the first on: it gives the runs that a line consists of. `null`
 * for a language that is not known; none is ever guessed.
 */
export function lineReader(language: string): ((line: string) => readonly Run[]) | null {
  const grammar = grammars.get(language.toLowerCase());
  if (grammar === undefined) return null;
  const state = grammar.startState?.(tabSize) ?? {};
  return (line) => {
    if (line.length > longestLine) return [{ length: line.length, kind: null }];
    if (line === '') grammar.blankLine?.(state, tabSize);
    const stream = new StringStream(line, tabSize, tabSize);
    const runs: Run[] = [];
    let emptyTokens = 0;
    while (!stream.eol()) {
      const style = grammar.token(stream, state);
      const length = stream.pos - stream.start;
      if (length > 0) {
        runs.push({ length, kind: tokenKind(style, line[stream.pos] === '(') });
        stream.start = stream.pos;
        emptyTokens = 0;
      } else if (++emptyTokens > mostEmptyTokens) {
        stream.next();
      }
    }
    return runs;
  };
}
