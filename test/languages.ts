import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isObject, type JsonObject, parseJson } from '../src/core/json.ts';

const root = path.join(import.meta.dirname, '..');

/** The languages beside English, as VS Code names them. */
export const languages = ['de', 'zh-cn', 'ja'] as const;
export type Language = (typeof languages)[number];

/** A JSON file by its path from the project's folder. Throws if it holds no object. */
export function jsonFile(name: string): JsonObject {
  const json = parseJson(readFileSync(path.join(root, name), 'utf8'));
  if (!isObject(json)) throw new Error(`${name} holds no object.`);
  return json;
}

/** What VS Code reads for `l10n.t` in that language: translations by their English text. */
export function bundle(language: Language): ReadonlyMap<string, string> {
  return stringsOf(jsonFile(`media/l10n/bundle.l10n.${language}.json`));
}

/** What VS Code puts into the manifest: texts by their keys. */
export function manifestTexts(language: Language | 'en'): ReadonlyMap<string, string> {
  return stringsOf(jsonFile(language === 'en' ? 'package.nls.json' : `package.nls.${language}.json`));
}

/** The places in a text in which values are put, for example `{0}{1}`. */
export function placesIn(text: string): string {
  return [...new Set(text.match(/\{\d\}/g))].sort().join('');
}

/** How a text ends, whatever the script: as a sentence, a question, an entry that asks for more, or not at all. */
export function endingOf(text: string): string {
  const last = text.at(-1) ?? '';
  const known: Readonly<Record<string, string>> = {
    '.': '.',
    '。': '.',
    '?': '?',
    '？': '?',
    '…': '…',
    ':': ':',
    '：': ':',
  };
  return known[last] ?? '';
}

function stringsOf(json: JsonObject): ReadonlyMap<string, string> {
  return new Map(Object.entries(json).map(([key, text]) => [key, String(text)]));
}
