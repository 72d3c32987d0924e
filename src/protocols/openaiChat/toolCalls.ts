import { CallIds } from '../../core/chat/callIds.ts';
import {
  isObject,
  type Json,
  type JsonObject,
  member,
  numberAt,
  objectAt,
  parseJson,
  stringAt,
} from '../../core/json.ts';

/** Most calls in one answer. */
export const maxCalls = 256;
const anyId = /^/;

/** A tool call as it grows. */
export interface GrowingCall {
  readonly index: number | null;
  /** As the server gave it; empty if it gave none. */
  readonly ownId: string;
  /** What the call is known by, and no other of the answer: the server's id, or one made up. */
  readonly id: string;
  readonly tool: string;
  readonly block: number;
  text: string;
  /** Whether the text so far ends with a closing brace. */
  closed: boolean;
  /** Arguments that came as an object instead of as text. */
  whole: JsonObject | null;
  /** Members of other vendors that belong to the call, for example Gemini's thought signature. */
  extra: JsonObject | null;
}

/** Which of how many entries of its list an entry is. */
interface Place {
  readonly at: number;
  readonly of: number;
}

interface Grown {
  readonly call: GrowingCall;
  readonly begun: boolean;
  readonly delta: string;
}

/**
 * The tool calls of one answer. A call begins with the delta that names its tool; what follows belongs to it by
 * index, else by id, else by its place in a list of several, else to the last one. Servers that number every call 0
 * are seen through by another id or tool.
 */
export class ToolCalls {
  readonly all: GrowingCall[] = [];
  readonly #byIndex = new Map<number, GrowingCall>();
  readonly #byOwnId = new Map<string, GrowingCall>();
  readonly #ids = new CallIds(anyId, (wanted, number) => `${wanted}_${number}`);
  readonly #mark: string;

  constructor(mark: string) {
    this.#mark = mark;
  }

  /**
   * Takes one entry of `tool_calls` and returns the call with what was added to it; `null` if it belongs nowhere. `block` is
   * for a call that begins with it.
   */
  add(entry: Json, place: Place, block: number): Grown | null {
    const fn = objectAt(entry, 'function');
    const id = stringAt(entry, 'id') ?? '';
    const tool = stringAt(fn, 'name') ?? '';
    const index = numberAt(entry, 'index');
    const args = member(fn, 'arguments');
    const known = this.#find(index, id, tool, place);
    const goesOn = known !== undefined && !begins(known, id, tool, args);
    if (!goesOn && tool === '') return null;
    const call = goesOn ? known : this.#begin({ index, ownId: id, tool, block });
    const extra = member(entry, 'extra_content');
    if (isObject(extra)) call.extra = extra;
    return { call, begun: !goesOn, delta: grow(call, args) };
  }

  #find(index: number | null, id: string, tool: string, { at, of }: Place): GrowingCall | undefined {
    if (index !== null) return this.#byIndex.get(index);
    if (id !== '') return this.#byOwnId.get(id);
    if (tool !== '') return undefined;
    return of > 1 ? this.all[at] : this.all.at(-1);
  }

  #begin(call: Pick<GrowingCall, 'index' | 'ownId' | 'tool' | 'block'>): GrowingCall {
    const madeUp = `call_${this.all.length}_${this.#mark}`;
    const id = this.#ids.take(call.ownId === '' ? madeUp : call.ownId);
    const begun = { ...call, id, text: '', closed: false, whole: null, extra: null };
    this.all.push(begun);
    if (call.index !== null) this.#byIndex.set(call.index, begun);
    if (call.ownId !== '') this.#byOwnId.set(call.ownId, begun);
    return begun;
  }
}

/** Whether a delta for a known index is in truth the beginning of another call. */
function begins(known: GrowingCall, id: string, tool: string, args: Json | undefined): boolean {
  if (tool === '') return false;
  // Some servers give all calls one id: then another tool after whole arguments tells.
  if (id !== '' && known.ownId !== '') return id !== known.ownId || (tool !== known.tool && known.closed);
  if (tool !== known.tool) return true;
  // The same tool again without an id: only arguments that are whole already cannot go on with another opening brace.
  return known.closed && (isObject(args) || (typeof args === 'string' && args.startsWith('{')));
}

function grow(call: GrowingCall, args: Json | undefined): string {
  if (call.whole !== null) return '';
  if (isObject(args)) call.whole = args;
  const delta = isObject(args) ? JSON.stringify(args) : typeof args === 'string' ? args : '';
  call.text += delta;
  if (delta !== '') call.closed = delta.endsWith('}');
  return delta;
}

/**
 * The arguments of a call that is complete; `undefined` if they are not an object. No arguments are an empty object.
 */
export function inputOf({ whole, text }: GrowingCall): JsonObject | undefined {
  if (whole !== null) return whole;
  const input = text.trim() === '' ? {} : parseJson(text);
  if (input === null) return {};
  return isObject(input) ? input : undefined;
}
