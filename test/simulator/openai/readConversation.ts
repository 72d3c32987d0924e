import { arrayAt, type Json, type JsonObject, member, stringAt } from '../../../src/core/json.ts';
import { type Conversation, type OfferedTool, type ToolResult, unwrap } from '../conversation.ts';

/** Reads the conversation out of a Responses body that was found correct. */
export function readConversation(body: JsonObject): Conversation {
  const input = member(body, 'input');
  const items = typeof input === 'string' ? [{ role: 'user', content: input }] : arrayAt(body, 'input');
  const last = items.findLastIndex((item) => stringAt(item, 'role') === 'user');
  const tools = arrayAt(body, 'tools').flatMap(toolOf);
  const mustCall = insistedOn(member(body, 'tool_choice'), tools);
  return {
    question: textOf(items[last] ?? null),
    history: items
      .slice(0, Math.max(last, 0))
      .filter((item) => stringAt(item, 'role') !== null)
      .map(textOf)
      .join('\n'),
    questions: items.filter((item) => stringAt(item, 'role') === 'user').length,
    instructions: stringAt(body, 'instructions') ?? '',
    images: arrayAt(items[last], 'content').flatMap(imageOf),
    tools,
    ...(mustCall === undefined ? {} : { mustCall }),
    oneCallOnly: member(body, 'parallel_tool_calls') === false,
    results: items.slice(last + 1).flatMap((item) => resultOf(item, items)),
  };
}

function textOf(item: Json): string {
  const content = member(item, 'content');
  if (typeof content === 'string') return unwrap(content);
  const texts = arrayAt(item, 'content').map((part) => stringAt(part, 'text') ?? '');
  return unwrap(texts.join('\n'));
}

function imageOf(part: Json): readonly string[] {
  if (stringAt(part, 'type') !== 'input_image') return [];
  const mediaType = /^data:([^;,]+)/.exec(stringAt(part, 'image_url') ?? '')?.[1];
  return [mediaType ?? 'link'];
}

function toolOf(tool: Json): readonly OfferedTool[] {
  const name = stringAt(tool, 'name');
  if (stringAt(tool, 'type') !== 'function' || name === null) return [];
  return [{ name, parameters: member(tool, 'parameters') ?? null }];
}

function insistedOn(choice: Json | undefined, tools: readonly OfferedTool[]): OfferedTool | undefined {
  if (choice === 'required') return tools[0];
  const name = stringAt(choice, 'name');
  return tools.find((tool) => tool.name === name);
}

function resultOf(item: Json, items: readonly Json[]): readonly ToolResult[] {
  if (stringAt(item, 'type') !== 'function_call_output') return [];
  const id = stringAt(item, 'call_id');
  const call = items.find((one) => stringAt(one, 'type') === 'function_call' && stringAt(one, 'call_id') === id);
  const output = stringAt(item, 'output') ?? textsIn(arrayAt(item, 'output'));
  return [{ name: stringAt(call, 'name') ?? '', text: output }];
}

function textsIn(parts: readonly Json[]): string {
  return parts.map((part) => stringAt(part, 'text') ?? '').join('\n');
}
