import { failureOf } from '../../../src/core/failure.ts';
import type { StreamPart } from '../../../src/core/parts.ts';
import { Seal } from '../../../src/core/stream/seal.ts';
import { sseReader } from '../../../src/core/stream/sse.ts';
import type { Decoder } from '../../../src/core/vendor.ts';

/** Runs bytes through the product's own reader, decoder and seal, `chunkBytes` at a time. */
export function decodeBytes(decoder: Decoder, bytes: Uint8Array, chunkBytes = bytes.byteLength): readonly StreamPart[] {
  const seal = new Seal();
  const parts: StreamPart[] = [];
  try {
    const read = sseReader((data) => decoder.event(data, seal.emit));
    for (let at = 0; at < bytes.byteLength && !seal.finished; at += chunkBytes) {
      read(bytes.subarray(at, at + chunkBytes));
      parts.push(...seal.take());
    }
    decoder.close?.(seal.emit);
    return [...parts, ...seal.take(), seal.end()];
  } catch (error) {
    return [...parts, seal.fail(failureOf(error))];
  }
}

/** Parts with neighbouring deltas of one block joined, so that differently split streams can be compared. */
export function joined(parts: readonly StreamPart[]): readonly StreamPart[] {
  const out: StreamPart[] = [];
  for (const part of parts) {
    const last = out.at(-1);
    if (
      last !== undefined &&
      'delta' in last &&
      'delta' in part &&
      last.kind === part.kind &&
      last.block === part.block
    ) {
      out[out.length - 1] = { ...last, delta: last.delta + part.delta };
    } else {
      out.push(part);
    }
  }
  return out;
}

/** All text of the answer. */
export function textOf(parts: readonly StreamPart[]): string {
  return parts.map((part) => (part.kind === 'text' ? part.delta : '')).join('');
}
