import { arrayAt, type Json, member, stringAt } from '../../core/json.ts';

/**
 * The text of a prompt that a tool made with `@vscode/prompt-tsx` (its `PromptElementJSON`): that of its nodes, in order.
 * What is no such prompt is given as JSON.
 */
export function promptText(value: unknown): string {
  return textOf(member(value, 'node')) || (JSON.stringify(value) ?? '');
}

function textOf(node: Json | undefined): string {
  const text = stringAt(node, 'text');
  const lineBreak = text !== null && member(node, 'lineBreakBefore') ? '\n' : '';
  return lineBreak + (text ?? '') + arrayAt(node, 'children').map(textOf).join('');
}
