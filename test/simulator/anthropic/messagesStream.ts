import { randomBytes } from 'node:crypto';
import { arrayAt, isObject, type Json, type JsonObject, member, parseJson, stringAt } from '../../../src/core/json.ts';
import type { Answer, AnswerItem } from '../answers.ts';
import type { Conversation } from '../conversation.ts';
import { type Frame, sseFrame } from '../reply.ts';
import type { SimulatedModel } from './models.ts';
import { isThinking, isThinkingShown } from './thinkingRules.ts';

interface StreamFacts {
  readonly body: JsonObject;
  readonly model: SimulatedModel;
  readonly conversation: Conversation;
  /** Pause before each delta where the answer has none of its own. */
  readonly deltaMs: number;
  /** The signature over a whole thought. */
  sign(thinking: string): string;
}

/** An event of the stream (Anthropic API reference, Streaming messages) and the pause before it. */
export interface MessageEvent {
  readonly data: JsonObject & { readonly type: string };
  readonly pauseMs: number;
}

/** The events of one answer in the order in which the vendor sends them, made while they are read. */
export function* messageEvents(answer: Answer, facts: StreamFacts): Generator<MessageEvent> {
  const { body, model } = facts;
  const deltaMs = answer.deltaMs ?? facts.deltaMs;
  const usage = inputUsage(body);
  const items = answer.items.filter(({ kind }) => kind !== 'reasoning' || isThinking(body, model));
  const message = { id: newId('msg'), type: 'message', role: 'assistant', model: model.id, content: [] };
  yield event('message_start', {
    message: { ...message, stop_reason: null, stop_sequence: null, usage: { ...usage, output_tokens: 1 } },
  });
  const tokens = { output: 0, thinking: 0 };
  for (const [index, item] of items.entries()) {
    for (const one of blockEvents(item, index, deltaMs, facts)) {
      if (one.data.type === 'content_block_delta') tokens[item.kind === 'reasoning' ? 'thinking' : 'output'] += 1;
      yield one;
    }
    if (index === 0) yield event('ping', {});
  }
  const called = items.some(({ kind }) => kind === 'function-call');
  yield event('message_delta', {
    delta: { stop_reason: called ? 'tool_use' : 'end_turn', stop_sequence: null },
    usage: {
      ...usage,
      output_tokens: tokens.output + tokens.thinking,
      output_tokens_details: { thinking_tokens: tokens.thinking },
    },
  });
  yield event('message_stop', {});
}

/** The events as SSE frames. */
export function* messageFrames(events: Iterable<MessageEvent>): Generator<Frame> {
  for (const { data, pauseMs } of events) yield sseFrame(data.type, JSON.stringify(data), pauseMs);
}

/** The answer without streaming: one message with everything in it. */
export function wholeMessage(events: Iterable<MessageEvent>): JsonObject {
  let message: JsonObject = {};
  const content: JsonObject[] = [];
  for (const { data } of events) {
    const begun = member(data, 'message');
    const block = member(data, 'content_block');
    if (isObject(begun)) message = begun;
    if (isObject(block)) content.push(block);
    const last = content.at(-1);
    if (data.type === 'content_block_delta' && last !== undefined) {
      content[content.length - 1] = grown(last, member(data, 'delta'));
    }
    if (data.type === 'message_delta')
      message = { ...message, ...objectOf(data, 'delta'), usage: objectOf(data, 'usage') };
  }
  return { ...message, content: content.map(finished) };
}

function blockEvents(item: AnswerItem, index: number, deltaMs: number, facts: StreamFacts): Iterable<MessageEvent> {
  switch (item.kind) {
    case 'reasoning':
      return thinkingEvents(item.pieces, index, deltaMs, facts);
    case 'text':
      return deltaEvents({ type: 'text', text: '' }, 'text_delta', 'text', item.pieces, index, deltaMs);
    case 'function-call': {
      const call = { type: 'tool_use', id: newId('toolu'), name: item.name, input: {} };
      return deltaEvents(call, 'input_json_delta', 'partial_json', ['', ...item.pieces], index, deltaMs);
    }
    default:
      return item satisfies never;
  }
}

function* deltaEvents(
  block: JsonObject,
  type: string,
  member: string,
  pieces: Iterable<string>,
  index: number,
  deltaMs: number,
): Generator<MessageEvent> {
  yield event('content_block_start', { index, content_block: block });
  for (const piece of pieces) yield event('content_block_delta', { index, delta: { type, [member]: piece } }, deltaMs);
  yield event('content_block_stop', { index });
}

/** Thinking that ends with its signature; on request ("think redacted") in the form that nobody may read. */
function* thinkingEvents(
  pieces: Iterable<string>,
  index: number,
  deltaMs: number,
  { body, model, conversation, sign }: StreamFacts,
): Generator<MessageEvent> {
  if (/\bredacted\b/i.test(conversation.question)) {
    yield event('content_block_start', { index, content_block: { type: 'redacted_thinking', data: sign('') } });
    yield event('content_block_stop', { index });
    return;
  }
  const shown = isThinkingShown(body, model) ? [...pieces] : [];
  yield event('content_block_start', { index, content_block: { type: 'thinking', thinking: '', signature: '' } });
  for (const thinking of shown) {
    yield event('content_block_delta', { index, delta: { type: 'thinking_delta', thinking } }, deltaMs);
  }
  const signature = sign(shown.join(''));
  yield event('content_block_delta', { index, delta: { type: 'signature_delta', signature } });
  yield event('content_block_stop', { index });
}

/** Half of a request that was marked to be kept is read from the cache from the second question on. */
function inputUsage(body: JsonObject): JsonObject {
  const tokens = Math.ceil(JSON.stringify(body).length / 4);
  const isKept = JSON.stringify(body).includes('"cache_control"');
  const isFirst = arrayAt(body, 'messages').length === 1;
  const kept = isKept ? Math.floor(tokens / 2) : 0;
  return {
    input_tokens: tokens - kept,
    cache_creation_input_tokens: isFirst ? kept : 0,
    cache_read_input_tokens: isFirst ? 0 : kept,
    service_tier: 'standard',
  };
}

function grown(block: JsonObject, delta: Json | undefined): JsonObject {
  switch (stringAt(delta, 'type')) {
    case 'text_delta':
      return { ...block, text: `${stringAt(block, 'text') ?? ''}${stringAt(delta, 'text') ?? ''}` };
    case 'thinking_delta':
      return { ...block, thinking: `${stringAt(block, 'thinking') ?? ''}${stringAt(delta, 'thinking') ?? ''}` };
    case 'signature_delta':
      return { ...block, signature: stringAt(delta, 'signature') ?? '' };
    default:
      return { ...block, json: `${stringAt(block, 'json') ?? ''}${stringAt(delta, 'partial_json') ?? ''}` };
  }
}

function finished({ json, ...block }: JsonObject): JsonObject {
  return typeof json === 'string' ? { ...block, input: parseJson(json === '' ? '{}' : json) ?? {} } : block;
}

function objectOf(value: Json, name: string): JsonObject {
  const found = member(value, name);
  return isObject(found) ? found : {};
}

function event(type: string, fields: JsonObject, pauseMs = 0): MessageEvent {
  return { data: { type, ...fields }, pauseMs };
}

function newId(prefix: string): string {
  return `${prefix}_01${randomBytes(16).toString('hex').slice(0, 22)}`;
}
