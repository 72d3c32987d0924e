import {
  LanguageModelChatMessageRole,
  type LanguageModelChatRequestMessage,
  LanguageModelChatToolMode,
  LanguageModelDataPart,
  LanguageModelTextPart,
  LanguageModelToolCallPart,
  LanguageModelToolResultPart,
  type ProvideLanguageModelChatResponseOptions,
} from 'vscode';
import { base64 } from '../core/base64.ts';
import { isObject, type JsonObject } from '../core/json.ts';
import {
  type AssistantPart,
  callId,
  isImageType,
  isNonEmpty,
  type Message,
  type NonEmpty,
  type ToolResult,
  type ToolUse,
  type UserPart,
} from '../core/model.ts';

/** One of VS Code's messages as ours: text, tool calls and tool results. What we cannot send is left out. */
export function toMessages(message: LanguageModelChatRequestMessage): readonly Message[] {
  if (message.role === LanguageModelChatMessageRole.Assistant) {
    const content = message.content.flatMap(assistantPart);
    return isNonEmpty(content) ? [{ role: 'assistant', content }] : [];
  }
  const results = message.content.flatMap(toolResult);
  const content = message.content.flatMap(userPart);
  return [
    ...(isNonEmpty(results) ? [{ role: 'tool', results } as const] : []),
    ...(isNonEmpty(content) ? [{ role: 'user', content } as const] : []),
  ];
}

/** The tools that the caller offers to the model. */
export function toToolUse({ tools, toolMode }: ProvideLanguageModelChatResponseOptions): ToolUse {
  const list = (tools ?? []).map(({ name, description, inputSchema }) => ({
    name,
    description,
    parameters: isObject(inputSchema) ? inputSchema : noParameters,
  }));
  if (!isNonEmpty(list)) return { mode: 'none' };
  return { mode: toolMode === LanguageModelChatToolMode.Required ? 'required' : 'auto', tools: list };
}

/** About how many tokens a text has: one for four characters. An estimate; no vendor publishes its current tokenizer. */
export function estimateTokens(text: string | LanguageModelChatRequestMessage): number {
  return Math.ceil((typeof text === 'string' ? text : textOf(text.content)).length / 4);
}

const noParameters: JsonObject = { type: 'object', properties: {} };

function assistantPart(part: unknown): readonly AssistantPart[] {
  if (part instanceof LanguageModelTextPart)
    return part.value === '' ? [] : [{ kind: 'text', text: part.value, replay: null }];
  if (part instanceof LanguageModelToolCallPart) {
    const input = isObject(part.input) ? part.input : {};
    return [{ kind: 'tool-call', call: callId(part.callId), tool: part.name, input, replay: null }];
  }
  return [];
}

function userPart(part: unknown): readonly UserPart[] {
  if (part instanceof LanguageModelTextPart) return part.value === '' ? [] : [{ kind: 'text', text: part.value }];
  if (!(part instanceof LanguageModelDataPart)) return [];
  if (isImageType(part.mimeType)) return [{ kind: 'image', type: part.mimeType, data: base64(part.data) }];
  const isText = part.mimeType.startsWith('text/') || part.mimeType === 'application/json';
  return isText ? [{ kind: 'text', text: new TextDecoder().decode(part.data) }] : [];
}

function toolResult(part: unknown): readonly ToolResult[] {
  if (!(part instanceof LanguageModelToolResultPart)) return [];
  const content = part.content.flatMap(userPart);
  const nothing: NonEmpty<UserPart> = [{ kind: 'text', text: '' }];
  return [{ call: callId(part.callId), content: isNonEmpty(content) ? content : nothing, failed: false }];
}

function textOf(parts: readonly unknown[]): string {
  return parts.map((part) => (part instanceof LanguageModelTextPart ? part.value : '')).join('');
}
