import type { StreamPart } from '../../../src/core/parts.ts';
import { GeminiDecoder } from '../../../src/protocols/gemini/decode.ts';
import { testIssuer } from '../../testModel.ts';
import { decodeBytes } from './decodeBytes.ts';

/** A decoder of an answer that is called `a`. */
export const decoder = (): GeminiDecoder => new GeminiDecoder(testIssuer, 'a');

export const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Chunks as they go over the wire. */
export function wire(chunks: readonly object[]): string {
  return chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\r\n\r\n`).join('');
}

/** Decodes the chunks of one whole answer. */
export function decode(chunks: readonly object[]): readonly StreamPart[] {
  return decodeBytes(decoder(), encode(wire(chunks)));
}

/** A chunk with these parts, and how the answer finished. */
export function chunk(parts: readonly object[], finishReason?: string, more: object = {}): object {
  const candidate = {
    content: { role: 'model', parts },
    index: 0,
    ...(finishReason === undefined ? {} : { finishReason }),
  };
  return { candidates: [candidate], ...more };
}

export const text = (said: string, more: object = {}): object => ({ text: said, ...more });
export const thought = (said: string, more: object = {}): object => ({ text: said, thought: true, ...more });
export const call = (name: string, args: object, more: object = {}): object => ({
  functionCall: { name, args },
  ...more,
});

/** How an answer ended: the reason of a complete one, else the failure. */
export function outcome(parts: readonly StreamPart[]): unknown {
  const end = parts.at(-1);
  if (end?.kind !== 'end') return 'no end';
  if (end.outcome.kind === 'complete') return end.outcome.reason;
  return end.outcome.kind === 'failed' ? end.outcome.failure : end.outcome.kind;
}
