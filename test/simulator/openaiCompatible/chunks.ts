import { randomBytes } from 'node:crypto';
import { type JsonObject, parseJson } from '../../../src/core/json.ts';
import type { Answer, AnswerItem } from '../answers.ts';
import { type Frame, sseFrame } from '../reply.ts';
import type { Dialect } from './dialect.ts';
import { detail } from './signatures.ts';

export interface ChunkFacts {
  readonly model: string;
  readonly inputTokens: number;
  /** Whether `stream_options.include_usage` was asked for. */
  readonly tellsUsage: boolean;
  /** Pause before each delta where the answer has none of its own. */
  readonly deltaMs: number;
  /** Seconds since 1970. */
  readonly nowSeconds: number;
  /** Signs thoughts, where they are signed. */
  readonly sign: (text: string) => string;
}

/** A delta of the answer and the pause before it. */
interface Step {
  readonly delta: JsonObject;
  readonly pauseMs: number;
}

/** The answer as a stream in the server's dialect (OpenAI API reference, The chat completion chunk object). */
export function* chatFrames(answer: Answer, dialect: Dialect, facts: ChunkFacts): Generator<Frame> {
  const id = `chatcmpl-${randomBytes(12).toString('hex')}`;
  const head = { id, object: 'chat.completion.chunk', created: facts.nowSeconds, model: facts.model };
  const count = { sent: 0 };
  const choice = (delta: JsonObject, finish: string | null, more: JsonObject = {}): JsonObject => {
    const said = dialect.role === 'every' || count.sent === 0 ? { role: 'assistant', ...delta } : delta;
    count.sent += 1;
    const usage = dialect.usage === 'on-every-chunk' ? { usage: usageOf(facts, count.sent) } : {};
    return { ...head, choices: [{ index: 0, delta: said, logprobs: null, finish_reason: finish }], ...usage, ...more };
  };
  const frame = (data: JsonObject, pauseMs = 0): Frame => sseFrame(null, JSON.stringify(data), pauseMs);
  if (dialect.hasComments) yield comment(': OPENROUTER PROCESSING\n\n');
  yield frame(choice({ content: '' }, null));
  for (const { delta, pauseMs } of stepsOf(answer, dialect, facts)) {
    if (dialect.hasComments && count.sent % 10 === 0) yield comment(': OPENROUTER PROCESSING\n\n');
    yield frame(choice(delta, null), pauseMs);
  }
  const withFinish = dialect.usage === 'with-finish' ? { usage: usageOf(facts, count.sent) } : {};
  yield frame(choice({}, finishOf(answer, dialect), withFinish));
  if (dialect.usage === 'after' && facts.tellsUsage) {
    yield frame({ ...head, choices: [], usage: usageOf(facts, count.sent) });
  }
  if (dialect.hasDone) yield sseFrame(null, '[DONE]');
}

/** The same as one body. */
export function wholeAnswer(answer: Answer, dialect: Dialect, facts: ChunkFacts): JsonObject {
  const calls = answer.items.flatMap((item, index) => (item.kind === 'function-call' ? [wholeCall(item, index)] : []));
  const textOf = (kind: 'text' | 'reasoning'): string =>
    answer.items.flatMap((item) => (item.kind === kind ? [...item.pieces] : [])).join('');
  const thoughts = textOf('reasoning');
  const said = dialect.refuses ? { content: null, refusal: textOf('text') } : { content: textOf('text') };
  return {
    id: `chatcmpl-${randomBytes(12).toString('hex')}`,
    object: 'chat.completion',
    created: facts.nowSeconds,
    model: facts.model,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          ...said,
          ...(thoughts === '' ? {} : { reasoning_content: thoughts }),
          ...(calls.length === 0 ? {} : { tool_calls: calls }),
        },
        finish_reason: finishOf(answer, dialect),
      },
    ],
    usage: usageOf(facts, 20),
  };
}

function* stepsOf(answer: Answer, dialect: Dialect, facts: ChunkFacts): Generator<Step> {
  const pauseMs = answer.deltaMs ?? facts.deltaMs;
  let calls = 0;
  for (const item of answer.items) {
    if (item.kind === 'reasoning') {
      for (const delta of thoughtDeltas([...item.pieces], dialect, facts)) yield { delta, pauseMs };
    } else if (item.kind === 'text') {
      for (const piece of item.pieces)
        yield { delta: dialect.refuses ? { refusal: piece } : { content: piece }, pauseMs };
    } else {
      for (const delta of callDeltas(item, calls, dialect)) yield { delta, pauseMs };
      calls += 1;
    }
  }
}

function* thoughtDeltas(pieces: readonly string[], dialect: Dialect, { sign }: ChunkFacts): Generator<JsonObject> {
  switch (dialect.reasoning) {
    case 'reasoning_content':
      for (const piece of pieces) yield { content: null, reasoning_content: piece };
      return;
    case 'reasoning':
      for (const piece of pieces) yield { content: '', reasoning: piece };
      return;
    case 'two-names':
      for (const piece of pieces) yield { reasoning_content: piece, reasoning: piece };
      return;
    case 'tags':
      // Cut where it hurts: in the middle of both tags.
      yield* ['<th', 'ink>\n', ...pieces, '\n</thi', 'nk>\n\n'].map((content) => ({ content }));
      return;
    case 'details':
      for (const piece of pieces) yield { content: '', reasoning: piece, reasoning_details: [detail(piece, null)] };
      yield { content: '', reasoning: null, reasoning_details: [detail('', sign(pieces.join('')))] };
      return;
    default:
      dialect.reasoning satisfies never;
  }
}

type CallItem = Extract<AnswerItem, { kind: 'function-call' }>;

function* callDeltas(item: CallItem, number: number, dialect: Dialect): Generator<JsonObject> {
  const index = { numbered: { index: number }, zero: { index: 0 }, missing: {} }[dialect.index];
  const id = dialect.hasCallIds ? { id: newCallId() } : {};
  const whole = [...item.pieces].join('');
  switch (dialect.calls) {
    case 'pieces':
      yield { tool_calls: [{ ...index, ...id, type: 'function', function: { name: item.name, arguments: '' } }] };
      for (const piece of item.pieces) yield { tool_calls: [{ ...index, function: { arguments: piece } }] };
      return;
    case 'whole':
      yield { tool_calls: [{ ...index, ...id, type: 'function', function: { name: item.name, arguments: whole } }] };
      return;
    case 'objects': {
      const args = parseJson(whole) ?? {};
      yield { tool_calls: [{ ...index, ...id, type: 'function', function: { name: item.name, arguments: args } }] };
      return;
    }
    case 'old':
      yield { function_call: { name: item.name, arguments: '' } };
      for (const piece of item.pieces) yield { function_call: { arguments: piece } };
      return;
    default:
      dialect.calls satisfies never;
  }
}

function wholeCall(item: CallItem, index: number): JsonObject {
  const args = [...item.pieces].join('');
  return { index, id: newCallId(), type: 'function', function: { name: item.name, arguments: args } };
}

function newCallId(): string {
  return `call_${randomBytes(12).toString('hex')}`;
}

function finishOf(answer: Answer, { alwaysStops, calls }: Dialect): string {
  const called = answer.items.some(({ kind }) => kind === 'function-call');
  if (!called || alwaysStops) return 'stop';
  return calls === 'old' ? 'function_call' : 'tool_calls';
}

function usageOf({ inputTokens }: ChunkFacts, outputTokens: number): JsonObject {
  const prompt_tokens_details = { cached_tokens: 0 };
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    prompt_tokens_details,
  };
}

function comment(text: string): Frame {
  return { bytes: Buffer.from(text), pauseMs: 0 };
}
