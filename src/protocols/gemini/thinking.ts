import type { JsonObject } from '../../core/json.ts';
import type { Effort, Model } from '../../core/model.ts';

/** What Google's own OpenAI-compatible endpoint makes of an effort (Gemini API guide, OpenAI compatibility). */
const budgets: Readonly<Partial<Record<Effort, number>>> = { none: 0, low: 1_024, medium: 8_192, high: 24_576 };
const levels: Readonly<Partial<Record<Effort, string>>> = {
  minimal: 'MINIMAL',
  low: 'LOW',
  medium: 'MEDIUM',
  high: 'HIGH',
};

/**
 * `generationConfig.thinkingConfig` (Gemini API guide, Thinking): Gemini 2.5 takes a budget in tokens, later models a level,
 * never both. Thoughts may be asked for only while the model thinks. `null` for a model that is to do as it does.
 */
export function thinkingConfig({ reasoning }: Model, effort: Effort | null): JsonObject | null {
  if (reasoning === null) return null;
  const asked = effort !== null && reasoning.efforts.includes(effort) ? effort : null;
  switch (reasoning.control) {
    case 'level': {
      const level = asked === null ? undefined : levels[asked];
      return { includeThoughts: true, ...(level === undefined ? {} : { thinkingLevel: level }) };
    }
    case 'budget': {
      const budget = asked === null ? undefined : budgets[asked];
      if (budget === 0) return { thinkingBudget: 0 };
      if (budget === undefined) return reasoning.usual === 'none' ? null : { includeThoughts: true };
      return { includeThoughts: true, thinkingBudget: budget };
    }
    case 'effort':
    case 'adaptive':
      return null;
    default:
      return reasoning.control satisfies never;
  }
}
