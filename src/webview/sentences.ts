import { words } from './words.ts';

export interface Heard {
  /** Whole sentences, without Markdown's marks. */
  readonly sentences: readonly string[];
  /** How much of the text they were read from. */
  readonly consumed: number;
  /** Whether the text after that is inside a code block. */
  readonly inCode: boolean;
}

/** Text without an end is taken as a sentence at about this length; more of a sentence is not read out. */
const longestSentence = 2_000;
/** A line end, or the end of a sentence that is followed by a space. */
const ending = /\n|[.!?…](?=\s)|[。！？]/g;

/** The whole sentences at the start of a growing text. Code is mentioned and not read; `complete` ends the last sentence. */
export function sentencesIn(
  text: string,
  { complete, inCode }: { readonly complete: boolean; readonly inCode: boolean },
): Heard {
  const sentences: string[] = [];
  let consumed = 0;
  let code = inCode;
  const ends = [...text.matchAll(ending)].map((found) => found.index + found[0].length);
  if ((complete || text.length - (ends.at(-1) ?? 0) > longestSentence) && ends.at(-1) !== text.length)
    ends.push(text.length);
  for (const end of ends) {
    const raw = text.slice(consumed, end);
    consumed = end;
    if (/^\s*(```|~~~)/.test(raw)) {
      if (!code) sentences.push(words.codeFollows);
      code = !code;
    } else if (!code) {
      const spoken = withoutMarks(raw.slice(0, longestSentence));
      if (spoken !== '') sentences.push(spoken);
    }
  }
  return { sentences, consumed, inCode: code };
}

function withoutMarks(text: string): string {
  const line = text.replace(/^\s*(?:#{1,6}\s|>\s?|[-*+]\s|\|)/, '');
  const linked = line.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');
  return linked
    .replace(/[*_`~|]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
