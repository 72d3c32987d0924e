import { type Json, member, numberAt, stringAt } from '../../../src/core/json.ts';
import type { SimulatedModel } from './catalogue.ts';

/** Whether the model thinks and shows it, as this `thinkingConfig` has it. */
export function showsThoughts(config: Json | undefined, { thinking }: SimulatedModel): boolean {
  return member(config, 'includeThoughts') === true && thinking !== null;
}

/** What is wrong with a `thinkingConfig` for this model (Gemini API guide, Thinking), or `null`. */
export function wrongThinking(config: Json | undefined, { id, thinking }: SimulatedModel): string | null {
  if (config === undefined) return null;
  if (thinking === null) return `Thinking is not enabled for models/${id}`;
  const level = stringAt(config, 'thinkingLevel');
  const budget = numberAt(config, 'thinkingBudget');
  if (level !== null && budget !== null) return 'You can only set only one of thinking budget and thinking level.';
  if (thinking.control === 'level') {
    return level === null || thinking.levels.includes(level)
      ? null
      : `Thinking level ${level} is not supported for this model. Please retry with other thinking level.`;
  }
  if (level !== null) return 'Thinking level is not supported for this model.';
  const isOff = budget === 0 || (budget === null && thinking.usual === 'off');
  if (budget === 0 && thinking.usual === 'on') {
    return 'Budget 0 is invalid. This model only works in thinking mode.';
  }
  if (isOff && member(config, 'includeThoughts') === true) {
    return 'Unable to submit request because Thinking_config.include_thoughts is only enabled when thinking is enabled.';
  }
  const isInRange =
    budget === null || budget === 0 || budget === -1 || (budget >= thinking.least && budget <= thinking.most);
  return isInRange
    ? null
    : `The thinking budget ${budget} is invalid. Please choose a value between ${thinking.least} and ${thinking.most}.`;
}
