import { type Json, parseJson } from '../../core/json.ts';

/**
 * JSON text of a Google API, whose error bodies sometimes have commas too many (`, ,` or one before a bracket). `undefined` if
 * it is not JSON even without them.
 */
export function parseLenient(text: string): Json | undefined {
  return parseJson(text) ?? parseJson(withoutStrayCommas(text));
}

/** Strings are matched first, so that their commas stay. */
function withoutStrayCommas(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|(?<=[[{]\s*),|,(?=\s*[,\]}])/g, (found) => (found === ',' ? '' : found));
}
