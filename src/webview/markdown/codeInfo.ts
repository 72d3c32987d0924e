const longestLanguage = 40;
const longestTitle = 300;
/** `title="src/a.ts"` and what other renderers of Markdown call the same. */
const titled = /\b(?:title|file|filename|path)\s*[=:]\s*(?:"([^"]+)"|'([^']+)'|([^\s,}]+))/iu;

/** The first word of a fence's info string, as `ts` in `ts title="a.ts"` or in `ts{1,3}`. */
export function languageIn(info: string): string {
  const word = /^[^\s{},:]+/u.exec(info.trim())?.[0] ?? '';
  return word.replace(/[^\p{L}\p{N}+#._-]/gu, '').slice(0, longestLanguage);
}

/** The file that an info string says the code is of, as `a.ts` in `ts title="a.ts"`; empty where it says none. */
export function titleIn(info: string): string {
  const title = titled.exec(info.slice(0, 2 * longestTitle));
  const found = (title?.[1] ?? title?.[2] ?? title?.[3] ?? '').trim();
  return found.length > longestTitle ? '' : found;
}
