import type { StreamPart } from '../../../src/core/parts.ts';
import { MessagesDecoder } from '../../../src/protocols/anthropicMessages/decode.ts';
import { asEventStream } from '../../recordings.ts';
import { testIssuer } from '../../testModel.ts';
import { decodeBytes } from './decodeBytes.ts';

/** What the product makes of these events. */
export function decode(events: readonly object[]): readonly StreamPart[] {
  return decodeStream(asEventStream(events.map((event) => JSON.stringify(event))));
}

/** What the product makes of this stream, `chunkBytes` at a time. */
export function decodeStream(stream: string, chunkBytes?: number): readonly StreamPart[] {
  return decodeBytes(new MessagesDecoder(testIssuer), new TextEncoder().encode(stream), chunkBytes);
}

/** How the answer ended. */
export function outcome(parts: readonly StreamPart[]): unknown {
  const end = parts.at(-1);
  return end?.kind === 'end' ? end.outcome : null;
}

/** How an answer begins. */
export const start = {
  type: 'message_start',
  message: { id: 'm', content: [], usage: { input_tokens: 3, output_tokens: 1 } },
};

/** A content block begins. */
export const open = (index: number, content_block: object): object => ({
  type: 'content_block_start',
  index,
  content_block,
});

/** A piece of a content block. */
export const delta = (index: number, piece: object): object => ({ type: 'content_block_delta', index, delta: piece });

/** A content block ends. */
export const close = (index: number): object => ({ type: 'content_block_stop', index });

/** A whole block of text, in pieces. */
export const text = (index: number, ...pieces: readonly string[]): readonly object[] => [
  open(index, { type: 'text', text: '' }),
  ...pieces.map((piece) => delta(index, { type: 'text_delta', text: piece })),
  close(index),
];

/** A whole call of a tool, its arguments in pieces. */
export const call = (index: number, name: string, ...pieces: readonly string[]): readonly object[] => [
  open(index, { type: 'tool_use', id: `toolu_${index}`, name, input: {} }),
  ...pieces.map((piece) => delta(index, { type: 'input_json_delta', partial_json: piece })),
  close(index),
];

/** How an answer ends; `more` stands beside the reason. */
export const stopped = (stop_reason: string | null, more: object = {}): readonly object[] => [
  { type: 'message_delta', delta: { stop_reason, stop_sequence: null, ...more }, usage: { output_tokens: 5 } },
  { type: 'message_stop' },
];
