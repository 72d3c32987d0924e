import { parseJson, stringAt } from '../core/json.ts';
import { english, type Phrase } from './english.ts';

/** As much of the page as is read here; in a test there may be none. */
declare const document:
  | {
      readonly documentElement: { readonly lang: string };
      querySelector(selector: string): { getAttribute(name: string): string | null } | null;
    }
  | undefined;

const longestPhrase = 1_000;

/** The sentences and labels in the reader's language, as the host has put them into the page; English where it has not. */
export function phrases(): Readonly<Record<Phrase, string>> {
  const meta = typeof document === 'undefined' ? null : document.querySelector('meta[name=phrases]');
  return translated(meta?.getAttribute('content') ?? '');
}

/** The language of the phrases (BCP 47), for the numbers in them. */
export function language(): string {
  const marked = typeof document === 'undefined' ? '' : document.documentElement.lang;
  return marked === '' ? 'en' : marked;
}

/** The phrases with those of the JSON text in the place of the English ones. A translation that leaves something out is none. */
export function translated(json: string): Readonly<Record<Phrase, string>> {
  const given = parseJson(json);
  const made: Record<Phrase, string> = { ...english };
  for (const phrase of keys(english)) {
    const text = stringAt(given, phrase)?.slice(0, longestPhrase) ?? '';
    if (text.trim() !== '' && placesIn(text) === placesIn(english[phrase])) made[phrase] = text;
  }
  return made;
}

function placesIn(phrase: string): string {
  return [...new Set(phrase.match(/\{\d\}/g))].sort().join('');
}

function keys(record: typeof english): readonly Phrase[] {
  return Object.keys(record).filter((key): key is Phrase => Object.hasOwn(record, key));
}
