import type { Failure } from './failure.ts';
import type { JsonObject } from './json.ts';
import type { CallId, EpochMs, Replay, Source } from './model.ts';

/** Tokens of one turn; `null` where the vendor did not say. */
export interface Usage {
  readonly input: number | null;
  readonly output: number | null;
  readonly cached: number | null;
  readonly reasoning: number | null;
}

export const noUsage: Usage = { input: null, output: null, cached: null, reasoning: null };

/** The tokens of both; what only one of them counts is that. */
export function addUsage(a: Usage, b: Usage): Usage {
  return {
    input: addKnown(a.input, b.input),
    output: addKnown(a.output, b.output),
    cached: addKnown(a.cached, b.cached),
    reasoning: addKnown(a.reasoning, b.reasoning),
  };
}

/** The sum of what is known; `null` if nothing is. */
export function addKnown(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : a + b;
}

export type StopReason = 'stop' | 'length' | 'tool-calls' | 'refused';

/**
 * A piece of an answer. Parts with the same `block` belong together; a change of block is the boundary. A `replay` counts for
 * its whole block, and may come with an empty delta.
 */
export type ContentPart =
  | { readonly kind: 'text'; readonly block: number; readonly delta: string; readonly replay?: Replay }
  | { readonly kind: 'reasoning'; readonly block: number; readonly delta: string; readonly replay: Replay | null }
  | { readonly kind: 'citation'; readonly block: number; readonly source: Source }
  | ToolInput
  | ToolCall;

/** A piece of the arguments of a call, as text, while they are still coming. */
export interface ToolInput {
  readonly kind: 'tool-input';
  readonly block: number;
  readonly call: CallId;
  readonly tool: string;
  readonly delta: string;
}

/** A call that the model has made. */
export interface ToolCall {
  readonly kind: 'tool-call';
  readonly block: number;
  readonly call: CallId;
  readonly tool: string;
  readonly input: JsonObject;
  readonly replay?: Replay;
}

/** One of a vendor's limits as it stands. `name` is the vendor's own, for example `requests` or `primary`. */
export interface RateLimit {
  readonly name: string;
  /** From 0 to 100. */
  readonly usedPercent: number | null;
  readonly remaining: number | null;
  readonly windowMinutes: number | null;
  readonly resetsAt: EpochMs | null;
}

/**
 * What may be odd about an event without ending its answer: it cannot be read, it goes on with a block that is not open, its
 * number has come before, its number is not the next one, or a block's end says other than its deltas did.
 */
export type Oddity = 'unreadable' | 'astray' | 'repeated' | 'out-of-order' | 'contradicted';

/** What a decoder may say. It cannot end a stream: that is for {@link StreamPart}'s `end`, which only the seal makes. */
export type DecodedPart =
  | ContentPart
  | { readonly kind: 'odd'; readonly what: Oddity }
  | { readonly kind: 'limits'; readonly limits: readonly RateLimit[] }
  | { readonly kind: 'usage'; readonly usage: Usage }
  | { readonly kind: 'finish'; readonly reason: StopReason }
  | { readonly kind: 'failure'; readonly failure: Failure };

export const unreadable: DecodedPart = { kind: 'odd', what: 'unreadable' };
export const astray: DecodedPart = { kind: 'odd', what: 'astray' };

/** Takes one part from a decoder. */
export type Emit = (part: DecodedPart) => void;

export type Outcome =
  | { readonly kind: 'complete'; readonly reason: StopReason }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Progress that is not content: shown while nothing arrives. */
export type StatusPart =
  | { readonly kind: 'retrying'; readonly attempt: number; readonly attempts: number; readonly waitMs: number }
  | { readonly kind: 'renewing' }
  /** What is left of the plan, as the vendor says with its answer. */
  | { readonly kind: 'limits'; readonly limits: readonly RateLimit[] }
  /** Nothing has come for so long; the turn goes on. */
  | { readonly kind: 'waiting'; readonly seconds: number };

export type EndPart = { readonly kind: 'end'; readonly outcome: Outcome; readonly usage: Usage };

/** What a surface sees: content and status, then exactly one `end`. */
export type StreamPart = ContentPart | StatusPart | EndPart;

const contentKinds: ReadonlySet<StreamPart['kind']> = new Set<ContentPart['kind']>([
  'text',
  'reasoning',
  'citation',
  'tool-input',
  'tool-call',
]);

export function isContent(part: StreamPart): part is ContentPart {
  return contentKinds.has(part.kind);
}
