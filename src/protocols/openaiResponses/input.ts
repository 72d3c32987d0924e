import { answeredCalls } from '../../core/chat/answeredCalls.ts';
import { CallIds } from '../../core/chat/callIds.ts';
import { arrayAt, isObject, type Json, type JsonObject, parseJson, stringAt } from '../../core/json.ts';
import type { AssistantPart, ChatRequest, Issuer, Message, NonEmpty, ToolResult, UserPart } from '../../core/model.ts';
import { replayFor } from '../../core/stream/replay.ts';

/** What every model of the API takes as a `call_id`. */
const fitId = /^[\w-]{1,64}$/;

/** What the messages of one request have in common. */
interface Context {
  /** The ids under which calls and their results go to the API; what has no counterpart has none and is left out. */
  readonly ids: ReadonlyMap<AssistantPart | ToolResult, string>;
  readonly issuer: Issuer;
  /** Whether the model can look at images. */
  readonly sees: boolean;
}

/** The conversation as input items (OpenAI API reference, Responses, `input`), whole ones: nothing is stored at the vendor. */
export function inputItems({ model, messages }: ChatRequest, issuer: Issuer): readonly Json[] {
  const context = { ids: idsOf(messages), issuer, sees: model.can.images };
  return messages.flatMap((message) => itemsOf(message, context));
}

function idsOf(messages: readonly Message[]): Context['ids'] {
  const ids = new CallIds(fitId);
  const found = new Map<AssistantPart | ToolResult, string>();
  for (const [call, result] of answeredCalls(messages)) {
    const id = ids.take(result.call);
    found.set(call, id).set(result, id);
  }
  return found;
}

function itemsOf(message: Message, context: Context): readonly Json[] {
  switch (message.role) {
    case 'user': {
      const content = message.content.map((part) => inputContent(part, userInstructions, context));
      return [{ type: 'message', role: 'user', content }];
    }
    case 'assistant':
      return assistantItems(message.content, context);
    case 'tool':
      return message.results.flatMap((result) => {
        const id = context.ids.get(result);
        return id === undefined
          ? []
          : [{ type: 'function_call_output', call_id: id, output: toolOutput(result, context) }];
      });
    default:
      return message satisfies never;
  }
}

/**
 * Earlier answers go back as output. Reasoning goes back sealed as it came, before the output it belongs to; where that
 * output is left out, so is the reasoning, because the API refuses one without the other.
 */
function assistantItems(parts: NonEmpty<AssistantPart>, context: Context): readonly Json[] {
  const items: Json[] = [];
  let reasoning: Json[] = [];
  for (const part of parts) {
    if (part.kind === 'citation') continue;
    if (part.kind === 'reasoning') {
      const item = sealedReasoning(part, context);
      if (item !== null) reasoning.push(item);
      continue;
    }
    if (part.kind === 'text' && part.text === '') continue;
    const item = part.kind === 'text' ? outputMessage(part, context) : functionCall(part, context);
    if (item !== null) items.push(...reasoning, item);
    reasoning = [];
  }
  return items;
}

/** The reasoning without its id: the API looks an item with an id up among those that it stored, and it stores none of ours. */
function sealedReasoning(part: Extract<AssistantPart, { kind: 'reasoning' }>, context: Context): Json | null {
  const item = replayed(part, context);
  const sealed = stringAt(item, 'encrypted_content') ?? '';
  if (stringAt(item, 'type') !== 'reasoning' || sealed === '') return null;
  return { type: 'reasoning', summary: arrayAt(item, 'summary'), encrypted_content: sealed };
}

function outputMessage(part: Extract<AssistantPart, { kind: 'text' }>, context: Context): Json {
  const phase = stringAt(replayed(part, context), 'phase');
  const content = [{ type: 'output_text', text: part.text }];
  return { type: 'message', role: 'assistant', content, ...(phase === null ? {} : { phase }) };
}

function functionCall(part: Extract<AssistantPart, { kind: 'tool-call' }>, { ids }: Context): Json | null {
  const id = ids.get(part);
  if (id === undefined) return null;
  return { type: 'function_call', call_id: id, name: part.tool, arguments: JSON.stringify(part.input) };
}

/** What the model gave with a part, if it came from this very account and model. */
function replayed({ replay }: Exclude<AssistantPart, { kind: 'citation' }>, { issuer }: Context): JsonObject | null {
  const token = replayFor(replay, issuer);
  const item = token === null ? null : parseJson(token);
  return isObject(item) ? item : null;
}

function inputContent(part: UserPart, wrap: (text: string) => string, { sees }: Context): JsonObject {
  switch (part.kind) {
    case 'text':
      return { type: 'input_text', text: wrap(part.text) };
    case 'image':
      return sees
        ? { type: 'input_image', image_url: `data:${part.type};base64,${part.data}` }
        : { type: 'input_text', text: '[An image that this model cannot see.]' };
    default:
      return part satisfies never;
  }
}

/** Text alone goes as one string; with an image among it, as a list. The API has no member for failure, so words say it. */
function toolOutput({ content, failed }: ToolResult, context: Context): Json {
  const parts: readonly UserPart[] = failed ? [{ kind: 'text', text: 'The tool failed:\n' }, ...content] : content;
  if (parts.every((part) => part.kind === 'text')) return parts.map(({ text }) => text).join('');
  return parts.map((part) => inputContent(part, (text) => text, context));
}

function userInstructions(text: string): string {
  return `<user_instructions>\n\n${text}\n\n</user_instructions>`;
}
