import { arrayAt, isObject, type Json, type JsonObject, member, stringAt } from '../../../src/core/json.ts';
import type { Dialect } from './dialect.ts';
import type { CompatibleHost } from './prefixes.ts';
import { wrongMessages } from './wrongMessages.ts';

/** Members that every server takes; the others belong to one. */
const everywhere = [
  'model',
  'messages',
  'stream',
  'stream_options',
  'tools',
  'tool_choice',
  'max_tokens',
  'temperature',
];
const only: Readonly<Record<CompatibleHost, readonly string[]>> = {
  ollama: ['reasoning_effort'],
  'lm-studio': ['reasoning_effort'],
  'llama-cpp': ['reasoning_effort'],
  vllm: ['reasoning_effort'],
  openrouter: ['reasoning', 'verbosity', 'provider', 'usage'],
  plain: [],
};
const efforts = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh'];

/** The first rule that the body breaks, or `null` (OpenAI API reference, Chat Completions). */
export function wrongBody(body: JsonObject, host: CompatibleHost, dialect: Dialect): string | null {
  const known = [...everywhere, ...only[host]].filter((name) => !dialect.refused.includes(name));
  const extra = Object.keys(body).find((name) => !known.includes(name));
  if (extra !== undefined) return `Extra inputs are not permitted: ${extra}`;
  for (const name of ['stream', 'stream_options']) {
    const value = member(body, name);
    const right = value === undefined || (name === 'stream' ? typeof value === 'boolean' : isObject(value));
    if (!right) return `Invalid type for '${name}'.`;
  }
  if (member(body, 'stream_options') !== undefined && member(body, 'stream') !== true) {
    return "The 'stream_options' parameter is only allowed when 'stream' is enabled.";
  }
  const effort = member(body, 'reasoning_effort') ?? member(member(body, 'reasoning'), 'effort');
  if (effort !== undefined && !(typeof effort === 'string' && efforts.includes(effort))) return 'Invalid effort.';
  return wrongTools(body) ?? wrongMessages(arrayAt(body, 'messages'), dialect);
}

function wrongTools(body: JsonObject): string | null {
  const tools = member(body, 'tools');
  const choice = member(body, 'tool_choice');
  if (tools === undefined)
    return choice === undefined ? null : "'tool_choice' is only allowed when 'tools' are specified.";
  const list = arrayAt(body, 'tools');
  if (list.length === 0) return "[] is too short - 'tools'";
  if (choice !== undefined && choice !== 'auto' && choice !== 'required' && choice !== 'none')
    return "Invalid 'tool_choice'.";
  return list.map(wrongTool).find((wrong) => wrong !== null) ?? null;
}

function wrongTool(tool: Json): string | null {
  const fn = member(tool, 'function');
  if (stringAt(tool, 'type') !== 'function') return "A tool's type must be 'function'.";
  if (!/^[\w-]{1,64}$/.test(stringAt(fn, 'name') ?? '')) return "Invalid 'function.name'.";
  if (stringAt(fn, 'description') === null) return "Missing 'function.description'.";
  return stringAt(member(fn, 'parameters'), 'type') === 'object'
    ? null
    : "'function.parameters' must be of type object.";
}
