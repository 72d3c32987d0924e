import { arrayAt, type Json, type JsonObject, member, stringAt } from '../../../src/core/json.ts';
import { type Conversation, type OfferedTool, type ToolResult, unwrap } from '../conversation.ts';

/** Reads the conversation out of a Messages body that was found correct. */
export function readConversation(body: JsonObject): Conversation {
  const messages = arrayAt(body, 'messages');
  const said = messages.map((message, index) => ({ message, index })).filter(({ message }) => isQuestion(message));
  const last = said.at(-1)?.index ?? 0;
  const tools = arrayAt(body, 'tools').flatMap(toolOf);
  const choice = stringAt(member(body, 'tool_choice'), 'type');
  const [mustCall] = choice === 'any' ? tools : [];
  return {
    question: textOf(messages[last]),
    history: messages.slice(0, last).map(textOf).join('\n'),
    questions: said.length,
    instructions: arrayAt(body, 'system')
      .map((block) => stringAt(block, 'text') ?? '')
      .join('\n'),
    images: contentOf(messages[last]).flatMap(imageOf),
    tools: choice === 'none' ? [] : tools,
    ...(mustCall === undefined ? {} : { mustCall }),
    results: resultsAfter(messages, last),
  };
}

/** What tools brought since the person wrote last; with a new question beside them, they are past. */
function resultsAfter(messages: readonly Json[], last: number): readonly ToolResult[] {
  const calls = messages.flatMap(contentOf).filter((block) => stringAt(block, 'type') === 'tool_use');
  return messages
    .slice(last + 1)
    .flatMap(contentOf)
    .filter((block) => stringAt(block, 'type') === 'tool_result')
    .map((result) => {
      const call = calls.find((one) => stringAt(one, 'id') === stringAt(result, 'tool_use_id'));
      return { name: stringAt(call, 'name') ?? '', text: textOf(result) };
    });
}

function isQuestion(message: Json): boolean {
  return (
    stringAt(message, 'role') === 'user' &&
    contentOf(message).some((block) => stringAt(block, 'type') === 'text' || stringAt(block, 'type') === 'image')
  );
}

function contentOf(message: Json | undefined): readonly Json[] {
  const content = member(message, 'content');
  return typeof content === 'string' ? [{ type: 'text', text: content }] : arrayAt(message, 'content');
}

function textOf(message: Json | undefined): string {
  const texts = contentOf(message).flatMap((block) => stringAt(block, 'text') ?? []);
  return unwrap(texts.join('\n'));
}

function imageOf(block: Json): readonly string[] {
  if (stringAt(block, 'type') !== 'image') return [];
  return [stringAt(member(block, 'source'), 'media_type') ?? 'link'];
}

function toolOf(tool: Json): readonly OfferedTool[] {
  const name = stringAt(tool, 'name');
  return name === null ? [] : [{ name, parameters: member(tool, 'input_schema') ?? null }];
}
