import { isArray, isObject, type Json, type JsonObject, numberAt, parseJson, stringAt } from '../../core/json.ts';
import type { Issuer, Replay } from '../../core/model.ts';
import { type DecodedPart, type Emit, noUsage, type Usage, unreadable } from '../../core/parts.ts';
import { Linger } from '../../core/stream/linger.ts';
import type { Decoder } from '../../core/vendor.ts';
import { FunctionCalls } from './calls.ts';
import { readSources } from './citations.ts';
import { explainError } from './failures.ts';
import { explainBlock, explainFinish } from './finish.ts';
import { type SignedPart, writeSigned } from './signatures.ts';
import { readUsage } from './usage.ts';

/** More sources than these are not for reading. */
const maxSources = 100;

/** The block that text is being added to. */
interface OpenText {
  readonly kind: 'text' | 'reasoning';
  readonly block: number;
  length: number;
  readonly signed: SignedPart[];
}

/**
 * Decodes one answer of `streamGenerateContent` (Gemini API reference, GenerateContentResponse). Each event is a whole
 * response whose texts are deltas. The stream has no closing event, and some models and gateways say `STOP` in every event:
 * the answer is complete when a finish reason was seen and the body is over, or nothing more comes of it, so usage that comes
 * late still counts.
 */
export class GeminiDecoder implements Decoder {
  readonly #issuer: Issuer;
  readonly #calls: FunctionCalls;
  readonly #cited = new Set<string>();
  readonly #linger = new Linger();
  #emit: Emit = () => undefined;
  #blocks = 0;
  #open: OpenText | null = null;
  #usage: Usage = noUsage;
  #finish: Extract<DecodedPart, { kind: 'finish' }> | null = null;
  #called = false;
  #said = false;

  /** `answer` is a text that no other answer of the conversation has; calls without an id are named after it. */
  constructor(issuer: Issuer, answer: string) {
    this.#issuer = issuer;
    this.#calls = new FunctionCalls(answer, {
      nextBlock: () => this.#nextBlock(),
      grows: (part) => this.#emit(part),
      done: ({ signature, ...call }) => {
        this.#called = true;
        const part = { kind: 'tool-call', ...call } as const;
        this.#emit(signature === '' ? part : { ...part, replay: this.#replay(signature) });
      },
    });
  }

  get lingerMs(): number | null {
    return this.#linger.ms;
  }

  event(data: string, emit: Emit): void {
    this.#emit = emit;
    this.#chunk(parseJson(data));
  }

  whole(body: Json, emit: Emit): void {
    this.#emit = emit;
    // Without `alt=sse` the events come as one list.
    if (Array.isArray(body)) for (const chunk of body) this.#chunk(chunk);
    else this.#chunk(body);
    this.close(emit);
  }

  close(emit: Emit): void {
    this.#emit = emit;
    this.#endText();
    if (this.#finish === null) return;
    if (this.#finish.reason === 'stop') this.#calls.settle();
    if (this.#finish.reason !== 'stop') emit(this.#finish);
    else if (this.#called) emit({ kind: 'finish', reason: 'tool-calls' });
    // It happens that a model stops before its first word; asking again helps.
    else if (this.#said) emit(this.#finish);
    else emit({ kind: 'failure', failure: { code: 'empty' } });
  }

  #chunk(chunk: Json | undefined): void {
    if (!isObject(chunk)) return this.#emit(unreadable);
    // Members are read directly where every token passes: none of these names is on a prototype.
    const { error, usageMetadata: usage, promptFeedback: feedback, candidates } = chunk;
    if (error !== undefined && error !== null) {
      return this.#emit({ kind: 'failure', failure: explainError(error, numberAt(error, 'code') ?? 500) });
    }
    if (isObject(usage)) {
      this.#usage = readUsage(usage, this.#usage);
      this.#emit({ kind: 'usage', usage: this.#usage });
    }
    const blocked = stringAt(feedback, 'blockReason');
    const refusal = blocked === null ? null : explainBlock(blocked);
    if (refusal !== null) return this.#emit(refusal);
    const answers = listOf(candidates);
    if (answers === null) return this.#emit(unreadable);
    for (const answer of answers) this.#candidate(answer);
  }

  #candidate(candidate: Json): void {
    if (!isObject(candidate)) return this.#emit(unreadable);
    const { index, content, finishReason: reason } = candidate;
    // Only one is asked for; a second one would be another answer.
    if (typeof index === 'number' && index !== 0) return;
    const parts = partsOf(content);
    if (parts === null) return this.#emit(unreadable);
    for (const part of parts) this.#part(part);
    this.#cite(candidate);
    const finish = typeof reason === 'string' ? explainFinish(reason) : null;
    if (finish !== null || parts.length > 0) this.#linger.heard(finish !== null);
    if (finish?.kind === 'finish') this.#finish = finish;
    else if (finish !== null) this.#emit(finish);
  }

  #part(part: Json): void {
    if (!isObject(part)) return this.#emit(unreadable);
    const { text, thought, thoughtSignature, functionCall: call } = part;
    const signature = typeof thoughtSignature === 'string' ? thoughtSignature : '';
    if (call !== undefined) {
      this.#endText();
      const odd = this.#calls.take(call, signature);
      if (odd !== null) this.#emit(odd);
      return;
    }
    const delta = text ?? (isBare(part) ? '' : undefined);
    // Files, code that Google ran and its result: nothing of it is asked for.
    if (delta === undefined) return;
    if (typeof delta !== 'string') return this.#emit(unreadable);
    this.#text(thought === true ? 'reasoning' : 'text', delta, signature);
  }

  #text(kind: OpenText['kind'], delta: string, signature: string): void {
    if (delta === '' && signature === '') return;
    if (delta !== '') this.#said = true;
    if (this.#open?.kind !== kind) this.#endText();
    this.#open ??= { kind, block: this.#nextBlock(), length: 0, signed: [] };
    const open = this.#open;
    const from = open.length;
    open.length += delta.length;
    if (signature !== '') open.signed.push({ from, to: open.length, signature });
    if (delta === '') return;
    const { block } = open;
    this.#emit(kind === 'reasoning' ? { kind, block, delta, replay: null } : { kind, block, delta });
  }

  /** The signatures of a text go out with its end: what is said of them holds all of the block's, so it is said once. */
  #endText(): void {
    const open = this.#open;
    this.#open = null;
    if (open === null || open.signed.length === 0) return;
    const { kind, block, signed } = open;
    this.#emit({ kind, block, delta: '', replay: this.#replay(writeSigned(signed)) });
  }

  #cite(candidate: JsonObject): void {
    for (const source of readSources(candidate)) {
      if (this.#cited.has(source.url) || this.#cited.size >= maxSources) continue;
      this.#cited.add(source.url);
      this.#emit({ kind: 'citation', block: this.#nextBlock(), source });
    }
  }

  #nextBlock(): number {
    return this.#blocks++;
  }

  #replay(token: string): Replay {
    return { ...this.#issuer, token };
  }
}

/** The parts of a candidate's content, as {@link listOf} gives them. */
function partsOf(content: Json | undefined): readonly Json[] | null {
  if (!isObject(content)) return content === undefined || content === null ? [] : null;
  const { parts } = content;
  return listOf(parts);
}

/** The list, an empty one where there is none, or `null` where something else is in its place. */
function listOf(value: Json | undefined): readonly Json[] | null {
  const found = value ?? [];
  return isArray(found) ? found : null;
}

/** A signature comes in a part of its own, from which even the empty text may be left out. */
function isBare(part: JsonObject): boolean {
  return Object.keys(part).every((name) => name === 'thoughtSignature' || name === 'thought');
}
