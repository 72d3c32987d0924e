import { accountId, type Issuer, modelId, vendorId } from '../src/core/model.ts';
import type { StreamPart } from '../src/core/parts.ts';
import type { Decoder } from '../src/core/vendor.ts';
import { MessagesDecoder } from '../src/protocols/anthropicMessages/decode.ts';
import { GeminiDecoder } from '../src/protocols/gemini/decode.ts';
import { ChatDecoder } from '../src/protocols/openaiChat/decode.ts';
import { ResponsesDecoder } from '../src/protocols/openaiResponses/decode.ts';
import { asEventStream } from './recordings.ts';
import { decodeBytes } from './unit/protocols/decodeBytes.ts';

/** Whose answers recordings are. */
const nobody: Issuer = { vendor: vendorId('recorded'), account: accountId('recorded'), model: modelId('recorded') };

/** The product's decoders by the name of their protocol. */
export const decoders: Readonly<Record<string, () => Decoder>> = {
  'anthropic-messages': () => new MessagesDecoder(nobody),
  gemini: () => new GeminiDecoder(nobody, 'recorded'),
  'openai-responses': () => new ResponsesDecoder(nobody),
  'openai-chat': () => new ChatDecoder(nobody, 'recorded'),
};

/**
 * The parts of a recorded stream, `end` last. A recording is either the bytes of the wire or one event's JSON a line.
 * `chunkBytes` splits it; `null` feeds it whole.
 */
export function replay(decoder: Decoder, content: string, chunkBytes: number | null): readonly StreamPart[] {
  const lines = content.split('\n').filter((line) => line.trim() !== '');
  const stream = lines.every((line) => line.startsWith('{')) ? asEventStream(lines) : content;
  const bytes = new TextEncoder().encode(stream);
  return decodeBytes(decoder, bytes, chunkBytes ?? Math.max(1, bytes.byteLength));
}
