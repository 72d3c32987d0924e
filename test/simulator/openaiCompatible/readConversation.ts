import { arrayAt, type Json, type JsonObject, member, stringAt } from '../../../src/core/json.ts';
import { type Conversation, type OfferedTool, type ToolResult, unwrap } from '../conversation.ts';

/** Reads the conversation out of a Chat Completions body that was found correct. */
export function readConversation(body: JsonObject): Conversation {
  const messages = arrayAt(body, 'messages');
  const isQuestion = (message: Json): boolean => stringAt(message, 'role') === 'user';
  const last = messages.findLastIndex((message) => isQuestion(message) && textOf(message) !== '');
  const tools = arrayAt(body, 'tools').map(toolOf);
  const [first] = tools;
  return {
    question: textOf(messages[last] ?? null),
    history: messages.slice(0, Math.max(last, 0)).map(textOf).join('\n'),
    questions: messages.filter(isQuestion).length,
    instructions: textOf(messages.find((message) => stringAt(message, 'role') === 'system') ?? null),
    images: messages.slice(Math.max(last, 0)).flatMap((message) => arrayAt(message, 'content').flatMap(imageOf)),
    tools,
    ...(member(body, 'tool_choice') === 'required' && first !== undefined ? { mustCall: first } : {}),
    results: messages.slice(last + 1).flatMap((message) => resultOf(message, messages)),
  };
}

function textOf(message: Json): string {
  const content = member(message, 'content');
  if (typeof content === 'string') return unwrap(content);
  return unwrap(
    arrayAt(message, 'content')
      .map((part) => stringAt(part, 'text') ?? '')
      .join('\n'),
  );
}

function imageOf(part: Json): readonly string[] {
  const type = /^data:([^;,]+)/.exec(stringAt(member(part, 'image_url'), 'url') ?? '')?.[1];
  return type === undefined ? [] : [type];
}

function toolOf(tool: Json): OfferedTool {
  const fn = member(tool, 'function');
  return { name: stringAt(fn, 'name') ?? '', parameters: member(fn, 'parameters') ?? null };
}

function resultOf(message: Json, messages: readonly Json[]): readonly ToolResult[] {
  const id = stringAt(message, 'tool_call_id');
  if (id === null) return [];
  const calls = messages.flatMap((one) => arrayAt(one, 'tool_calls'));
  const call = calls.find((one) => stringAt(one, 'id') === id);
  return [{ name: stringAt(member(call, 'function'), 'name') ?? '', text: textOf(message) }];
}
