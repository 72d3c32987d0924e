import type { AssistantPart, CallId, Message, ToolResult, UserPart } from '../../core/model.ts';
import { CallIds, type IdRule } from './callIds.ts';

export type ToolCallPart = Extract<AssistantPart, { kind: 'tool-call' }>;

/** A call with its result and the id that both have on the wire. */
export interface AnsweredCall {
  readonly id: string;
  readonly part: ToolCallPart;
  readonly result: ToolResult;
}

/**
 * A stretch of the conversation as Chat Completions wants it: sides alternate, results stand directly after their
 * calls.
 */
export type Turn =
  | { readonly role: 'user'; readonly content: readonly UserPart[] }
  | { readonly role: 'assistant'; readonly parts: readonly AssistantPart[]; readonly calls: readonly AnsweredCall[] };

/**
 * The history as turns. A call without a result and a result without a call are refused by the API and left out, as
 * is an answer of which nothing is left; what then stands side by side is joined, because many models' templates want
 * the sides to alternate. Images in results, which may only be text, are said by the user after it.
 */
export function turnsOf(messages: readonly Message[], idRule: IdRule): readonly Turn[] {
  const results = pairedResults(messages);
  const ids = new CallIds(idRule);
  const turns: Turn[] = [];
  for (const message of messages) {
    if (message.role === 'user') addUser(turns, message.content);
    if (message.role !== 'assistant') continue;
    const calls = message.content.flatMap((part) => answeredCall(part, results, ids));
    addAssistant(turns, message.content, calls);
    addUser(
      turns,
      calls.flatMap(({ result }) => result.content.filter(({ kind }) => kind === 'image')),
    );
  }
  return turns;
}

/** Each call's result: the nearest that follows it, because some vendors count their ids anew in each answer. */
function pairedResults(messages: readonly Message[]): ReadonlyMap<AssistantPart, ToolResult> {
  const open = new Map<CallId, ToolResult>();
  const paired = new Map<AssistantPart, ToolResult>();
  for (const message of messages.toReversed()) {
    if (message.role === 'tool') for (const result of message.results) open.set(result.call, result);
    if (message.role !== 'assistant') continue;
    for (const part of message.content) {
      const result = part.kind === 'tool-call' ? open.get(part.call) : undefined;
      if (part.kind !== 'tool-call' || result === undefined) continue;
      open.delete(part.call);
      paired.set(part, result);
    }
  }
  return paired;
}

function answeredCall(
  part: AssistantPart,
  results: ReadonlyMap<AssistantPart, ToolResult>,
  ids: CallIds,
): readonly AnsweredCall[] {
  const result = results.get(part);
  return part.kind !== 'tool-call' || result === undefined ? [] : [{ id: ids.take(part.call), part, result }];
}

function addUser(turns: Turn[], content: readonly UserPart[]): void {
  const last = turns.at(-1);
  if (content.length === 0) return;
  if (last?.role === 'user') turns[turns.length - 1] = { role: 'user', content: [...last.content, ...content] };
  else turns.push({ role: 'user', content });
}

function addAssistant(turns: Turn[], parts: readonly AssistantPart[], calls: readonly AnsweredCall[]): void {
  const last = turns.at(-1);
  const speaks = calls.length > 0 || parts.some((part) => part.kind === 'text' && part.text !== '');
  if (!speaks) return;
  if (last?.role === 'assistant' && last.calls.length === 0) {
    turns[turns.length - 1] = { role: 'assistant', parts: [...last.parts, ...parts], calls };
  } else turns.push({ role: 'assistant', parts, calls });
}
