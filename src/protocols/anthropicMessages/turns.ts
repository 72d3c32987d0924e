import type { JsonObject } from '../../core/json.ts';
import type { AssistantPart, CallId, Issuer, Message, ToolResult, UserPart } from '../../core/model.ts';
import { replayFor } from '../../core/stream/replay.ts';
import { CallIds } from './callIds.ts';
import { isThinking, thinkingBlock } from './thinkingToken.ts';

/** One message as the API wants it: sides alternate, and content is never empty. */
export interface Turn {
  readonly role: 'user' | 'assistant';
  readonly content: readonly JsonObject[];
}

/** Messages of one side that follow one another. */
type Side =
  | { readonly role: 'assistant'; readonly parts: AssistantPart[] }
  | { readonly role: 'user'; readonly results: ToolResult[]; readonly parts: UserPart[] };

/**
 * The history as turns (Anthropic API reference, Messages). Signed reasoning goes back to the account and model that it came
 * from, other reasoning to nobody. Results stand first in the turn after their calls; what lacks its counterpart there is
 * refused by the API and left out, as is text without a visible character.
 */
export function turnsOf(messages: readonly Message[], issuer: Issuer): readonly Turn[] {
  const sides = sidesOf(messages);
  const ids = new CallIds();
  let answered: ReadonlyMap<CallId, string> = new Map();
  const turns = sides.map((side, index): Turn => {
    if (side.role === 'user') {
      const results = side.results.filter(isFirstOfItsCall).flatMap((result) => resultBlock(result, answered));
      return { role: 'user', content: [...results, ...side.parts.flatMap(userBlock)] };
    }
    answered = pairs(side.parts, sides[index + 1], ids);
    const parts = side.parts.filter(isFirstOfItsCall);
    const content = parts.flatMap((part) => assistantBlock(part, issuer, answered));
    // Thinking that led to nothing, for example because its answer was interrupted, is refused.
    return { role: 'assistant', content: content.slice(0, content.findLastIndex((block) => !isThinking(block)) + 1) };
  });
  return joined(turns);
}

function sidesOf(messages: readonly Message[]): readonly Side[] {
  const sides: Side[] = [];
  for (const message of messages) {
    const last = sides.at(-1);
    if (message.role === 'assistant') {
      if (last?.role === 'assistant') last.parts.push(...message.content);
      else sides.push({ role: 'assistant', parts: [...message.content] });
      continue;
    }
    const side = last?.role === 'user' ? last : ({ role: 'user', results: [], parts: [] } satisfies Side);
    if (side !== last) sides.push(side);
    if (message.role === 'tool') side.results.push(...message.results);
    else side.parts.push(...message.content);
  }
  return sides;
}

/** The calls that the next turn answers, with the ids that they get. */
function pairs(parts: readonly AssistantPart[], next: Side | undefined, ids: CallIds): ReadonlyMap<CallId, string> {
  const results = new Set(next?.role === 'user' ? next.results.map(({ call }) => call) : []);
  const found = new Map<CallId, string>();
  for (const part of parts) {
    if (part.kind === 'tool-call' && results.has(part.call) && !found.has(part.call)) {
      found.set(part.call, ids.take(part.call));
    }
  }
  return found;
}

/** False for a call, or a result, whose id another before it in the same turn has. */
function isFirstOfItsCall(one: object, index: number, all: readonly object[]): boolean {
  return !('call' in one) || all.findIndex((other) => 'call' in other && other.call === one.call) === index;
}

function assistantBlock(
  part: AssistantPart,
  issuer: Issuer,
  answered: ReadonlyMap<CallId, string>,
): readonly JsonObject[] {
  switch (part.kind) {
    case 'text':
      return textBlock(part.text);
    case 'reasoning': {
      const token = replayFor(part.replay, issuer);
      const block = token === null ? null : thinkingBlock(part.text, token);
      return block === null ? [] : [block];
    }
    case 'tool-call': {
      const id = answered.get(part.call);
      return id === undefined ? [] : [{ type: 'tool_use', id, name: part.tool, input: part.input }];
    }
    case 'citation':
      return [];
    default:
      return part satisfies never;
  }
}

/** The API takes nothing but text in a result that is an error. */
function resultBlock(
  { call, content, failed }: ToolResult,
  answered: ReadonlyMap<CallId, string>,
): readonly JsonObject[] {
  const id = answered.get(call);
  if (id === undefined) return [];
  const shown = failed ? content.filter(({ kind }) => kind === 'text') : content;
  const block = { type: 'tool_result', tool_use_id: id, content: shown.flatMap(userBlock) };
  return [failed ? { ...block, is_error: true } : block];
}

function userBlock(part: UserPart): readonly JsonObject[] {
  switch (part.kind) {
    case 'text':
      return textBlock(part.text);
    case 'image':
      return [{ type: 'image', source: { type: 'base64', media_type: part.type, data: part.data } }];
    default:
      return part satisfies never;
  }
}

function textBlock(text: string): readonly JsonObject[] {
  return text.trim() === '' ? [] : [{ type: 'text', text }];
}

/** Leaves out turns that hold nothing and joins what then stands side by side. */
function joined(turns: readonly Turn[]): readonly Turn[] {
  const out: Turn[] = [];
  for (const turn of turns) {
    const last = out.at(-1);
    if (turn.content.length === 0) continue;
    if (last?.role === turn.role) out[out.length - 1] = { ...last, content: [...last.content, ...turn.content] };
    else out.push(turn);
  }
  return out;
}
