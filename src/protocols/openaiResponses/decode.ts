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
import { explainError } from './failures.ts';
import { planLimits } from './limits.ts';
import { Output, summaryRun } from './output.ts';
import { readUsage } from './usage.ts';

/**
 * Decodes one stream of the Responses API (OpenAI API reference, Streaming events). Text comes from deltas, tool calls from
 * `output_item.done`; the closing events are authoritative and supply what deltas left out. Only `response.completed`,
 * `.incomplete`, `.failed` and `error` end an answer.
 */
export class ResponsesDecoder implements Decoder {
  readonly #output: Output;
  #created = false;
  #lastSequence: number | null = null;

  constructor(issuer: Issuer) {
    this.#output = new Output(issuer);
  }

  event(data: string, emit: Emit): void {
    if (data === '[DONE]') return;
    const event = parseJson(data);
    if (!isObject(event)) return emit(unreadable);
    // Members are read directly where every token passes: none of these names is on a prototype.
    const { type, sequence_number: sequence } = event;
    if (typeof type !== 'string') return emit(unreadable);
    if (sequence !== undefined && this.#isRepeated(sequence, emit)) return;
    if (!this.#take(type, event, emit)) emit(unreadable);
  }

  whole(body: Json, emit: Emit): void {
    const status = stringAt(body, 'status') ?? 'completed';
    this.#take(`response.${status}`, { response: body }, emit);
  }

  /** Whether an event's number says that the event has come before; that others are left out is borne (faults ST-57, ST-58). */
  #isRepeated(sequence: Json, emit: Emit): boolean {
    if (typeof sequence !== 'number') return false;
    const last = this.#lastSequence;
    this.#lastSequence = sequence;
    if (last === null || sequence === last + 1) return false;
    emit({ kind: 'odd', what: sequence === last ? 'repeated' : 'out-of-order' });
    return sequence === last;
  }

  /** Takes one event. False if it is not what its type promises. */
  #take(type: string, event: JsonObject, emit: Emit): boolean {
    switch (type) {
      case 'response.output_text.delta':
      case 'response.refusal.delta':
        return this.#delta('message', contentRun(event), event, emit);
      case 'response.reasoning_text.delta':
        return this.#delta('reasoning', contentRun(event), event, emit);
      case 'response.reasoning_summary_text.delta':
        return this.#delta('reasoning', summaryRun(numberAt(event, 'summary_index') ?? 0), event, emit);
      case 'response.function_call_arguments.delta':
        return this.#delta('function_call', 0, event, emit);
      case 'response.custom_tool_call_input.delta':
        return this.#delta('custom_tool_call', 0, event, emit);
      case 'response.output_item.added':
        return this.#output.open(numberAt(event, 'output_index'), member(event, 'item'));
      case 'response.output_item.done':
        return this.#output.close(numberAt(event, 'output_index'), member(event, 'item'), emit);
      case 'response.output_text.annotation.added':
        this.#output.cite(member(event, 'annotation'), emit);
        return true;
      case 'codex.rate_limits':
        emit({ kind: 'limits', limits: planLimits(event) });
        return true;
      default:
        // Progress of hosted tools, closing events whose text `output_item.done` repeats, heartbeats, and whatever comes.
        this.#course(type, event, emit);
        return true;
    }
  }

  /** The events that begin and end an answer. */
  #course(type: string, event: JsonObject, emit: Emit): void {
    const response = objectAt(event, 'response');
    switch (type) {
      case 'response.created':
        if (this.#created) emit({ kind: 'failure', failure: { code: 'restarted' } });
        this.#created = true;
        return;
      case 'response.completed':
        return this.#finish(response, null, emit);
      case 'response.incomplete': {
        const why = stringAt(objectAt(response, 'incomplete_details'), 'reason');
        return this.#finish(response, why === 'content_filter' ? 'refused' : 'length', emit);
      }
      case 'response.failed':
        readUsage(response, emit);
        return emit({ kind: 'failure', failure: explainError(member(response, 'error'), 200) });
      case 'error':
        return emit({ kind: 'failure', failure: explainError(member(event, 'error') ?? event, 200) });
      default:
        return;
    }
  }

  #delta(type: string, run: number, event: JsonObject, emit: Emit): boolean {
    const { output_index: index, delta } = event;
    if (typeof index !== 'number' || typeof delta !== 'string') return false;
    this.#output.grow(index, type, run, delta, emit);
    return true;
  }

  #finish(response: JsonObject, cut: StopReason | null, emit: Emit): void {
    // Positions in `output` are not output indexes: the list may leave items out. It counts only where no item was seen.
    if (this.#output.empty) {
      for (const [index, item] of arrayAt(response, 'output').entries()) {
        if (!this.#output.close(index, item, emit)) emit(unreadable);
      }
    }
    readUsage(response, emit);
    emit({ kind: 'finish', reason: cut ?? this.#output.reason });
  }
}

function contentRun({ content_index: index }: JsonObject): number {
  return typeof index === 'number' ? index : 0;
}
