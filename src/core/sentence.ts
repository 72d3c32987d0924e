/** Something that is told to a person: English with `{0}` where a value goes, so that it can be told in another language. */
export interface Sentence {
  readonly text: string;
  readonly values: readonly string[];
}

export function sentence(text: string, ...values: readonly string[]): Sentence {
  return { text, values };
}

/** The text with the values in its places; a place without a value stays as it is. */
export function fill(text: string, ...values: readonly (string | number)[]): string {
  return text.replace(/\{(\d)\}/g, (place, index) => String(values[Number(index)] ?? place));
}
