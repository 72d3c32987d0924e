import { randomBytes } from 'node:crypto';
import { isObject, type JsonObject, parseJson } from '../../../src/core/json.ts';
import type { Answer, AnswerItem } from '../answers.ts';
import type { Frame } from '../reply.ts';

export interface ChunkFacts {
  readonly model: string;
  readonly inputTokens: number;
  /** Whether thoughts are shown; they are counted in any case. */
  readonly showsThoughts: boolean;
  /** Whether calls bear ids, as they do from Gemini 3 on. */
  readonly hasIds: boolean;
  /** Pause before each chunk where the answer has none of its own. */
  readonly deltaMs: number;
  /** The part with a signature, or as it is where the model has none. */
  readonly sign: (part: JsonObject) => JsonObject;
}

/** A chunk of the stream (Gemini API reference, GenerateContentResponse) and the pause before it. */
export interface Chunk {
  readonly data: JsonObject;
  readonly pauseMs: number;
}

/** The chunks of one answer in the order in which Google sends them, made while they are read. */
export function* chunks(answer: Answer, facts: ChunkFacts): Generator<Chunk> {
  const responseId = randomBytes(16).toString('base64url');
  const tokens = { output: 0, thoughts: 0 };
  const pauseMs = answer.deltaMs ?? facts.deltaMs;
  const chunk = (parts: readonly JsonObject[], finishReason: string | null): Chunk => ({
    data: {
      candidates: [{ content: { parts, role: 'model' }, ...(finishReason === null ? {} : { finishReason }), index: 0 }],
      usageMetadata: {
        promptTokenCount: facts.inputTokens,
        ...(tokens.output === 0 ? {} : { candidatesTokenCount: tokens.output }),
        totalTokenCount: facts.inputTokens + tokens.output + tokens.thoughts,
        promptTokensDetails: [{ modality: 'TEXT', tokenCount: facts.inputTokens }],
        ...(tokens.thoughts === 0 ? {} : { thoughtsTokenCount: tokens.thoughts }),
      },
      modelVersion: facts.model,
      responseId,
    },
    pauseMs,
  });
  let calls = 0;
  for (const item of answer.items) {
    if (item.kind === 'function-call') {
      const part = callPart(item, facts.hasIds);
      tokens.output += 5;
      if (part === null) return yield chunk([], 'MALFORMED_FUNCTION_CALL');
      // Calls in parallel share the signature of the first.
      yield chunk([calls === 0 ? facts.sign(part) : part], null);
      calls++;
      continue;
    }
    const isThought = item.kind === 'reasoning';
    for (const text of item.pieces) {
      tokens[isThought ? 'thoughts' : 'output'] += 1;
      if (!isThought) yield chunk([{ text }], null);
      else if (facts.showsThoughts) yield chunk([{ text, thought: true }], null);
    }
  }
  yield chunk([calls > 0 ? { text: '' } : facts.sign({ text: '' })], 'STOP');
}

/** The chunks as an event stream, with the line ends that Google uses. */
export function* chunkFrames(all: Iterable<Chunk>): Generator<Frame> {
  for (const { data, pauseMs } of all) yield { bytes: Buffer.from(chunkText(data)), pauseMs };
}

export function chunkText(data: JsonObject): string {
  return `data: ${JSON.stringify(data)}\r\n\r\n`;
}

function callPart(item: Extract<AnswerItem, { kind: 'function-call' }>, hasId: boolean): JsonObject | null {
  const args = parseJson([...item.pieces].join(''));
  if (!isObject(args)) return null;
  const id = hasId ? { id: randomBytes(6).toString('base64url').replaceAll(/[-_]/g, 'x') } : {};
  return { functionCall: { ...id, name: item.name, args } };
}
