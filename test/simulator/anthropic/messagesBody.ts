import { arrayAt, isObject, type Json, type JsonObject, member, numberAt, stringAt } from '../../../src/core/json.ts';
import { wrongMessages } from './messagesContent.ts';
import type { SimulatedModel } from './models.ts';
import { invalid, type Problem } from './refusal.ts';
import { wrongThinking } from './thinkingRules.ts';

/** Members that the API knows and Maestro may send; sampling parameters are refused by the models of today. */
const known = [
  'model',
  'max_tokens',
  'stream',
  'thinking',
  'output_config',
  'system',
  'tools',
  'tool_choice',
  'messages',
  'metadata',
  'stop_sequences',
];
const maxBreakpoints = 4;

/** The first rule of the Messages API that the body breaks, or `null` (Anthropic API reference, Messages). */
export function wrongBody(body: JsonObject, models: readonly SimulatedModel[]): Problem | null {
  const extra = Object.keys(body).find((name) => !known.includes(name));
  if (extra !== undefined) return invalid(`${extra}: Extra inputs are not permitted`);
  const id = stringAt(body, 'model');
  if (id === null) return invalid('model: Field required');
  const model = models.find((one) => one.id === id);
  if (model === undefined) return { type: 'not_found_error', message: `model: ${id}` };
  const wrong =
    wrongLimit(body, model) ??
    wrongSystem(member(body, 'system')) ??
    wrongTools(body) ??
    wrongMessages(body) ??
    wrongThinking(body, model) ??
    wrongBreakpoints(body);
  return wrong === null ? null : invalid(wrong);
}

function wrongLimit(body: JsonObject, { id, outputTokens }: SimulatedModel): string | null {
  const limit = numberAt(body, 'max_tokens');
  if (limit === null) return 'max_tokens: Field required';
  if (!Number.isInteger(limit) || limit < 1) return 'max_tokens: Input should be greater than or equal to 1';
  if (limit <= outputTokens) return null;
  return `max_tokens: ${limit} > ${outputTokens}, which is the maximum allowed number of output tokens for ${id}`;
}

function wrongSystem(system: Json | undefined): string | null {
  if (system === undefined || typeof system === 'string') return null;
  if (!Array.isArray(system)) return 'system: Input should be a valid list';
  const index = system.findIndex((block) => stringAt(block, 'type') !== 'text' || isBlank(stringAt(block, 'text')));
  return index === -1 ? null : `system.${index}: text content blocks must be non-empty`;
}

function wrongTools(body: JsonObject): string | null {
  const tools = arrayAt(body, 'tools');
  for (const [index, tool] of tools.entries()) {
    if (!/^[\w-]{1,128}$/.test(stringAt(tool, 'name') ?? '')) {
      return `tools.${index}.custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'`;
    }
    const schema = member(tool, 'input_schema');
    if (!isObject(schema)) return `tools.${index}.custom.input_schema: Field required`;
    if (stringAt(schema, 'type') !== 'object') return `tools.${index}.custom.input_schema.type: Field required`;
  }
  const choice = member(body, 'tool_choice');
  if (choice === undefined) return null;
  const type = stringAt(choice, 'type') ?? '';
  if (!['auto', 'any', 'tool', 'none'].includes(type)) return `tool_choice: Input tag '${type}' is not known`;
  return tools.length === 0 ? 'tool_choice: it may only be specified while providing `tools`' : null;
}

function wrongBreakpoints(body: JsonObject): string | null {
  const count = (JSON.stringify(body).match(/"cache_control":\{"type":"ephemeral"\}/g) ?? []).length;
  if (count <= maxBreakpoints) return null;
  return `A maximum of ${maxBreakpoints} blocks with cache_control may be provided. Found ${count}.`;
}

function isBlank(text: string | null): boolean {
  return text === null || text.trim() === '';
}
