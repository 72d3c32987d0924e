import { stringAt } from './json.ts';

// C0 and C1 controls, bidi controls, zero-width characters, tag characters and lone surrogates.
const unwanted = /[\p{Cc}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|[\u{e0000}-\u{e007f}]|\p{Cs}/gu;

/**
 * A foreign text made fit for one line of a notification or a status bar: no control, bidi or invisible characters, no
 * line breaks, at most `max` characters.
 */
export function cleanText(text: string, max = 500): string {
  // Cut before the expensive part: the text may be megabytes.
  const line = text
    .slice(0, max * 4)
    .replace(/\s+/gu, ' ')
    .replace(unwanted, '')
    .trim();
  if (line.length <= max) return line;
  // The cut may leave half of a character.
  return `${line.slice(0, max - 1).replace(/\p{Cs}$/u, '')}…`;
}

/** The same for a place in which VS Code would make an icon of `$(name)`, as in its lists. */
export function cleanLabel(text: string, max = 500): string {
  return cleanText(text, max).replaceAll('$(', '$ (');
}

/** A member of a foreign object as a person may be shown it, at most 200 characters long; `null` if it has no such text. */
export function cleanStringAt(object: unknown, name: string): string | null {
  return cleanText(stringAt(object, name) ?? '', 200) || null;
}

/** The title of a web page, cleaned, at most 100 characters; empty when it has none. */
export function htmlTitle(html: string): string {
  return cleanText(/<title[^<>]{0,200}>([^<]{0,500})/i.exec(html.slice(0, 65_536))?.[1] ?? '', 100);
}
