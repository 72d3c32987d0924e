import { randomBytes } from 'node:crypto';
import type { JsonObject } from '../../../src/core/json.ts';
import type { Answer, AnswerItem } from '../answers.ts';
import { type Frame, sseFrame } from '../reply.ts';

interface StreamFacts {
  readonly model: string;
  readonly instructions: string;
  readonly inputTokens: number;
  /** Pause before each delta where the answer has none of its own. */
  readonly deltaMs: number;
  /** Seconds since 1970. */
  readonly nowSeconds: number;
  /** The encrypted form of a piece of reasoning, `null` if the request does not ask for it. */
  readonly seal: () => string | null;
  /** An event outside the numbering, sent before the last; `null` for none. */
  readonly closing: ResponseEvent['data'] | null;
}

/** An event of the Responses stream (OpenAI API reference, Responses, streaming) and the pause before it. */
export interface ResponseEvent {
  readonly data: JsonObject & { readonly type: string };
  readonly pauseMs: number;
}

type Emit = (type: string, fields: JsonObject, pauseMs?: number) => ResponseEvent;

/** The events of one answer in the order in which the vendor sends them, made while they are read. */
export function* responseEvents(answer: Answer, facts: StreamFacts): Generator<ResponseEvent> {
  let sequence = 0;
  const emit: Emit = (type, fields, pauseMs = 0) => {
    const data = { type, sequence_number: sequence, ...fields };
    sequence += 1;
    return { data, pauseMs };
  };
  const deltaMs = answer.deltaMs ?? facts.deltaMs;
  const id = newId('resp');
  const response = (status: string, output: readonly JsonObject[], usage: JsonObject | null): JsonObject => ({
    response: {
      id,
      object: 'response',
      created_at: facts.nowSeconds,
      status,
      error: null,
      incomplete_details: null,
      instructions: facts.instructions,
      model: facts.model,
      output,
      parallel_tool_calls: true,
      store: false,
      tool_choice: 'auto',
      tools: [],
      usage,
    },
  });
  yield emit('response.created', response('in_progress', [], null));
  yield emit('response.in_progress', response('in_progress', [], null));
  const output: JsonObject[] = [];
  const tokens = { output: 0, reasoning: 0 };
  for (const [index, item] of answer.items.entries()) {
    for (const event of itemEvents(item, index, { deltaMs, seal: facts.seal, emit, output })) {
      if (event.data.type.endsWith('.delta')) tokens[item.kind === 'reasoning' ? 'reasoning' : 'output'] += 1;
      yield event;
    }
  }
  const outputTokens = tokens.output + tokens.reasoning;
  const usage = {
    input_tokens: facts.inputTokens,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: outputTokens,
    output_tokens_details: { reasoning_tokens: tokens.reasoning },
    total_tokens: facts.inputTokens + outputTokens,
  };
  if (facts.closing !== null) yield { data: facts.closing, pauseMs: 0 };
  yield emit('response.completed', response('completed', output, usage));
}

/** The events as SSE frames. */
export function* responseFrames(events: Iterable<ResponseEvent>): Generator<Frame> {
  for (const { data, pauseMs } of events) yield sseFrame(data.type, JSON.stringify(data), pauseMs);
}

/** What the events of all items of one answer share. */
interface Writing {
  readonly deltaMs: number;
  readonly seal: () => string | null;
  readonly emit: Emit;
  /** The finished items. */
  readonly output: JsonObject[];
}

function itemEvents(item: AnswerItem, index: number, writing: Writing) {
  switch (item.kind) {
    case 'reasoning':
      return reasoningEvents(item.pieces, index, writing);
    case 'text':
      return textEvents(item.pieces, index, writing);
    case 'function-call':
      return callEvents(item.name, item.pieces, index, writing);
    default:
      return item satisfies never;
  }
}

function* textEvents(pieces: Iterable<string>, index: number, { deltaMs, emit, output }: Writing) {
  const id = newId('msg');
  const at = { item_id: id, output_index: index, content_index: 0 };
  const item = (status: string, content: readonly JsonObject[]): JsonObject => {
    return { id, type: 'message', status, role: 'assistant', content };
  };
  const part = (text: string): JsonObject => ({ type: 'output_text', annotations: [], logprobs: [], text });
  yield emit('response.output_item.added', { output_index: index, item: item('in_progress', []) });
  yield emit('response.content_part.added', { ...at, part: part('') });
  let text = '';
  for (const delta of pieces) {
    text += delta;
    yield emit('response.output_text.delta', { ...at, delta, logprobs: [] }, deltaMs);
  }
  yield emit('response.output_text.done', { ...at, text, logprobs: [] });
  yield emit('response.content_part.done', { ...at, part: part(text) });
  yield done(item('completed', [part(text)]), index, emit, output);
}

function* reasoningEvents(pieces: Iterable<string>, index: number, { deltaMs, seal, emit, output }: Writing) {
  const id = newId('rs');
  const at = { item_id: id, output_index: index, summary_index: 0 };
  const part = (text: string): JsonObject => ({ type: 'summary_text', text });
  yield emit('response.output_item.added', { output_index: index, item: { id, type: 'reasoning', summary: [] } });
  yield emit('response.reasoning_summary_part.added', { ...at, part: part('') });
  let text = '';
  for (const delta of pieces) {
    text += delta;
    yield emit('response.reasoning_summary_text.delta', { ...at, delta }, deltaMs);
  }
  yield emit('response.reasoning_summary_text.done', { ...at, text });
  yield emit('response.reasoning_summary_part.done', { ...at, part: part(text) });
  const sealed = seal();
  const encrypted = sealed === null ? {} : { encrypted_content: sealed };
  yield done({ id, type: 'reasoning', summary: [part(text)], ...encrypted }, index, emit, output);
}

function* callEvents(name: string, pieces: Iterable<string>, index: number, { deltaMs, emit, output }: Writing) {
  const id = newId('fc');
  const at = { item_id: id, output_index: index };
  const call = { id, type: 'function_call', call_id: newId('call'), name };
  yield emit('response.output_item.added', {
    output_index: index,
    item: { ...call, status: 'in_progress', arguments: '' },
  });
  let text = '';
  for (const delta of pieces) {
    text += delta;
    yield emit('response.function_call_arguments.delta', { ...at, delta }, deltaMs);
  }
  yield emit('response.function_call_arguments.done', { ...at, name, arguments: text });
  yield done({ ...call, status: 'completed', arguments: text }, index, emit, output);
}

function done(item: JsonObject, index: number, emit: Emit, output: JsonObject[]): ResponseEvent {
  output.push(item);
  return emit('response.output_item.done', { output_index: index, item });
}

function newId(prefix: string): string {
  return `${prefix}_${randomBytes(24).toString('hex')}`;
}
