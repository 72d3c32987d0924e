import { cleanText } from '../../core/cleanText.ts';
import { arrayAt, isObject, type Json, type JsonObject, member, parseJson, stringAt } from '../../core/json.ts';
import { callId, type Issuer, type Source } from '../../core/model.ts';
import { astray, type Emit } from '../../core/parts.ts';
import { readSource } from './citations.ts';
import { redactedToken, signedToken } from './thinkingToken.ts';

/** A content block that has begun. */
type Block =
  | { readonly kind: 'text'; readonly block: number; readonly sources: Source[] }
  | { readonly kind: 'thinking'; readonly block: number }
  | ToolUse
  /** Of a kind that is not for the reader: the doings of hosted tools, and what is yet to be invented. */
  | { readonly kind: 'unread' }
  | { readonly kind: 'over' };

interface ToolUse {
  readonly kind: 'tool-use';
  readonly block: number;
  readonly call: string;
  readonly tool: string;
  /** What it began with; `{}` where the arguments follow in pieces. */
  readonly input: JsonObject;
  json: string;
}

const unread: Block = { kind: 'unread' };
const over: Block = { kind: 'over' };

/** The content blocks of one answer by their index. */
export class Content {
  readonly #issuer: Issuer;
  readonly #blocks = new Map<number, Block>();
  readonly #cited = new Set<string>();
  #next = 0;
  #calls = false;
  #text = false;

  constructor(issuer: Issuer) {
    this.#issuer = issuer;
  }

  get hasCalls(): boolean {
    return this.#calls;
  }

  /** A block begins, with what it holds already. False if it cannot be read. */
  open(index: number | null, content: Json | undefined, emit: Emit): boolean {
    const type = stringAt(content, 'type');
    if (index === null || type === null || content === undefined) return false;
    if (!this.#blocks.has(index)) this.#blocks.set(index, this.#begin(type, content, emit));
    return true;
  }

  /** A piece of a block. One for a block that never began, has ended or is something else is dropped (faults ST-59). */
  grow(index: Json | undefined, delta: Json | undefined, emit: Emit): boolean {
    if (typeof index !== 'number' || !isObject(delta)) return false;
    const { type, text, thinking, partial_json: json } = delta;
    if (typeof type !== 'string') return false;
    const block = this.#blocks.get(index) ?? over;
    switch (block.kind) {
      case 'text':
        if (type === 'text_delta') return this.#say(block.block, text, emit);
        if (type === 'citations_delta') this.#cite(block.sources, member(delta, 'citation'));
        else emit(astray);
        return true;
      case 'thinking':
        if (type === 'thinking_delta') return this.#think(block.block, thinking, emit);
        if (type === 'signature_delta') this.#sign(block.block, stringAt(delta, 'signature'), emit);
        else emit(astray);
        return true;
      case 'tool-use':
        if (type === 'input_json_delta') return growInput(block, json, emit);
        emit(astray);
        return true;
      case 'over':
        emit(astray);
        return true;
      case 'unread':
        return true;
      default:
        return block satisfies never;
    }
  }

  /** A block ends: now a tool call is whole, and the sources of a text follow it. False if the call cannot be read. */
  close(index: number | null, emit: Emit): boolean {
    if (index === null) return false;
    const block = this.#blocks.get(index) ?? over;
    this.#blocks.set(index, over);
    switch (block.kind) {
      case 'text':
        for (const source of block.sources) emit({ kind: 'citation', block: this.#next++, source });
        return true;
      case 'tool-use':
        return this.#call(block, emit);
      case 'over':
        emit(astray);
        return true;
      case 'thinking':
      case 'unread':
        return true;
      default:
        return block satisfies never;
    }
  }

  /** Says a sentence of the service where the model said nothing. */
  say(sentence: string, emit: Emit): void {
    if (!this.#text) this.#say(this.#next++, cleanText(sentence), emit);
  }

  #begin(type: string, content: Json, emit: Emit): Block {
    switch (type) {
      case 'text': {
        const block = { kind: 'text', block: this.#next++, sources: [] } as const satisfies Block;
        this.#say(block.block, stringAt(content, 'text'), emit);
        for (const citation of arrayAt(content, 'citations')) this.#cite(block.sources, citation);
        return block;
      }
      case 'thinking': {
        const block = this.#next++;
        this.#think(block, stringAt(content, 'thinking'), emit);
        this.#sign(block, stringAt(content, 'signature'), emit);
        return { kind: 'thinking', block };
      }
      case 'redacted_thinking': {
        const data = stringAt(content, 'data');
        if (data !== null) this.#keep(this.#next++, redactedToken(data), emit);
        return unread;
      }
      case 'tool_use': {
        const input = member(content, 'input');
        return {
          kind: 'tool-use',
          block: this.#next++,
          call: stringAt(content, 'id') ?? '',
          tool: stringAt(content, 'name') ?? '',
          input: isObject(input) ? input : {},
          json: '',
        };
      }
      default:
        return unread;
    }
  }

  #say(block: number, delta: Json | undefined, emit: Emit): boolean {
    if (typeof delta !== 'string') return false;
    if (delta === '') return true;
    this.#text = true;
    emit({ kind: 'text', block, delta });
    return true;
  }

  #think(block: number, delta: Json | undefined, emit: Emit): boolean {
    if (typeof delta !== 'string') return false;
    if (delta !== '') emit({ kind: 'reasoning', block, delta, replay: null });
    return true;
  }

  /** The signature comes last and as a whole; with it the block can be given back. */
  #sign(block: number, signature: string | null, emit: Emit): void {
    if (signature !== null && signature !== '') this.#keep(block, signedToken(signature), emit);
  }

  #keep(block: number, token: string, emit: Emit): void {
    emit({ kind: 'reasoning', block, delta: '', replay: { ...this.#issuer, token } });
  }

  /** A source that the text names, once in an answer. It waits for the end of its text, because it may come before it. */
  #cite(sources: Source[], citation: Json | undefined): void {
    const source = readSource(citation);
    if (source === null || this.#cited.has(source.url)) return;
    this.#cited.add(source.url);
    sources.push(source);
  }

  /** Arguments that are not an object cannot be used: what arrived stays visible as tool input (faults ST-63). */
  #call({ block, call, tool, input, json }: ToolUse, emit: Emit): boolean {
    const whole = json === '' ? input : parseJson(json);
    if (!isObject(whole)) return false;
    this.#calls = true;
    emit({ kind: 'tool-call', block, call: callId(call), tool, input: whole });
    return true;
  }
}

/** Arguments are joined as text and parsed once, at the end: parsing what is there at every piece grows with its square. */
function growInput(tool: ToolUse, delta: Json | undefined, emit: Emit): boolean {
  if (typeof delta !== 'string') return false;
  if (delta === '') return true;
  tool.json += delta;
  emit({ kind: 'tool-input', block: tool.block, call: callId(tool.call), tool: tool.tool, delta });
  return true;
}
