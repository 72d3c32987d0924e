import { arrayAt, type Json, type JsonObject, member, objectAt, stringAt } from '../../../src/core/json.ts';
import { type Conversation, type OfferedTool, type ToolResult, unwrap } from '../conversation.ts';

/** Reads the conversation out of a body that was found correct. */
export function readConversation(body: JsonObject): Conversation {
  const contents = arrayAt(body, 'contents');
  const isQuestion = (content: Json): boolean => stringAt(content, 'role') === 'user' && !hasResponses(content);
  const last = contents.findLastIndex(isQuestion);
  const tools = arrayAt(body, 'tools')
    .flatMap((tool) => arrayAt(tool, 'functionDeclarations'))
    .map(toolOf);
  const mode = stringAt(member(member(body, 'toolConfig'), 'functionCallingConfig'), 'mode');
  const [first] = tools;
  return {
    question: textOf(contents[last] ?? null),
    history: contents.slice(0, Math.max(last, 0)).map(textOf).join('\n'),
    questions: contents.filter(isQuestion).length,
    instructions: textOf(member(body, 'systemInstruction') ?? null),
    images: arrayAt(contents[last], 'parts').flatMap((part) => imageOf(member(part, 'inlineData'))),
    tools: mode === 'NONE' ? [] : tools,
    ...(mode === 'ANY' && first !== undefined ? { mustCall: first } : {}),
    results: contents.slice(last + 1).flatMap((content) => arrayAt(content, 'parts').flatMap(resultOf)),
  };
}

function hasResponses(content: Json): boolean {
  return arrayAt(content, 'parts').some((part) => member(part, 'functionResponse') !== undefined);
}

function textOf(content: Json): string {
  const spoken = arrayAt(content, 'parts').filter((part) => member(part, 'thought') !== true);
  return unwrap(spoken.map((part) => stringAt(part, 'text') ?? '').join(''));
}

function imageOf(value: Json | undefined): readonly string[] {
  const type = stringAt(value, 'mimeType');
  return type === null ? [] : [type];
}

function toolOf(tool: Json): OfferedTool {
  const parameters = member(tool, 'parametersJsonSchema') ?? member(tool, 'parameters') ?? null;
  return { name: stringAt(tool, 'name') ?? '', parameters };
}

function resultOf(part: Json): readonly ToolResult[] {
  const result = member(part, 'functionResponse');
  if (result === undefined) return [];
  const response = objectAt(result, 'response');
  const images = arrayAt(result, 'parts').flatMap((one) => imageOf(member(one, 'inlineData')));
  const seen = images.length === 0 ? '' : ` (${images.join(', ')})`;
  const text = stringAt(response, 'output') ?? `error: ${stringAt(response, 'error') ?? JSON.stringify(response)}`;
  return [{ name: stringAt(result, 'name') ?? '', text: text + seen }];
}
