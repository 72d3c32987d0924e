import { type Json, parseJson } from '../../core/json.ts';

/** Longest text that is repaired, in characters: errors are short. */
const maxRepaired = 65_536;

/**
 * JSON text of a Google API, whose error bodies sometimes have commas too many (`, ,` or one before a bracket). `undefined` if
 * it is not JSON even without them.
 */
export function parseLenient(text: string): Json | undefined {
  const parsed = parseJson(text);
  if (parsed !== undefined || text.length > maxRepaired) return parsed;
  return parseJson(withoutStrayCommas(text));
}

/** One pass over strings and single characters; a comma stays if something stands before it and something follows. */
function withoutStrayCommas(text: string): string {
  let kept = '';
  let before = '[';
  let hasComma = false;
  for (let at = 0; at < text.length; ) {
    const end = text[at] === '"' ? endOfString(text, at) : at + 1;
    const piece = text.slice(at, end);
    at = end;
    if (piece === ',') {
      hasComma = before !== '[' && before !== '{';
    } else if (piece.trim() === '') {
      kept += piece;
    } else {
      kept += hasComma && piece !== ']' && piece !== '}' ? `,${piece}` : piece;
      before = piece;
      hasComma = false;
    }
  }
  return kept;
}

/** Where the string ends that begins at `start`: after its closing quote, or with the text where it has none. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return Math.min(at + 1, text.length);
}
