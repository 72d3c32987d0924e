import { isArray, isObject, type Json, stringAt } from '../../../src/core/json.ts';

/** The manifest with the texts in their places, as VS Code reads it: `%key%` stands for the text of that key in `texts`. */
export function withTexts(value: Json | undefined, texts: Json | undefined): Json {
  if (typeof value === 'string') {
    const key = keyIn(value);
    return key === null ? value : (stringAt(texts, key) ?? value);
  }
  if (isArray(value)) return value.map((one) => withTexts(one, texts));
  if (!isObject(value)) return value ?? null;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withTexts(one, texts)]));
}

/** The key that stands for a text; `null` where the text stands itself. */
export function keyIn(text: string): string | null {
  return /^%([\w.]+)%$/.exec(text)?.[1] ?? null;
}
