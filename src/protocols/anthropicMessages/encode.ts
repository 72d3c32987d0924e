import type { JsonObject } from '../../core/json.ts';
import type { ChatRequest, Effort, Issuer, Model, Tool, ToolUse } from '../../core/model.ts';
import { thinkingFor } from './thinking.ts';
import { type Turn, turnsOf } from './turns.ts';

/** For models whose limit nobody told: the least that any model of today takes. */
const unknownLimit = 8_192;
/** Enough for any answer but those that were asked to think as long as they like. */
const usualLimit = 64_000;
const longEfforts: readonly (Effort | null)[] = ['xhigh', 'max'];

/** Marks the end of what the service may keep and read again (Anthropic documentation, Prompt caching). */
const keep = { cache_control: { type: 'ephemeral' } } as const;

/**
 * The body of `POST /v1/messages` (Anthropic API reference, Messages) for this account and model. `preamble` is a system
 * block that stands before the instructions; empty for none.
 */
export function encodeMessagesRequest(request: ChatRequest, issuer: Issuer, preamble: string): JsonObject {
  const { model, effort, instructions, messages, tools } = request;
  const turns = turnsOf(messages, issuer);
  const maxTokens = maxTokensFor(model, effort);
  const thinking = thinkingFor(request, turns, maxTokens);
  const system = [preamble, instructions].filter((text) => text.trim() !== '').map((text) => ({ type: 'text', text }));
  return {
    model: model.id,
    max_tokens: maxTokens,
    stream: model.can.streaming,
    ...thinking.members,
    ...(system.length === 0 ? {} : { system: lastKept(system) }),
    ...toolMembers(tools, turns, thinking.canForceTools),
    messages: turns.map(({ role, content }, index) => ({
      role,
      content: index === turns.length - 1 && role === 'user' ? lastKept(content) : content,
    })),
  };
}

function maxTokensFor({ limits }: Model, effort: Effort | null): number {
  const limit = limits.outputTokens ?? unknownLimit;
  return longEfforts.includes(effort) ? limit : Math.min(limit, usualLimit);
}

function lastKept(blocks: readonly JsonObject[]): readonly JsonObject[] {
  return blocks.map((block, index) => (index === blocks.length - 1 ? { ...block, ...keep } : block));
}

function toolMembers(tools: ToolUse, turns: readonly Turn[], canForce: boolean): JsonObject {
  if (tools.mode === 'none') return usedTools(turns);
  const choice = tools.mode === 'required' && canForce ? 'any' : 'auto';
  return { tools: tools.tools.map(tool), tool_choice: { type: choice } };
}

/** A history with calls is taken only together with their tools, even where no more are to be made. */
function usedTools(turns: readonly Turn[]): JsonObject {
  const names = new Set(
    turns.flatMap(({ content }) => content.flatMap(({ type, name }) => (type === 'tool_use' ? String(name) : []))),
  );
  if (names.size === 0) return {};
  const tools = [...names].map((name) => ({ name, input_schema: { type: 'object' } }));
  return { tools, tool_choice: { type: 'none' } };
}

/** The schema of a tool must say that it is an object. */
function tool({ name, description, parameters }: Tool): JsonObject {
  return { name, description, input_schema: { type: 'object', ...parameters } };
}
