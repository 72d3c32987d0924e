import { answeredCalls } from '../../core/chat/answeredCalls.ts';
import { CallIds } from '../../core/chat/callIds.ts';
import type { JsonObject } from '../../core/json.ts';
import type { AssistantPart, Issuer, Message, ToolResult, UserPart } from '../../core/model.ts';
import { replayFor } from '../../core/stream/replay.ts';
import { isThinking, thinkingBlock } from './thinkingToken.ts';

/** What the API takes as an id of a tool call. */
const fitId = /^[\w-]{1,64}$/;

/** The ids under which calls and their results go to the API. */
type WireIds = ReadonlyMap<AssistantPart | ToolResult, string>;

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
  const ids = idsOf(sides, answeredCalls(messages));
  const turns = sides.map((side): Turn => {
    if (side.role === 'user') {
      const results = side.results.flatMap((result) => resultBlock(result, ids));
      return { role: 'user', content: [...results, ...side.parts.flatMap(userBlock)] };
    }
    const content = side.parts.flatMap((part) => assistantBlock(part, issuer, ids));
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

/** The ids of the calls that the turn after theirs answers, and of their results. */
function idsOf(sides: readonly Side[], answered: ReadonlyMap<AssistantPart, ToolResult>): WireIds {
  const ids = new CallIds(fitId, fittingId);
  const found = new Map<AssistantPart | ToolResult, string>();
  for (const [index, side] of sides.entries()) {
    const next = sides[index + 1];
    if (side.role !== 'assistant' || next?.role !== 'user') continue;
    for (const part of side.parts) {
      const result = answered.get(part);
      if (result === undefined || !next.results.includes(result)) continue;
      const id = ids.take(result.call);
      found.set(part, id).set(result, id);
    }
  }
  return found;
}

/** An id that another vendor gave without what the API does not take, and with a number where several are alike then. */
function fittingId(wanted: string, number: number): string {
  const suffix = number === 1 ? '' : `_${number}`;
  return (wanted.replaceAll(/[^\w-]/g, '_').slice(0, 64 - suffix.length) || 'call') + suffix;
}

function assistantBlock(part: AssistantPart, issuer: Issuer, ids: WireIds): readonly JsonObject[] {
  switch (part.kind) {
    case 'text':
      return textBlock(part.text);
    case 'reasoning': {
      const token = replayFor(part.replay, issuer);
      const block = token === null ? null : thinkingBlock(part.text, token);
      return block === null ? [] : [block];
    }
    case 'tool-call': {
      const id = ids.get(part);
      return id === undefined ? [] : [{ type: 'tool_use', id, name: part.tool, input: part.input }];
    }
    case 'citation':
      return [];
    default:
      return part satisfies never;
  }
}

/** The API takes nothing but text in a result that is an error, and there it must have some. */
function resultBlock(result: ToolResult, ids: WireIds): readonly JsonObject[] {
  const id = ids.get(result);
  if (id === undefined) return [];
  const block = { type: 'tool_result', tool_use_id: id };
  if (!result.failed) return [{ ...block, content: result.content.flatMap(userBlock) }];
  const texts = result.content.filter(({ kind }) => kind === 'text').flatMap(userBlock);
  return [{ ...block, content: texts.length > 0 ? texts : textBlock('The tool failed.'), is_error: true }];
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
