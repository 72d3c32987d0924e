import { isObject, type Json, type JsonObject, parseJson, stringAt } from '../../core/json.ts';
import type { AssistantPart, ChatRequest, Issuer, Message, NonEmpty, ToolResult, UserPart } from '../../core/model.ts';
import { replayFor } from '../../core/stream/replay.ts';
import { type PairedCalls, pairCalls } from './pairs.ts';

/** What the messages of one request have in common. */
interface Context {
  readonly pairs: PairedCalls;
  readonly issuer: Issuer;
  /** Whether the model can look at images. */
  readonly sees: boolean;
}

/** The conversation as input items (OpenAI API reference, Responses, `input`), whole ones: nothing is stored at the vendor. */
export function inputItems({ model, messages }: ChatRequest, issuer: Issuer): readonly Json[] {
  const context = { pairs: pairCalls(messages), issuer, sees: model.can.images };
  return messages.flatMap((message) => itemsOf(message, context));
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
        const id = context.pairs.results.get(result);
        return id === undefined
          ? []
          : [{ type: 'function_call_output', call_id: id, output: toolOutput(result, context) }];
      });
    default:
      return message satisfies never;
  }
}

/**
 * Earlier answers go back as output. Reasoning goes back as the sealed item that came, before the output it belongs to;
 * where that output is left out, so is the reasoning, because the API refuses one without the other.
 */
function assistantItems(parts: NonEmpty<AssistantPart>, context: Context): readonly Json[] {
  const items: Json[] = [];
  let reasoning: Json[] = [];
  for (const part of parts) {
    if (part.kind === 'citation') continue;
    if (part.kind === 'reasoning') {
      const item = replayed(part, context);
      if (stringAt(item, 'type') === 'reasoning') reasoning.push(item);
      continue;
    }
    if (part.kind === 'text' && part.text === '') continue;
    const item = part.kind === 'text' ? outputMessage(part, context) : functionCall(part, context);
    if (item !== null) items.push(...reasoning, item);
    reasoning = [];
  }
  return items;
}

function outputMessage(part: Extract<AssistantPart, { kind: 'text' }>, context: Context): Json {
  const phase = stringAt(replayed(part, context), 'phase');
  const content = [{ type: 'output_text', text: part.text }];
  return { type: 'message', role: 'assistant', content, ...(phase === null ? {} : { phase }) };
}

function functionCall(part: Extract<AssistantPart, { kind: 'tool-call' }>, { pairs }: Context): Json | null {
  const id = pairs.calls.get(part);
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
