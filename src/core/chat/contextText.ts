import { textTokens } from './tokenEstimate.ts';

/** A text that goes with a question. `title` says where it is from; `language` is that of its code block and may be empty. */
export interface ContextText {
  readonly title: string;
  readonly language: string;
  readonly text: string;
}

/** Most tokens that such texts may take together, and the part of what the model can read. */
const mostTokens = 50_000;
const share = 0.5;
const unknownWindow = 32_000;
/** Fewer tokens of a text than that tell nothing. */
const leastTokens = 50;

/** How many tokens may go with a question to a model that reads so many; `null` where that is not known. */
export function contextBudget(inputTokens: number | null): number {
  return Math.min(mostTokens, Math.floor((inputTokens ?? unknownWindow) * share));
}

/**
 * The texts as they are sent, for those that fit into so many tokens. The small ones are taken whole before a large one is
 * cut, so that none pushes the others out.
 */
export function fitTexts<T extends ContextText>(texts: readonly T[], budget: number): ReadonlyMap<T, string> {
  const blocks = new Map<T, string>();
  let left = budget;
  const sized = texts.map((given) => ({ given, tokens: textTokens(given.text) }));
  for (const { given, tokens } of sized.toSorted((a, b) => a.tokens - b.tokens)) {
    if (tokens > left && left < leastTokens) continue;
    blocks.set(given, fenced(given, tokens <= left ? given.text : cut(given.text, left / tokens)));
    left -= Math.min(tokens, left);
  }
  return blocks;
}

/** About this part of the text, up to the end of a line, and how much more there is. */
function cut(text: string, part: number): string {
  const rough = text.slice(0, Math.floor(text.length * part));
  const kept = rough.includes('\n') ? rough.slice(0, rough.lastIndexOf('\n')) : rough;
  const rest = text.slice(kept.length).split('\n').length - 1;
  return `${kept}\n[Cut here: ${rest} more lines.]`;
}

/** A fence that is longer than any in the text keeps it together. */
function fenced({ title, language }: ContextText, text: string): string {
  const longest = (text.match(/`{3,}/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2);
  const fence = '`'.repeat(longest + 1);
  return `${title}:\n${fence}${language}\n${text}\n${fence}`;
}
