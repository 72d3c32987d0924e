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
import { callId } from '../../core/model.ts';
import type { DecodedPart, StopReason } from '../../core/parts.ts';
import type { Decoder } from '../../core/vendor.ts';
import { Blocks, type Item } from './blocks.ts';
import { explainError } from './failures.ts';
import { readUsage } from './usage.ts';

type Emit = (part: DecodedPart) => void;

/** Unreadable events that are passed over before the answer is given up (faults ST-20). */
const patience = 2;

/**
 * Decodes one stream of the Responses API (OpenAI API reference, Streaming events). Text comes from deltas, tool calls from
 * `output_item.done`; the closing events are authoritative and supply what deltas left out. Only `response.completed`,
 * `.incomplete`, `.failed` and `error` end an answer.
 */
export class ResponsesDecoder implements Decoder {
  readonly #blocks = new Blocks();
  #created = false;
  #lastSequence: number | null = null;
  #unreadable = 0;
  #calls = false;
  #refused = false;

  event(data: string, emit: Emit): void {
    if (data === '[DONE]') return;
    const event = parseJson(data);
    const type = stringAt(event, 'type');
    if (!isObject(event) || type === null) return this.#skip(emit);
    const sequence = numberAt(event, 'sequence_number');
    if (sequence !== null && sequence === this.#lastSequence) return;
    this.#lastSequence = sequence;
    this.#dispatch(type, event, emit);
  }

  whole(body: Json, emit: Emit): void {
    const status = stringAt(body, 'status') ?? 'completed';
    this.#dispatch(`response.${status}`, { response: body }, emit);
  }

  #dispatch(type: string, event: JsonObject, emit: Emit): void {
    switch (type) {
      case 'response.output_text.delta':
      case 'response.refusal.delta':
        return this.#text('message', 'content_index', event, emit);
      case 'response.reasoning_summary_text.delta':
        return this.#text('reasoning', 'summary_index', event, emit);
      case 'response.reasoning_text.delta':
        return this.#text('reasoning', 'content_index', event, emit);
      case 'response.function_call_arguments.delta':
        return this.#text('function_call', null, event, emit);
      case 'response.custom_tool_call_input.delta':
        return this.#text('custom_tool_call', null, event, emit);
      case 'response.output_item.added':
        return this.#added(event, emit);
      case 'response.output_item.done':
        return this.#done(numberAt(event, 'output_index'), member(event, 'item'), emit);
      case 'response.created':
        if (this.#created) emit({ kind: 'failure', failure: { code: 'restarted' } });
        this.#created = true;
        return;
      case 'response.completed':
        return this.#finish(objectAt(event, 'response'), null, emit);
      case 'response.incomplete': {
        const response = objectAt(event, 'response');
        const cut =
          stringAt(objectAt(response, 'incomplete_details'), 'reason') === 'content_filter' ? 'refused' : 'length';
        return this.#finish(response, cut, emit);
      }
      case 'response.failed': {
        const response = objectAt(event, 'response');
        readUsage(response, emit);
        return emit({ kind: 'failure', failure: explainError(member(response, 'error'), 200) });
      }
      case 'error':
        return emit({ kind: 'failure', failure: explainError(member(event, 'error') ?? event, 200) });
      default:
        // Progress of hosted tools, closing events whose text `output_item.done` repeats, heartbeats, and whatever comes.
        return;
    }
  }

  #text(type: string, indexName: string | null, event: JsonObject, emit: Emit): void {
    const output = numberAt(event, 'output_index');
    const delta = stringAt(event, 'delta');
    const index = indexName === null ? 0 : (numberAt(event, indexName) ?? 0);
    if (output === null || delta === null) return this.#skip(emit);
    const item = this.#blocks.item(output);
    // A delta for a block that never began, has ended or is something else belongs nowhere (faults ST-59).
    if (item === undefined || item.closed || item.type !== type) return;
    this.#pass(item, index, delta, emit);
  }

  #pass(item: Item, index: number, delta: string, emit: Emit): void {
    const shown = this.#blocks.shown(item, index);
    if (delta === '') return;
    shown.text += delta;
    switch (item.type) {
      case 'message':
        return emit({ kind: 'text', block: shown.block, delta });
      case 'reasoning':
        return emit({ kind: 'reasoning', block: shown.block, delta });
      default:
        return emit({ kind: 'tool-input', block: shown.block, call: callId(item.call), tool: item.tool, delta });
    }
  }

  #added(event: JsonObject, emit: Emit): void {
    const output = numberAt(event, 'output_index');
    const item = member(event, 'item');
    const type = stringAt(item, 'type');
    if (output === null || type === null) return this.#skip(emit);
    if (this.#blocks.item(output) === undefined) this.#open(output, type, item);
  }

  #open(output: number, type: string, item: Json | undefined): Item {
    return this.#blocks.open(output, type, stringAt(item, 'call_id') ?? '', stringAt(item, 'name') ?? '');
  }

  #done(output: number | null, item: Json | undefined, emit: Emit): void {
    const type = stringAt(item, 'type');
    if (output === null || type === null) return this.#skip(emit);
    const open = this.#blocks.item(output) ?? this.#open(output, type, item);
    if (open.closed || open.type !== type) return;
    if (type === 'message') this.#completeTexts(open, arrayAt(item, 'content'), emit);
    if (type === 'reasoning') {
      const summary = arrayAt(item, 'summary');
      this.#completeTexts(open, summary.length > 0 ? summary : arrayAt(item, 'content'), emit);
    }
    if (type === 'function_call') this.#call(open, parseJson(stringAt(item, 'arguments') || '{}'), emit);
    if (type === 'custom_tool_call') this.#call(open, { input: stringAt(item, 'input') ?? '' }, emit);
    open.closed = true;
  }

  /** What the closing event has beyond the deltas; where they disagree, what the reader has seen stays. */
  #completeTexts(item: Item, contents: readonly Json[], emit: Emit): void {
    contents.forEach((content, index) => {
      const refusal = stringAt(content, 'refusal');
      this.#refused ||= refusal !== null;
      const text = refusal ?? stringAt(content, 'text') ?? '';
      const sofar = item.texts.get(index)?.text ?? '';
      if (text.length > sofar.length && text.startsWith(sofar)) this.#pass(item, index, text.slice(sofar.length), emit);
    });
  }

  #call(item: Item, input: Json | undefined, emit: Emit): void {
    // Arguments that are not an object cannot be used: what arrived stays visible as tool input (faults ST-63).
    if (!isObject(input)) return this.#skip(emit);
    this.#calls = true;
    const { block } = this.#blocks.shown(item, 0);
    emit({ kind: 'tool-call', block, call: callId(item.call), tool: item.tool, input });
  }

  #finish(response: JsonObject, cut: StopReason | null, emit: Emit): void {
    // Positions in `output` are not output indexes: the list may leave items out. It counts only where no item was seen.
    if (this.#blocks.empty) {
      arrayAt(response, 'output').forEach((item, index) => {
        this.#done(index, item, emit);
      });
    }
    readUsage(response, emit);
    const reason: StopReason = cut ?? (this.#calls ? 'tool-calls' : this.#refused ? 'refused' : 'stop');
    emit({ kind: 'finish', reason });
  }

  #skip(emit: Emit): void {
    this.#unreadable++;
    if (this.#unreadable > patience) {
      emit({ kind: 'failure', failure: { code: 'unreadable', detail: 'three events could not be read' } });
    }
  }
}
