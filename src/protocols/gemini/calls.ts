import { isObject, type Json, type JsonObject, member, stringAt } from '../../core/json.ts';
import { type CallId, callId } from '../../core/model.ts';
import { astray, type DecodedPart, type ToolCall, type ToolInput, unreadable } from '../../core/parts.ts';
import { StreamedArguments } from './streamedArguments.ts';

/** A call whose arguments are still coming. */
interface OpenCall {
  readonly block: number;
  readonly call: CallId;
  readonly tool: string;
  readonly input: StreamedArguments;
  signature: string;
  /** Something in it could not be read: it must not be made. */
  broken: boolean;
}

export interface FinishedCall extends Omit<ToolCall, 'kind' | 'replay'> {
  /** Empty where there is none. */
  readonly signature: string;
}

/** What calls make known, and where the next block's number comes from. */
export interface CallListener {
  nextBlock(): number;
  grows(part: ToolInput): void;
  done(call: FinishedCall): void;
}

/**
 * The function calls of one answer (Gemini API reference, FunctionCall). They come whole; Vertex AI can also send a name, then
 * values at JSON paths while `willContinue` is set. A call without an id is given one that no other answer's calls have.
 */
export class FunctionCalls {
  readonly #answer: string;
  readonly #listener: CallListener;
  #count = 0;
  #open: OpenCall | null = null;

  /** `answer` is a text that no other answer of the conversation has. */
  constructor(answer: string, listener: CallListener) {
    this.#answer = answer;
    this.#listener = listener;
  }

  /** Takes a `functionCall` and the signature of its part; returns what is odd about it, `null` if nothing is. */
  take(value: Json, signature: string): DecodedPart | null {
    if (!isObject(value)) return unreadable;
    const tool = stringAt(value, 'name') ?? '';
    const partial = member(value, 'partialArgs');
    const goesOn = member(value, 'willContinue') === true;
    if (tool !== '') {
      this.settle();
      if (!goesOn && partial === undefined) return this.#whole(value, tool, signature);
      this.#begin(value, tool);
    }
    const open = this.#open;
    // What goes on with a call that never began, or has ended, belongs nowhere (faults ST-59).
    if (open === null) return astray;
    if (open.signature === '') open.signature = signature;
    const isReadable = partial === undefined || this.#grow(open, partial);
    if (!isReadable) open.broken = true;
    if (!goesOn) this.#finish(open);
    return isReadable ? null : unreadable;
  }

  /** No more is coming: a call that nobody closed is complete unless it stops within a text. */
  settle(): void {
    const open = this.#open;
    if (open !== null && !open.input.cut) this.#finish(open);
    this.#open = null;
  }

  #whole(value: JsonObject, tool: string, signature: string): DecodedPart | null {
    const input = member(value, 'args') ?? {};
    if (!isObject(input)) return unreadable;
    this.#listener.done({ block: this.#listener.nextBlock(), call: this.#idOf(value), tool, input, signature });
    return null;
  }

  #begin(value: JsonObject, tool: string): void {
    const input = new StreamedArguments();
    const block = this.#listener.nextBlock();
    this.#open = { block, call: this.#idOf(value), tool, input, signature: '', broken: false };
    this.#tell(this.#open, input.start);
  }

  #grow(open: OpenCall, partial: Json): boolean {
    if (!Array.isArray(partial)) return false;
    for (const one of partial) {
      const delta = open.input.add(one);
      if (delta === null) return false;
      this.#tell(open, delta);
    }
    return true;
  }

  #finish(open: OpenCall): void {
    this.#open = null;
    const { block, call, tool, input, signature } = open;
    // Arguments with a hole cannot be used: what arrived stays visible as tool input (faults ST-63).
    if (open.broken) return;
    this.#tell(open, input.end());
    this.#listener.done({ block, call, tool, input: input.value, signature });
  }

  #tell({ block, call, tool }: OpenCall, delta: string): void {
    if (delta !== '') this.#listener.grows({ kind: 'tool-input', block, call, tool, delta });
  }

  #idOf(value: JsonObject): CallId {
    const number = this.#count++;
    return callId(stringAt(value, 'id') || `${this.#answer}-${number}`);
  }
}
