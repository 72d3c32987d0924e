import { arrayAt, isObject, type Json, parseJson, stringAt } from '../../core/json.ts';
import { callId, type Issuer, type Replay } from '../../core/model.ts';
import { astray, type Emit, type StopReason } from '../../core/parts.ts';
import { webSource } from '../../core/source.ts';

/** Characters of a run that are kept, at least, to see whether a closing event agrees with it. */
const compared = 256;

/** A run of text or arguments within an item, how much of it has been passed on, and the end of that. */
interface Shown {
  readonly block: number;
  length: number;
  tail: string;
}

const nothingShown = { length: 0, tail: '' };

/** An output item that has begun. Its runs are kept by content index; those of a summary below zero. */
interface Item {
  readonly type: string;
  readonly call: string;
  readonly tool: string;
  readonly runs: Map<number, Shown>;
  closed: boolean;
}

/** Where the run of a summary is kept, apart from the contents of the same item. */
export function summaryRun(index: number): number {
  return -1 - index;
}

/** The output items of one answer by `output_index`; item ids are no use, because some servers rotate them. */
export class Output {
  readonly #issuer: Issuer;
  readonly #items = new Map<number, Item>();
  readonly #cited = new Set<string>();
  #blocks = 0;
  #calls = false;
  #refused = false;

  constructor(issuer: Issuer) {
    this.#issuer = issuer;
  }

  get empty(): boolean {
    return this.#items.size === 0;
  }

  /** Why a finished answer stopped. */
  get reason(): StopReason {
    return this.#calls ? 'tool-calls' : this.#refused ? 'refused' : 'stop';
  }

  /** An item begins. False if it cannot be read. */
  open(index: number | null, item: Json | undefined): boolean {
    const type = stringAt(item, 'type');
    if (index === null || type === null) return false;
    if (!this.#items.has(index)) this.#begin(index, type, item);
    return true;
  }

  /** A piece of a run. One for an item that never began, has ended or is something else is dropped (faults ST-59). */
  grow(index: number, type: string, run: number, delta: string, emit: Emit): void {
    const item = this.#items.get(index);
    if (item !== undefined && !item.closed && item.type === type) this.#pass(item, run, delta, emit);
    else emit(astray);
  }

  /** An item ends; what it says now is authoritative and supplies what the deltas lost. False if it cannot be read. */
  close(index: number | null, item: Json | undefined, emit: Emit): boolean {
    const type = stringAt(item, 'type');
    if (index === null || type === null) return false;
    const open = this.#items.get(index) ?? this.#begin(index, type, item);
    if (open.closed || open.type !== type) {
      emit(astray);
      return true;
    }
    open.closed = true;
    switch (type) {
      case 'message':
        this.#closeMessage(open, item, emit);
        return true;
      case 'reasoning':
        this.#closeReasoning(open, item, emit);
        return true;
      case 'function_call':
        return this.#call(open, parseJson(stringAt(item, 'arguments') || '{}'), emit);
      case 'custom_tool_call':
        return this.#call(open, { input: stringAt(item, 'input') ?? '' }, emit);
      default:
        return true;
    }
  }

  /** A source that the text names (`url_citation`), once; other annotations have no address. */
  cite(annotation: Json | undefined, emit: Emit): void {
    const source = webSource(stringAt(annotation, 'url') ?? '', stringAt(annotation, 'title'));
    if (source === null || this.#cited.has(source.url)) return;
    this.#cited.add(source.url);
    emit({ kind: 'citation', block: this.#blocks++, source });
  }

  #begin(index: number, type: string, item: Json | undefined): Item {
    const call = stringAt(item, 'call_id') ?? '';
    const open: Item = { type, call, tool: stringAt(item, 'name') ?? '', runs: new Map(), closed: false };
    this.#items.set(index, open);
    return open;
  }

  #closeMessage(open: Item, item: Json | undefined, emit: Emit): void {
    const contents = arrayAt(item, 'content');
    this.#complete(open, contents, (index) => index, emit);
    for (const content of contents) {
      for (const annotation of arrayAt(content, 'annotations')) this.cite(annotation, emit);
    }
    const phase = stringAt(item, 'phase');
    if (phase === null) return;
    emit({ kind: 'text', block: this.#lastBlock(open), delta: '', replay: this.#replay({ phase }) });
  }

  #closeReasoning(open: Item, item: Json | undefined, emit: Emit): void {
    const summary = arrayAt(item, 'summary');
    if (summary.length > 0) this.#complete(open, summary, summaryRun, emit);
    else this.#complete(open, arrayAt(item, 'content'), (index) => index, emit);
    if (item === undefined || (stringAt(item, 'encrypted_content') ?? '') === '') return;
    emit({ kind: 'reasoning', block: this.#lastBlock(open), delta: '', replay: this.#replay(item) });
  }

  /** What the closing event has beyond the deltas; where they disagree, what the reader has seen stays. */
  #complete(open: Item, contents: readonly Json[], runOf: (index: number) => number, emit: Emit): void {
    contents.forEach((content, index) => {
      const refusal = stringAt(content, 'refusal');
      this.#refused ||= refusal !== null;
      const text = refusal ?? stringAt(content, 'text') ?? '';
      const { length, tail } = open.runs.get(runOf(index)) ?? nothingShown;
      if (!text.startsWith(tail, length - tail.length)) emit({ kind: 'odd', what: 'contradicted' });
      else if (text.length > length) this.#pass(open, runOf(index), text.slice(length), emit);
    });
  }

  /** Arguments that are not an object cannot be used: what arrived stays visible as tool input (faults ST-63). */
  #call(open: Item, input: Json | undefined, emit: Emit): boolean {
    if (!isObject(input)) return false;
    this.#calls = true;
    const { block } = this.#shown(open, 0);
    emit({ kind: 'tool-call', block, call: callId(open.call), tool: open.tool, input });
    return true;
  }

  #pass(item: Item, run: number, delta: string, emit: Emit): void {
    const shown = this.#shown(item, run);
    if (delta === '') return;
    shown.length += delta.length;
    shown.tail += delta;
    if (shown.tail.length > 2 * compared) shown.tail = shown.tail.slice(-compared);
    switch (item.type) {
      case 'message':
        return emit({ kind: 'text', block: shown.block, delta });
      case 'reasoning':
        return emit({ kind: 'reasoning', block: shown.block, delta, replay: null });
      default:
        return emit({ kind: 'tool-input', block: shown.block, call: callId(item.call), tool: item.tool, delta });
    }
  }

  #shown(item: Item, run: number): Shown {
    let shown = item.runs.get(run);
    if (shown === undefined) {
      shown = { block: this.#blocks++, length: 0, tail: '' };
      item.runs.set(run, shown);
    }
    return shown;
  }

  #lastBlock(item: Item): number {
    return [...item.runs.values()].at(-1)?.block ?? this.#blocks++;
  }

  #replay(what: Json): Replay {
    return { ...this.#issuer, token: JSON.stringify(what) };
  }
}
