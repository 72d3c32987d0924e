import { cleanTitle } from '../../core/chat/title.ts';

/** A question to `/continue`: which conversation it goes on with, and what is asked. */
export interface Continuation {
  /** `null` where none is named. */
  readonly title: string | null;
  readonly question: string;
}

/** What stands in Chat's input before a question that goes on with the conversation of this title. */
export function writeContinuation(title: string): string {
  return `@maestro /continue "${quotable(title)}" `;
}

/** Reads what was asked with `/continue`. */
export function readContinuation(prompt: string): Continuation {
  const found = /^\s*"([^"]*)"\s*(.*)$/s.exec(prompt);
  const title = quotable(found?.[1] ?? '');
  return title === '' ? { title: null, question: prompt.trim() } : { title, question: found?.[2]?.trim() ?? '' };
}

/** Whether a conversation of this title is meant by one that was written between quotes. */
export function isMeant(title: string, written: string): boolean {
  return quotable(title) === written;
}

/** The title in one line without the quotes that would end it. */
function quotable(title: string): string {
  return cleanTitle(title.replaceAll('"', '’'));
}
