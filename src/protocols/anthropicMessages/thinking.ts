import type { JsonObject } from '../../core/json.ts';
import type { ChatRequest, Effort, Reasoning } from '../../core/model.ts';
import { isThinking } from './thinkingToken.ts';
import type { Turn } from './turns.ts';

/** Members of the body that say how hard to think, and whether a tool can be demanded beside them. */
export interface Thinking {
  readonly members: JsonObject;
  readonly canForceTools: boolean;
}

/** Least tokens to think with (API reference, `ThinkingConfigEnabled`), and what must be left for the answer itself. */
const leastBudget = 1_024;
const leastAnswer = 1_024;
/** Tokens to think with, for models that want a number. */
const budgets: Readonly<Partial<Record<Effort, number>>> = { low: 4_096, medium: 10_240, high: 24_576 };

/**
 * How the model is asked to think (Anthropic documentation, Thinking and Effort). Thinking models refuse to be forced to a
 * tool, so a request that demands one goes without thinking where the model allows that, and else without the demand.
 */
export function thinkingFor(
  { model, effort, tools }: ChatRequest,
  turns: readonly Turn[],
  maxTokens: number,
): Thinking {
  const { reasoning } = model;
  if (reasoning === null) return { members: {}, canForceTools: true };
  const wanted = effort !== null && reasoning.efforts.includes(effort) ? effort : null;
  switch (reasoning.control) {
    case 'adaptive':
      return adaptive(reasoning, wanted, tools.mode === 'required');
    case 'budget': {
      const possible = tools.mode !== 'required' && !continuesWithoutThinking(turns);
      const budget = possible && wanted !== null ? budgetFor(wanted, maxTokens) : null;
      const members = budget === null ? {} : { thinking: { type: 'enabled', budget_tokens: budget } };
      return { members, canForceTools: budget === null };
    }
    case 'effort':
    case 'level':
      return { members: effortMember(wanted), canForceTools: true };
    default:
      return reasoning.control satisfies never;
  }
}

/** `none` and `minimal` are not efforts of the API but thinking turned off, altogether or but for notes between tools. */
function adaptive({ efforts }: Reasoning, wanted: Effort | null, forced: boolean): Thinking {
  const canTurnOff = efforts.includes('none');
  if (wanted === 'none' || (forced && canTurnOff)) {
    return { members: { thinking: { type: 'disabled' } }, canForceTools: true };
  }
  if (wanted === 'minimal') return { members: { thinking: { type: 'between_tools' } }, canForceTools: false };
  const thinking = { type: 'adaptive', display: 'summarized' };
  return { members: { thinking, ...effortMember(wanted) }, canForceTools: false };
}

function effortMember(effort: Effort | null): JsonObject {
  return effort === null || effort === 'none' || effort === 'minimal' ? {} : { output_config: { effort } };
}

function budgetFor(effort: Effort, maxTokens: number): number | null {
  const budget = Math.min(budgets[effort] ?? 0, maxTokens - leastAnswer);
  return budget < leastBudget ? null : budget;
}

/**
 * Whether results are brought for calls that were not thought about before, for example another model's: then the API
 * refuses to think with a budget ("a final assistant message must start with a thinking block").
 */
function continuesWithoutThinking(turns: readonly Turn[]): boolean {
  if (turns.at(-1)?.content[0]?.['type'] !== 'tool_result') return false;
  const first = turns.at(-2)?.content[0];
  return first === undefined || !isThinking(first);
}
