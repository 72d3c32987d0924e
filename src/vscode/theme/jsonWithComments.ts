import { type Json, parseJson } from '../../core/json.ts';

const longest = 4_000_000;
const commentsAndStrings = /"(?:[^"\\]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
const commasAndStrings = /"(?:[^"\\]|\\.)*"|,(?=\s{0,200}[}\]])/g;

/** JSON with comments and with commas after the last one, as files of themes are written; `undefined` if it is not. */
export function parseJsonWithComments(text: string): Json | undefined {
  if (text.length > longest) return undefined;
  const withoutComments = text
    .replace(/^\uFEFF/, '')
    .replace(commentsAndStrings, (found) => (found.startsWith('"') ? found : ' '));
  return parseJson(withoutComments.replace(commasAndStrings, (found) => (found === ',' ? '' : found)));
}
