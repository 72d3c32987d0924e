import { arrayAt, isObject, type Json, type JsonObject } from '../../../src/core/json.ts';
import { type AssistantPart, type ChatRequest, callId, type Message, type NonEmpty } from '../../../src/core/model.ts';
import { encodeMessagesRequest } from '../../../src/protocols/anthropicMessages/encode.ts';
import { userMessage } from '../../testMessages.ts';
import { testIssuer, testModel } from '../../testModel.ts';

export const weather = { name: 'weather', description: 'Tells the weather', parameters: { properties: {} } };
export const limits = { inputTokens: 1_000_000, outputTokens: 128_000 };

/** The body for a plain question, changed as the test needs it. */
export function encode(over: Partial<ChatRequest> = {}, preamble = ''): JsonObject {
  const request: ChatRequest = {
    model: testModel({ limits }),
    instructions: 'Be brief.',
    messages: [userMessage('q')],
    tools: { mode: 'none' },
    verbosity: 'low',
    effort: null,
    ...over,
  };
  return encodeMessagesRequest(request, testIssuer, preamble);
}

/** The content of each message, without marks for the cache. */
export function contents(body: JsonObject): readonly (readonly Json[])[] {
  return arrayAt(body, 'messages').map((message) => arrayAt(message, 'content').map(unmarked));
}

export function assistant(...content: NonEmpty<AssistantPart>): Message {
  return { role: 'assistant', content };
}

export function call(id: string): AssistantPart {
  return { kind: 'tool-call', call: callId(id), tool: 'weather', input: { city: 'Paris' }, replay: null };
}

export function result(id: string, text = 'sunny'): Message {
  return { role: 'tool', results: [{ call: callId(id), content: [{ kind: 'text', text }], failed: false }] };
}

/** What becomes of a {@link call}. */
export function use(id: string): JsonObject {
  return { type: 'tool_use', id, name: 'weather', input: { city: 'Paris' } };
}

function unmarked(block: Json): Json {
  if (!isObject(block)) return block;
  return Object.fromEntries(Object.entries(block).filter(([name]) => name !== 'cache_control'));
}
