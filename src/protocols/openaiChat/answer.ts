import type { Json } from '../../core/json.ts';
import { callId, type Issuer, type Replay } from '../../core/model.ts';
import { astray, type Emit } from '../../core/parts.ts';
import { ReasoningDetails } from './reasoningDetails.ts';
import { type ReasoningField, type ReplayToken, writeToken } from './replay.ts';
import { Sources } from './sources.ts';
import { ThinkTags } from './thinkTags.ts';
import { inputOf, maxCalls, ToolCalls } from './toolCalls.ts';

/**
 * One answer as it grows: gives its parts their blocks and passes them on. A new block begins where the kind changes.
 */
export class GrowingAnswer {
  readonly sources = new Sources();
  readonly #issuer: Issuer;
  readonly #think = new ThinkTags();
  readonly #calls: ToolCalls;
  readonly #details = new ReasoningDetails();
  #firstReasoning: number | null = null;
  #open: 'text' | 'reasoning' | null = null;
  #blocks = 0;

  constructor(issuer: Issuer, mark: string) {
    this.#issuer = issuer;
    this.#calls = new ToolCalls(mark);
  }

  get isEmpty(): boolean {
    return this.#blocks === 0;
  }

  /** `content`: the answer, or thoughts in tags. */
  content(text: string, emit: Emit): void {
    if (text === '') return;
    if (this.#think.inAnswer) return this.#pass('text', text, emit);
    for (const piece of this.#think.split(text)) this.#pass(piece.kind, piece.text, emit);
  }

  /** Text that is certainly text, whatever it begins with. */
  text(text: string, emit: Emit): void {
    this.flush(emit);
    this.#pass('text', text, emit);
  }

  /** Thoughts that have a place of their own, named by `field` if they can be given back there. */
  reasoning(text: string, field: ReasoningField | null, emit: Emit): void {
    if (text === '') return;
    this.flush(emit);
    this.#pass('reasoning', text, emit, field);
  }

  /** OpenRouter's details: for being given back, and for their words where `reasoning` does not repeat them. */
  details(details: readonly Json[], repeated: boolean, emit: Emit): void {
    const words = this.#details.add(details);
    if (words !== '' && !repeated) return this.reasoning(words, null, emit);
    // Encrypted thoughts come before what was thought out, and go back in this order.
    if (this.#firstReasoning !== null) return;
    this.#begin('reasoning');
    emit({ kind: 'reasoning', block: this.#firstReasoning ?? 0, delta: '', replay: null });
  }

  /** `tool_calls`: beginnings of calls, and more of their arguments. */
  toolCalls(entries: readonly Json[], emit: Emit): void {
    this.flush(emit);
    for (const [at, entry] of entries.entries()) {
      const grown = this.#calls.add(entry, { at, of: entries.length }, this.#blocks);
      // What belongs to no call that has begun belongs nowhere (faults ST-59).
      if (grown === null) {
        emit(astray);
        continue;
      }
      const { call, begun, delta } = grown;
      if (begun) this.#blocks++;
      if (this.#calls.all.length > maxCalls) {
        const detail = `the answer has more than ${maxCalls} tool calls`;
        return emit({ kind: 'failure', failure: { code: 'too-much', detail } });
      }
      this.#open = null;
      if (delta === '') continue;
      emit({ kind: 'tool-input', block: call.block, call: callId(call.id), tool: call.tool, delta });
    }
  }

  /** Passes on what was held back because it might have been a tag. */
  flush(emit: Emit): void {
    if (this.#think.inAnswer) return;
    for (const piece of this.#think.end()) this.#pass(piece.kind, piece.text, emit);
  }

  /** What is known only at the end: details to give back, whole calls, sources. Returns whether there are calls. */
  end(emit: Emit): boolean {
    this.flush(emit);
    this.#giveDetails(emit);
    const called = this.#giveCalls(emit);
    for (const source of this.sources.list) emit({ kind: 'citation', block: this.#blocks++, source });
    return called;
  }

  #pass(kind: 'text' | 'reasoning', delta: string, emit: Emit, field: ReasoningField | null = null): void {
    if (delta === '') return;
    const begins = this.#open !== kind;
    if (begins) this.#begin(kind);
    const block = this.#blocks - 1;
    if (kind === 'text') return emit({ kind, block, delta });
    const replay = begins && field !== null ? this.#replay({ kind: 'field', field }) : null;
    emit({ kind, block, delta, replay });
  }

  #begin(kind: 'text' | 'reasoning'): void {
    this.#open = kind;
    if (kind === 'reasoning') this.#firstReasoning ??= this.#blocks;
    this.#blocks++;
  }

  /**
   * OpenRouter wants its details back as one list: it goes with the first thoughts, and counts instead of their
   * field.
   */
  #giveDetails(emit: Emit): void {
    const details = this.#details.list;
    if (this.#firstReasoning === null || details.length === 0) return;
    const replay = this.#replay({ kind: 'details', details });
    emit({ kind: 'reasoning', block: this.#firstReasoning, delta: '', replay });
  }

  #giveCalls(emit: Emit): boolean {
    let called = false;
    for (const call of this.#calls.all) {
      const input = inputOf(call);
      // Arguments that are not an object cannot be used: what arrived stays visible as tool input (faults ST-63).
      if (input === undefined) continue;
      called = true;
      const replay = call.extra === null ? {} : { replay: this.#replay({ kind: 'extra', extra: call.extra }) };
      emit({ kind: 'tool-call', block: call.block, call: callId(call.id), tool: call.tool, input, ...replay });
    }
    return called;
  }

  #replay(token: ReplayToken): Replay {
    return { ...this.#issuer, token: writeToken(token) };
  }
}
