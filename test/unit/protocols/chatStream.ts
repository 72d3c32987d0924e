import type { JsonObject } from '../../../src/core/json.ts';
import type { StreamPart } from '../../../src/core/parts.ts';
import { ChatDecoder } from '../../../src/protocols/openaiChat/decode.ts';
import { testIssuer } from '../../testModel.ts';
import { decodeBytes, joined } from './decodeBytes.ts';

/** A chunk of Chat Completions as most servers send it. */
export function chunk(delta: object, finish_reason: string | null = null, more: object = {}): object {
  return { id: 'c1', object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason }], ...more };
}

/** The stream's bytes: each object as one event, each text as it is. */
export function chatBytes(events: readonly (object | string)[]): Uint8Array {
  const text = events.map((event) => (typeof event === 'string' ? event : `data: ${JSON.stringify(event)}\n\n`));
  return new TextEncoder().encode(text.join(''));
}

export const done = 'data: [DONE]\n\n';

/** What the decoder makes of the events, neighbouring deltas joined. */
export function decodeChat(...events: readonly (object | string)[]): readonly StreamPart[] {
  return joined(decodeBytes(new ChatDecoder(testIssuer, 'mark'), chatBytes(events)));
}

/** How it ended: the reason, or the failure's code. */
export function endOf(parts: readonly StreamPart[]): string {
  const end = parts.at(-1);
  if (end?.kind !== 'end') return 'no end';
  const { outcome } = end;
  return outcome.kind === 'complete' ? outcome.reason : outcome.kind === 'failed' ? outcome.failure.code : outcome.kind;
}

/** The whole calls: id, tool and input. */
export function callsOf(parts: readonly StreamPart[]): readonly (readonly [string, string, JsonObject])[] {
  return parts.flatMap((part) => (part.kind === 'tool-call' ? [[part.call, part.tool, part.input] as const] : []));
}

/** All thoughts of the answer. */
export function thoughtsOf(parts: readonly StreamPart[]): string {
  return parts.map((part) => (part.kind === 'reasoning' ? part.delta : '')).join('');
}
