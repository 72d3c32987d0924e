import { isPatch, patched } from './codePatch.ts';

/** Places in a text, in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * What a file is to be with the code of an answer in it, or `null` for a patch that does not fit. Code takes the place of
 * what is selected; else of the part that begins and ends with the same lines; else of the whole file, where it is as long
 * as that; else it is put where the cursor is, or at the end. Line ends are `\n`. Nothing of it is done before the person
 * has seen it as a diff.
 */
export function placed(file: string, code: string, selection: Span | null): string | null {
  if (isPatch(code)) return patched(file, code);
  if (file.trim() === '') return `${code}\n`;
  if (selection !== null && selection.start < selection.end) return replaced(file, selection, code);
  const lines = file.split('\n');
  const part = partOf(lines, code.split('\n'));
  if (part !== null) return part;
  const isWhole = code.split('\n').length * 2 >= lines.length;
  if (isWhole) return file.endsWith('\n') ? `${code}\n` : code;
  if (selection !== null) return replaced(file, selection, `${code}\n`);
  return `${file}${file.endsWith('\n') ? '' : '\n'}\n${code}\n`;
}

/** The one change that makes `after` of `before`: as little is replaced as can be, so that cursors and marks stay. */
export function changeBetween(before: string, after: string): Span & { readonly text: string } {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let same = 0;
  while (same < shorter - start && before.at(-1 - same) === after.at(-1 - same)) same++;
  return { start, end: before.length - same, text: after.slice(start, after.length - same) };
}

function replaced(file: string, { start, end }: Span, code: string): string {
  return file.slice(0, start) + code + file.slice(end);
}

/** The file with the lines replaced that begin and end as the code does, or `null` if there is not exactly one beginning. */
function partOf(lines: readonly string[], code: readonly string[]): string | null {
  const said = code.filter((line) => line.trim() !== '');
  const [first = '', last = ''] = [said[0], said.at(-1)];
  if (said.length < 2) return null;
  const starts = lines.flatMap((line, index) => (line.trim() === first.trim() ? [index] : []));
  const [start] = starts;
  if (start === undefined || starts.length > 1) return null;
  const shifted = shiftedBy(indentOf(first), indentOf(lines[start] ?? ''));
  const end = lines.indexOf(shifted(last), start + 1);
  if (end === -1) return null;
  const from = code.indexOf(first);
  const inner = code.slice(from, code.lastIndexOf(last) + 1).map(shifted);
  return [...lines.slice(0, start), ...inner, ...lines.slice(end + 1)].join('\n');
}

/** Gives lines another indentation than that of the first. */
function shiftedBy(from: string, to: string): (line: string) => string {
  return (line) => (line.startsWith(from) && line.trim() !== '' ? to + line.slice(from.length) : line);
}

function indentOf(line: string): string {
  return /^\s*/.exec(line)?.[0] ?? '';
}
