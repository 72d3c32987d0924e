import {
  arrayAt,
  isArray,
  isObject,
  type Json,
  type JsonObject,
  member,
  parseJson,
  stringAt,
} from '../../core/json.ts';
import type { Issuer } from '../../core/model.ts';
import { type Emit, type StopReason, unreadable } from '../../core/parts.ts';
import { Linger } from '../../core/stream/linger.ts';
import type { Decoder } from '../../core/vendor.ts';
import { GrowingAnswer } from './answer.ts';
import { type Delta, readDelta } from './delta.ts';
import { explainError } from './failures.ts';
import { readUsage } from './usage.ts';

/**
 * Decodes one stream of Chat Completions (OpenAI API reference, The chat completion chunk object) in the dialects of
 * the servers that speak it. An answer is over with `[DONE]`, with the usage that follows a `finish_reason`, or with
 * the body, or its last words, if a `finish_reason` has come. Only then are tool calls known to be whole.
 */
export class ChatDecoder implements Decoder {
  readonly #answer: GrowingAnswer;
  readonly #linger = new Linger();
  #id: string | null = null;
  #beyondRole = false;
  #finish: string | null = null;
  #refused = false;

  /**
   * `issuer` is whose answer it is: what the server wants back is bound to it. `mark` is what no other answer has,
   * for the ids of calls that came without one.
   */
  constructor(issuer: Issuer, mark: string) {
    this.#answer = new GrowingAnswer(issuer, mark);
  }

  get lingerMs(): number | null {
    return this.#linger.ms;
  }

  event(data: string, emit: Emit): void {
    if (data === '') return;
    if (data.startsWith('[DONE]')) return this.#end(emit);
    const event = parseJson(data);
    if (!isObject(event)) return emit(unreadable);
    this.#chunk(event, emit);
  }

  whole(body: Json, emit: Emit): void {
    if (!isObject(body)) return;
    this.#chunk(body, emit);
    if (this.#finish !== null || !this.#answer.isEmpty) this.#end(emit);
  }

  close(emit: Emit): void {
    if (this.#finish !== null) this.#end(emit);
    else this.#answer.flush(emit);
  }

  #chunk(event: JsonObject, emit: Emit): void {
    // Members are read directly where every token passes: none of these names is on a prototype.
    const { error, id, usage, choices } = event;
    if (error !== undefined && error !== null) return this.#fail(error, emit);
    if (this.#id === null && typeof id === 'string') this.#id = id;
    if (isObject(usage)) emit({ kind: 'usage', usage: readUsage(usage) });
    const choice = firstChoice(choices);
    if (choice !== null) return this.#choice(event, choice, emit);
    // vLLM's shape of an error in mid-stream; OpenRouter, SGLang and Ollama have `error`, an object or a text.
    if (stringAt(event, 'object') === 'error') return this.#fail(event, emit);
    const others = choices ?? [];
    if (!isArray(others)) return emit(unreadable);
    // Nothing follows the counts of a finished answer but `[DONE]`, which not everybody sends.
    if (isObject(usage) && this.#finish !== null && others.length === 0) this.#end(emit);
  }

  #choice(event: JsonObject, choice: JsonObject, emit: Emit): void {
    const { delta: grown, message, finish_reason: reason } = choice;
    // A whole answer as one event is what some gateways make of a stream; beside deltas a message only repeats them.
    const delta = grown ?? (this.#answer.isEmpty ? message : null);
    const said = isObject(delta) ? readDelta(delta) : null;
    const finish = typeof reason === 'string' ? reason : '';
    if (finish !== '' || (said !== null && speaks(said))) this.#linger.heard(finish !== '');
    if (said !== null) this.#delta(event, said, emit);
    else if (delta !== undefined && delta !== null) emit(unreadable);
    if (finish === '') return;
    this.#finish ??= finish;
    this.#answer.sources.addLists(event);
    if (finish === 'error') this.#fail(member(choice, 'error') ?? { code: 500 }, emit);
    // DeepSeek's and SGLang's words for an answer that was given up.
    if (finish === 'insufficient_system_resource') emit({ kind: 'failure', failure: { code: 'overloaded' } });
    if (finish === 'abort') emit({ kind: 'failure', failure: { code: 'interrupted' } });
  }

  #delta(event: JsonObject, delta: Delta, emit: Emit): void {
    if (this.#restarts(event, delta)) return emit({ kind: 'failure', failure: { code: 'restarted' } });
    const { reasoning, field, details, content, refusal, calls, annotations } = delta;
    if (reasoning !== '') this.#answer.reasoning(reasoning, field, emit);
    if (details.length > 0) this.#answer.details(details, reasoning !== '', emit);
    if (typeof content === 'string') this.#answer.content(content, emit);
    else if (content !== null) this.#contentParts(delta, emit);
    if (refusal !== '') {
      this.#refused = true;
      this.#answer.text(refusal, emit);
    }
    if (calls.length > 0) this.#answer.toolCalls(calls, emit);
    if (annotations.length > 0) this.#answer.sources.addAnnotations(annotations);
  }

  /**
   * A role belongs to the first chunk, or to all of them; one that comes again with another answer's id is a second
   * answer.
   */
  #restarts(event: JsonObject, { role }: Delta): boolean {
    if (role === null) {
      this.#beyondRole = true;
      return false;
    }
    if (!this.#beyondRole || this.#answer.isEmpty) return false;
    const id = stringAt(event, 'id');
    return id !== null && id !== this.#id;
  }

  /** Content as a list of parts, as Mistral's reasoning models send it. */
  #contentParts(delta: Delta, emit: Emit): void {
    for (const part of arrayAt(delta, 'content')) {
      this.#answer.reasoning(stringAt(part, 'thinking') ?? '', null, emit);
      for (const thought of arrayAt(part, 'thinking')) {
        this.#answer.reasoning(stringAt(thought, 'text') ?? '', null, emit);
      }
      this.#answer.content(stringAt(part, 'text') ?? '', emit);
    }
  }

  #end(emit: Emit): void {
    const called = this.#answer.end(emit);
    if (this.#answer.isEmpty && this.#finish === null) return emit({ kind: 'failure', failure: { code: 'empty' } });
    const reason = called ? 'tool-calls' : this.#refused ? 'refused' : 'stop';
    emit({ kind: 'finish', reason: cutShort(this.#finish) ?? reason });
  }

  #fail(error: Json, emit: Emit): void {
    this.#answer.flush(emit);
    emit({ kind: 'failure', failure: explainError(error, 200) });
  }
}

/** Whether a delta brings a piece of the answer: one may hold nothing but a role, or stand beside the token counts. */
function speaks({ content, reasoning, calls }: Delta): boolean {
  return content !== null || reasoning !== '' || calls.length > 0;
}

/** The choice that was asked for: number 0, or one without a number. */
function firstChoice(choices: Json | undefined): JsonObject | null {
  if (!isArray(choices)) return null;
  for (const choice of choices) {
    if (!isObject(choice)) continue;
    const { index } = choice;
    if (typeof index !== 'number' || index === 0) return choice;
  }
  return null;
}

/** Reasons that count even where there are calls: others than the model ended the answer. */
function cutShort(finish: string | null): StopReason | null {
  switch (finish) {
    case 'length':
    case 'max_tokens':
    case 'model_length':
      return 'length';
    case 'content_filter':
    case 'safety':
      return 'refused';
    default:
      return null;
  }
}
