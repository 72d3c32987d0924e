import { arrayAt, isObject, type Json, type JsonObject, member, numberAt, stringAt } from '../../../src/core/json.ts';
import type { SimulatedModel } from './models.ts';

const leastBudget = 1_024;

/** What is wrong with how the body asks to think, in the words of the API, or `null` (its documentation, Thinking, Effort). */
export function wrongThinking(body: JsonObject, model: SimulatedModel): string | null {
  const thinking = member(body, 'thinking');
  const type = stringAt(thinking, 'type');
  if (thinking !== undefined && !model.thinking.some((one) => one === type)) {
    return `"thinking.type.${type}" is not supported for this model. Use "thinking.type.adaptive" and "output_config.effort" to control thinking behavior.`;
  }
  const effort = stringAt(member(body, 'output_config'), 'effort');
  if (effort !== null && !model.efforts.includes(effort)) return `output_config.effort: '${effort}' is not supported`;
  const isOff = type === 'disabled' || type === 'between_tools';
  if (isOff && (effort === 'xhigh' || effort === 'max')) return `"thinking.type.${type}" is not supported at ${effort}`;
  if (isOff && isObject(thinking) && Object.keys(thinking).length > 1) return `thinking.${type}: Extra inputs`;
  return (
    (type === 'enabled' ? wrongBudget(body, thinking) : null) ??
    (isThinking(body, model) ? wrongForce(body, model) : null)
  );
}

/** Whether the model thinks in its answer to this body. */
export function isThinking(body: JsonObject, model: SimulatedModel): boolean {
  const type = stringAt(member(body, 'thinking'), 'type');
  return type === null ? model.thinksUnasked : type === 'adaptive' || type === 'enabled';
}

/** Whether what the model thinks can be read in its answer. */
export function isThinkingShown(body: JsonObject, model: SimulatedModel): boolean {
  const display = stringAt(member(body, 'thinking'), 'display');
  return display === null ? model.showsUnasked : display === 'summarized';
}

function wrongBudget(body: JsonObject, thinking: Json | undefined): string | null {
  const budget = numberAt(thinking, 'budget_tokens') ?? 0;
  if (budget < leastBudget) return `thinking.enabled.budget_tokens: Input should be at least ${leastBudget}`;
  if (budget >= (numberAt(body, 'max_tokens') ?? 0)) {
    return '`max_tokens` must be greater than `thinking.budget_tokens`.';
  }
  const messages = arrayAt(body, 'messages');
  const brought = stringAt(arrayAt(messages.at(-1), 'content')[0], 'type');
  const before = stringAt(arrayAt(messages.at(-2), 'content')[0], 'type') ?? '';
  if (brought !== 'tool_result' || ['thinking', 'redacted_thinking'].includes(before)) return null;
  const at = `messages.${messages.length - 2}.content.0.type`;
  return `${at}: Expected \`thinking\` or \`redacted_thinking\`, but found \`${before}\`. When \`thinking\` is enabled, a final \`assistant\` message must start with a thinking block.`;
}

function wrongForce(body: JsonObject, model: SimulatedModel): string | null {
  const choice = stringAt(member(body, 'tool_choice'), 'type');
  if (choice !== 'any' && choice !== 'tool') return null;
  return model.thinking.includes('disabled')
    ? 'Thinking may not be enabled when tool_choice forces tool use.'
    : 'tool_choice: type "tool" and "any" are not supported for this model.';
}
