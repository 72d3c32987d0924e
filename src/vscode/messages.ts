import {
  LanguageModelChatMessageRole,
  type LanguageModelChatRequestMessage,
  LanguageModelChatToolMode,
  LanguageModelTextPart,
  LanguageModelToolCallPart,
  LanguageModelToolResultPart,
  type ProvideLanguageModelChatResponseOptions,
} from 'vscode';
import { isObject, type JsonObject } from '../core/json.ts';
import {
  type AssistantPart,
  callId,
  isNonEmpty,
  type Message,
  type NonEmpty,
  type ToolResult,
  type ToolUse,
  type UserPart,
} from '../core/model.ts';
import { contentOf } from './languageModel/content.ts';
import { isSeal, unsealed } from './languageModel/seal.ts';
import { hasFailed, isSystem, thinkingMetadata } from './undocumented.ts';

/** The messages of a request to one of our models. `instructions` are its system messages; `null` where it has none. */
export interface RequestMessages {
  readonly instructions: string | null;
  readonly messages: readonly Message[];
}

/** Reads the messages of VS Code's chat, or of another extension. */
export function readMessages(given: readonly LanguageModelChatRequestMessage[]): RequestMessages {
  const instructions = given
    .filter(({ role }) => isSystem(role))
    .map(({ content }) => textOf(content.flatMap(contentOf)))
    .join('\n\n');
  return {
    instructions: instructions.trim() === '' ? null : instructions,
    messages: given.filter(({ role }) => !isSystem(role)).flatMap(toMessages),
  };
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

const noParameters: JsonObject = { type: 'object', properties: {} };

/** Results of tools stand in a person's message, before what the person says. */
function toMessages({ role, content }: LanguageModelChatRequestMessage): readonly Message[] {
  if (role === LanguageModelChatMessageRole.Assistant) {
    const parts = answerOf(content);
    return isNonEmpty(parts) ? [{ role: 'assistant', content: parts }] : [];
  }
  const results = content.flatMap(toolResult);
  const said = content.flatMap(contentOf);
  return [
    ...(isNonEmpty(results) ? [{ role: 'tool', results } as const] : []),
    ...(isNonEmpty(said) ? [{ role: 'user', content: said } as const] : []),
  ];
}

/** An earlier answer, with what it was sealed with if it was one of ours: the last seal has everything. */
function answerOf(content: readonly unknown[]): readonly AssistantPart[] {
  const said = content.reduce(addSaid, []);
  const seal = content.map(thinkingMetadata).findLast((metadata) => metadata !== null && isSeal(metadata)) ?? null;
  return seal === null ? said : unsealed(said, seal);
}

/** Adds a text or a call; callers may give back a text in the pieces in which it came. */
function addSaid(said: readonly AssistantPart[], part: unknown): readonly AssistantPart[] {
  if (part instanceof LanguageModelToolCallPart) {
    const input = isObject(part.input) ? part.input : {};
    return [...said, { kind: 'tool-call', call: callId(part.callId), tool: part.name, input, replay: null }];
  }
  if (!(part instanceof LanguageModelTextPart) || part.value === '') return said;
  const last = said.at(-1);
  const before = last?.kind === 'text' ? last.text : '';
  const rest = last?.kind === 'text' ? said.slice(0, -1) : said;
  return [...rest, { kind: 'text', text: before + part.value, replay: null }];
}

function toolResult(part: unknown): readonly ToolResult[] {
  if (!(part instanceof LanguageModelToolResultPart)) return [];
  const content = part.content.flatMap(contentOf);
  const nothing: NonEmpty<UserPart> = [{ kind: 'text', text: '' }];
  return [{ call: callId(part.callId), content: isNonEmpty(content) ? content : nothing, failed: hasFailed(part) }];
}

function textOf(content: readonly UserPart[]): string {
  return content.map((part) => (part.kind === 'text' ? part.text : '')).join('');
}
