import {
  type Account,
  accountId,
  type ChatRequest,
  callId,
  isNonEmpty,
  type Message,
  modelId,
  type NonEmpty,
  type Replay,
  type Tool,
  vendorId,
} from '../../../src/core/model.ts';
import type { StreamPart, ToolCall } from '../../../src/core/parts.ts';
import { Collector } from '../../../src/core/stream/collect.ts';
import type { Product } from '../../product.ts';

/** Tools that the simulated models know how to call. */
export const tools: NonEmpty<Tool> = [
  {
    name: 'get_weather',
    description: 'Tells the weather',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
  { name: 'get_time', description: 'Tells the time', parameters: { type: 'object', properties: {} } },
];

/** One transparent pixel as a PNG, in base64. */
export const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const elsewhere: Replay = {
  vendor: vendorId('elsewhere'),
  account: accountId('somebody'),
  model: modelId('other-1'),
  token: 'sealed by another vendor',
};

/** What another vendor's model was asked and answered: sealed thoughts, a call with an id that not everybody takes, its result. */
export const foreignHistory: NonEmpty<Message> = [
  { role: 'user', content: [{ kind: 'text', text: 'How is the weather?' }] },
  {
    role: 'assistant',
    content: [
      { kind: 'reasoning', text: 'I should look.', replay: elsewhere },
      { kind: 'text', text: 'Let me see.', replay: elsewhere },
      {
        kind: 'tool-call',
        call: callId(`call:with/odd.characters+${'x'.repeat(80)}`),
        tool: 'get_weather',
        input: { city: 'Paris' },
        replay: elsewhere,
      },
      { kind: 'tool-call', call: callId('never-answered'), tool: 'get_time', input: {}, replay: null },
    ],
  },
  {
    role: 'tool',
    results: [
      {
        call: callId(`call:with/odd.characters+${'x'.repeat(80)}`),
        content: [{ kind: 'text', text: 'Rain' }],
        failed: false,
      },
    ],
  },
  {
    role: 'assistant',
    content: [
      { kind: 'text', text: 'It rains.', replay: null },
      { kind: 'citation', source: { url: 'https://example.com/', title: 'Example' } },
    ],
  },
];

export function callsOf(parts: readonly StreamPart[]): readonly ToolCall[] {
  return parts.filter((part) => part.kind === 'tool-call');
}

/** A question with an image beside it. */
export function withImage(text: string): NonEmpty<Message> {
  return [
    {
      role: 'user',
      content: [
        { kind: 'text', text },
        { kind: 'image', type: 'image/png', data: pixel },
      ],
    },
  ];
}

/** The messages and the answer to them as the next request must bring them. */
export function withAnswer(messages: NonEmpty<Message>, parts: readonly StreamPart[]): NonEmpty<Message> {
  const collector = new Collector();
  for (const part of parts) collector.add(part);
  const content = collector.parts;
  return isNonEmpty(content) ? [...messages, { role: 'assistant', content }] : messages;
}

/** The same with what the tools said to each call. */
export function withResults(
  messages: NonEmpty<Message>,
  parts: readonly StreamPart[],
  say: (call: ToolCall) => string,
): NonEmpty<Message> {
  const results = callsOf(parts).map((call) => ({
    call: call.call,
    content: [{ kind: 'text', text: say(call) }] as const,
    failed: false,
  }));
  const answered = withAnswer(messages, parts);
  return isNonEmpty(results) ? [...answered, { role: 'tool', results }] : answered;
}

/** Asks with the account's plain request, changed as wished, and gathers everything up to the end. */
export async function ask(
  product: Product,
  account: Account,
  over: Partial<ChatRequest>,
  signal = new AbortController().signal,
): Promise<readonly StreamPart[]> {
  const parts: StreamPart[] = [];
  const request = { ...product.request(account), ...over };
  for await (const batch of product.maestro.runTurn(account, request, signal)) parts.push(...batch);
  return parts;
}
