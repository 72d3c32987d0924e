import { cleanText } from '../cleanText.ts';
import type { Question } from './turn.ts';

const proposedLength = 60;
const longestTitle = 200;

/** A name for a conversation: the beginning of its first question, cut at a word; of an empty one what is attached to it. */
export function proposedTitle({ text, attachments }: Question): string {
  const line = cleanText(text, 4 * proposedLength) || cleanText(attachments[0]?.name ?? '', 4 * proposedLength);
  if (line.length <= proposedLength) return line;
  let end = 0;
  for (const { index, segment, isWordLike } of words.segment(line)) {
    if (index + segment.length > proposedLength) break;
    if (isWordLike === true) end = index + segment.length;
  }
  return `${line.slice(0, end) || [...line].slice(0, proposedLength).join('')}…`;
}

/** A name that a person or a file gives, fit for one line. */
export function cleanTitle(text: string): string {
  return cleanText(text, longestTitle);
}

// Not every language has spaces between its words.
const words = new Intl.Segmenter(undefined, { granularity: 'word' });
