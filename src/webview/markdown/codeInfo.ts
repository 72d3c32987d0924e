const longestLanguage = 40;

/** The first word of a fence's info string, as `ts` in `ts title="a.ts"` or in `ts{1,3}`. */
export function languageIn(info: string): string {
  const word = /^[^\s{},:]+/u.exec(info.trim())?.[0] ?? '';
  return word.replace(/[^\p{L}\p{N}+#._-]/gu, '').slice(0, longestLanguage);
}
