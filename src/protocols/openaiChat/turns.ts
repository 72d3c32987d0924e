import { answeredCalls } from '../../core/chat/answeredCalls.ts';
import { CallIds } from '../../core/chat/callIds.ts';
import type { AssistantPart, Message, ToolResult, UserPart } from '../../core/model.ts';

/** What servers take as the id of a tool call: OpenAI at most 40 characters, Mistral exactly nine letters and digits. */
const idRules = { usual: /^[\w.:-]{1,40}$/, nine: /^[A-Za-z0-9]{9}$/ } as const;

export type IdRule = keyof typeof idRules;

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
  | {
      readonly role: 'user';
      readonly content: readonly UserPart[];
      /** Whether the person asked something in it; else it only shows the images of results. */
      readonly asks: boolean;
    }
  | { readonly role: 'assistant'; readonly parts: readonly AssistantPart[]; readonly calls: readonly AnsweredCall[] };

/**
 * The history as turns. A call without a result and a result without a call are refused by the API and left out, as
 * is an answer of which nothing is left; what then stands side by side is joined, because many models' templates want
 * the sides to alternate. Images in results, which may only be text, are said by the user after it.
 */
export function turnsOf(messages: readonly Message[], idRule: IdRule): readonly Turn[] {
  const results = answeredCalls(messages);
  const ids = new CallIds(idRules[idRule]);
  const turns: Turn[] = [];
  for (const message of messages) {
    if (message.role === 'user') addUser(turns, message.content, true);
    if (message.role !== 'assistant') continue;
    const calls = message.content.flatMap((part) => answeredCall(part, results, ids));
    addAssistant(turns, message.content, calls);
    addUser(
      turns,
      calls.flatMap(({ result }) => result.content.filter(({ kind }) => kind === 'image')),
      false,
    );
  }
  return turns;
}

function answeredCall(
  part: AssistantPart,
  results: ReadonlyMap<AssistantPart, ToolResult>,
  ids: CallIds,
): readonly AnsweredCall[] {
  const result = results.get(part);
  return part.kind !== 'tool-call' || result === undefined ? [] : [{ id: ids.take(part.call), part, result }];
}

function addUser(turns: Turn[], content: readonly UserPart[], asks: boolean): void {
  const last = turns.at(-1);
  if (content.length === 0) return;
  if (last?.role === 'user') {
    turns[turns.length - 1] = { role: 'user', content: [...last.content, ...content], asks: last.asks || asks };
  } else turns.push({ role: 'user', content, asks });
}

function addAssistant(turns: Turn[], parts: readonly AssistantPart[], calls: readonly AnsweredCall[]): void {
  const last = turns.at(-1);
  const speaks = calls.length > 0 || parts.some((part) => part.kind === 'text' && part.text !== '');
  if (!speaks) return;
  if (last?.role === 'assistant' && last.calls.length === 0) {
    turns[turns.length - 1] = { role: 'assistant', parts: [...last.parts, ...parts], calls };
  } else turns.push({ role: 'assistant', parts, calls });
}
