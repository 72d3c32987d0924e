import type { Failure } from './failure.ts';
import type { JsonObject } from './json.ts';
import type { CallId } from './model.ts';

/** Tokens of one turn; `null` where the vendor did not say. */
export interface Usage {
  readonly input: number | null;
  readonly output: number | null;
  readonly cached: number | null;
  readonly reasoning: number | null;
}

export const noUsage: Usage = { input: null, output: null, cached: null, reasoning: null };

export type StopReason = 'stop' | 'length' | 'tool-calls' | 'refused';

/** A piece of an answer. Parts with the same `block` belong together; a change of block is the boundary. */
export type ContentPart =
  | { readonly kind: 'text'; readonly block: number; readonly delta: string }
  | { readonly kind: 'reasoning'; readonly block: number; readonly delta: string }
  | {
      readonly kind: 'tool-input';
      readonly block: number;
      readonly call: CallId;
      readonly tool: string;
      readonly delta: string;
    }
  | {
      readonly kind: 'tool-call';
      readonly block: number;
      readonly call: CallId;
      readonly tool: string;
      readonly input: JsonObject;
    };

/** What a decoder may say. It cannot end a stream: that is for {@link StreamPart}'s `end`, which only the seal makes. */
export type DecodedPart =
  | ContentPart
  | { readonly kind: 'usage'; readonly usage: Usage }
  | { readonly kind: 'finish'; readonly reason: StopReason }
  | { readonly kind: 'failure'; readonly failure: Failure };

export type Outcome =
  | { readonly kind: 'complete'; readonly reason: StopReason }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Progress that is not content: shown while nothing arrives. */
export type StatusPart =
  | { readonly kind: 'retrying'; readonly attempt: number; readonly attempts: number; readonly waitMs: number }
  | { readonly kind: 'renewing' }
  /** Nothing has come for so long; the turn goes on. */
  | { readonly kind: 'waiting'; readonly seconds: number };

export type EndPart = { readonly kind: 'end'; readonly outcome: Outcome; readonly usage: Usage };

/** What a surface sees: content and status, then exactly one `end`. */
export type StreamPart = ContentPart | StatusPart | EndPart;

export function isContent(part: StreamPart): part is ContentPart {
  return part.kind === 'text' || part.kind === 'reasoning' || part.kind === 'tool-input' || part.kind === 'tool-call';
}
