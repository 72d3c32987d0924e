/** A run of text as it may be shown: plain, isolated because it changes the direction of its line, or one hidden character. */
export type Piece =
  | { readonly kind: 'plain'; readonly text: string }
  | { readonly kind: 'isolated'; readonly text: string }
  | { readonly kind: 'hidden'; readonly name: string };

// biome-ignore-start lint/suspicious/noControlCharactersInRegex: control characters are what these expressions look for
const controls = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/g;
const anyControl = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/;
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: see above
const directions = '\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069';
/** The three national flags that Unicode spells with tag characters; every other use of them hides text. */
const flag = '\\u{1F3F4}[\\u{E0061}-\\u{E007A}]{2,6}\\u{E007F}';
const smuggled = '[\\u{E0000}-\\u{E007F}]|[\\u{FE00}-\\u{FE0F}\\u{E0100}-\\u{E01EF}]{2,}';
const interestingInProse = new RegExp(`${flag}|[${directions}]|${smuggled}`, 'u');
const prose = new RegExp(`(${flag})|([${directions}])|(${smuggled})`, 'gu');
/** Blank letters, joiners, soft hyphens and line ends that are none; only the sign that makes an emoji one is left alone. */
const unseen = '[\\p{Default_Ignorable_Code_Point}\\u2028\\u2029](?<!\\p{Extended_Pictographic}\\uFE0F)';
const code = new RegExp(`${smuggled}|${unseen}`, 'gu');
const uncopied = new RegExp(`(${flag})|[\\u202A-\\u202E\\u2066-\\u2069]|${smuggled}`, 'gu');

/**
 * The text without C0 and C1 control characters (tab and newline stay) and with `\n` as its only line end.
 * A terminal that the text is pasted to must not see an escape sequence.
 */
export function withoutControls(text: string): string {
  return anyControl.test(text) ? text.replace(/\r\n?/g, '\n').replace(controls, '') : text;
}

/** Prose with its invisible tricks apart: text with direction controls is isolated, smuggled characters are named. */
export function proseOf(text: string): readonly Piece[] {
  if (!interestingInProse.test(text)) return [{ kind: 'plain', text }];
  const pieces: Piece[] = [];
  let turned = false;
  let from = 0;
  for (const found of text.matchAll(prose)) {
    if (found[1] !== undefined) continue;
    turned ||= found[2] !== undefined;
    if (found[3] === undefined) continue;
    pieces.push({ kind: 'plain', text: text.slice(from, found.index) }, { kind: 'hidden', name: nameOf(found[3]) });
    from = found.index + found[3].length;
  }
  pieces.push({ kind: 'plain', text: text.slice(from) });
  const shown = pieces.filter((piece) => piece.kind === 'hidden' || piece.text !== '');
  return turned ? shown.map((piece) => (piece.kind === 'plain' ? { ...piece, kind: 'isolated' } : piece)) : shown;
}

/** Code with every character that cannot be seen named, so that what is read is what runs (CVE-2021-42574). */
export function codeOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const found of text.matchAll(code)) {
    if (found.index > from) pieces.push({ kind: 'plain', text: text.slice(from, found.index) });
    pieces.push({ kind: 'hidden', name: nameOf(found[0]) });
    from = found.index + found[0].length;
  }
  if (from < text.length) pieces.push({ kind: 'plain', text: text.slice(from) });
  return pieces;
}

/** What the clipboard gets: no control characters, no direction overrides, no smuggled characters. */
export function copyable(text: string): string {
  return withoutControls(text).replace(uncopied, (_found, kept: string | undefined) => kept ?? '');
}

function nameOf(text: string): string {
  const point = text.codePointAt(0) ?? 0;
  return `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
}
