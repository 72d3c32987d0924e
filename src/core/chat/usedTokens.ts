import type { AssistantPart, UserPart } from '../model.ts';
import { textTokens, tokensPerImage } from './tokenEstimate.ts';
import { answerParts, type Turn } from './turn.ts';

/**
 * About how many tokens a conversation takes of what a model reads, its turns given from the first to the last. What the
 * vendor counted for an answer counts for everything up to it; only what came after that is estimated.
 */
export function usedTokens(turns: readonly Turn[]): number {
  let estimate = 0;
  for (const turn of turns.toReversed()) {
    const counted = countedTokens(turn);
    if (counted !== null) return estimate + counted;
    estimate += estimatedTokens(turn);
  }
  return estimate;
}

/** The same for the turns of one conversation as they come: counted anew when the last of them has changed. */
export class TokenCount {
  #counted: { readonly last: Turn | undefined; readonly tokens: number } | null = null;

  of(turns: readonly Turn[]): number {
    const last = turns.at(-1);
    if (this.#counted === null || this.#counted.last !== last) this.#counted = { last, tokens: usedTokens(turns) };
    return this.#counted.tokens;
  }
}

/** Everything that was read for this answer, and the answer; `null` where the vendor did not say, or said it in several parts. */
function countedTokens({ usage: { input, output, reasoning }, rounds }: Turn): number | null {
  if (input === null || output === null || rounds.length > 1) return null;
  // What the model thought is not given to it again.
  return input + output - (reasoning ?? 0);
}

function estimatedTokens(turn: Turn): number {
  const { text, attachments } = turn.question;
  const attached = attachments.map(({ content }) => (content === null ? 0 : contentTokens(content)));
  return textTokens(text) + sum(attached) + sum(answerParts(turn).map(partTokens));
}

function contentTokens(content: UserPart): number {
  return content.kind === 'text' ? textTokens(content.text) : tokensPerImage;
}

function partTokens(part: AssistantPart): number {
  switch (part.kind) {
    case 'text':
      return textTokens(part.text);
    case 'tool-call':
      return textTokens(part.tool + JSON.stringify(part.input));
    case 'reasoning':
    case 'citation':
      return 0;
    default:
      return part satisfies never;
  }
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
