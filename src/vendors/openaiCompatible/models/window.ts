import type { Model } from '../../../core/model.ts';

/**
 * The limits of a model whose question and answer share one window of so many tokens: a quarter of it is kept for the
 * answer, or less where the answer cannot be that long.
 */
export function windowOf(contextLength: number | null, answerLength: number | null): Model['limits'] {
  if (contextLength === null || contextLength <= 0) return { inputTokens: null, outputTokens: answerLength };
  const kept = Math.min(answerLength ?? Number.POSITIVE_INFINITY, Math.floor(contextLength / 4));
  return { inputTokens: contextLength - kept, outputTokens: answerLength };
}
