import {
  arrayAt,
  isObject,
  type Json,
  type JsonObject,
  member,
  numberAt,
  objectAt,
  parseJson,
  stringAt,
} from '../../core/json.ts';
import type { Issuer } from '../../core/model.ts';
import { type Emit, type StopReason, unreadable } from '../../core/parts.ts';
import type { Decoder } from '../../core/vendor.ts';
import { Content } from './content.ts';
import { explainError } from './failures.ts';
import { UsageCount } from './usage.ts';

/**
 * Decodes one stream of the Messages API (Anthropic API reference, Streaming messages). Only `message_stop` and `error` end
 * an answer. Blocks and events of hosted tools, and kinds unknown to us, are passed over.
 */
export class MessagesDecoder implements Decoder {
  readonly #content: Content;
  readonly #usage = new UsageCount();
  #started = false;
  #stopReason: string | null = null;
  #explanation: string | null = null;

  constructor(issuer: Issuer) {
    this.#content = new Content(issuer);
  }

  event(data: string, emit: Emit): void {
    const event = parseJson(data);
    if (!isObject(event)) return emit(unreadable);
    // Members are read directly where every token passes: none of these names is on a prototype.
    const { type } = event;
    if (typeof type !== 'string' || !this.#take(type, event, emit)) emit(unreadable);
  }

  whole(body: Json, emit: Emit): void {
    if (!isObject(body) || stringAt(body, 'type') !== 'message') return emit(unreadable);
    this.#start(body, emit);
    this.#finish(emit);
  }

  /** Takes one event. False if it is not what its type promises. */
  #take(type: string, event: JsonObject, emit: Emit): boolean {
    switch (type) {
      case 'content_block_delta': {
        const { index, delta } = event;
        return this.#content.grow(index, delta, emit);
      }
      case 'content_block_start':
        return this.#content.open(numberAt(event, 'index'), member(event, 'content_block'), emit);
      case 'content_block_stop':
        return this.#content.close(numberAt(event, 'index'), emit);
      case 'message_start': {
        const message = member(event, 'message');
        if (!isObject(message)) return false;
        this.#start(message, emit);
        return true;
      }
      case 'message_delta':
        this.#outcome(objectAt(event, 'delta'), objectAt(event, 'usage'), emit);
        return true;
      case 'message_stop':
        this.#finish(emit);
        return true;
      case 'error':
        emit({ kind: 'failure', failure: explainError(member(event, 'error'), 200) });
        return true;
      default:
        // `ping`, and whatever comes.
        return true;
    }
  }

  /** A message begins; an answer that came as a whole, and one that a hosted tool goes on with, has content already. */
  #start(message: JsonObject, emit: Emit): void {
    if (this.#started) return emit({ kind: 'failure', failure: { code: 'restarted' } });
    this.#started = true;
    for (const [index, block] of arrayAt(message, 'content').entries()) {
      if (!this.#content.open(index, block, emit) || !this.#content.close(index, emit)) emit(unreadable);
    }
    this.#outcome(message, objectAt(message, 'usage'), emit);
  }

  #outcome(delta: JsonObject, usage: JsonObject, emit: Emit): void {
    this.#stopReason = stringAt(delta, 'stop_reason') ?? this.#stopReason;
    this.#explanation = stringAt(objectAt(delta, 'stop_details'), 'explanation') ?? this.#explanation;
    this.#usage.add(usage);
    emit({ kind: 'usage', usage: this.#usage.total });
  }

  #finish(emit: Emit): void {
    const reason = this.#reason();
    // Why an answer was refused is said beside the answer; without it there may be no word at all.
    if (reason === 'refused') this.#content.say(this.#explanation ?? '', emit);
    emit({ kind: 'finish', reason });
  }

  /** Anthropic API reference, `stop_reason`. A paused turn is one that the client may have continued. */
  #reason(): StopReason {
    switch (this.#stopReason) {
      case 'max_tokens':
      case 'model_context_window_exceeded':
      case 'pause_turn':
        return 'length';
      case 'refusal':
        return 'refused';
      default:
        return this.#content.hasCalls ? 'tool-calls' : 'stop';
    }
  }
}
