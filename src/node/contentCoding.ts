import { once } from 'node:events';
import type { Duplex, Readable } from 'node:stream';
import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from 'node:zlib';

/** Nobody needs more codings on one body; each costs memory and time. */
const mostCodings = 5;
/** Zlib's `CM` for deflate, in the lower half of the first byte (RFC 1950 section 2.2). */
const zlibMethod = 8;

/** How each coding that can be undone is undone; `first` is the first byte of what was coded. */
const decoders = new Map<string, (first: number) => Duplex>([
  ['gzip', () => createGunzip()],
  ['x-gzip', () => createGunzip()],
  // Some servers leave out zlib's frame, which RFC 9110 section 8.4.1.2 knows of.
  ['deflate', (first) => ((first & 0x0f) === zlibMethod ? createInflate() : createInflateRaw())],
  ['br', () => createBrotliDecompress()],
  // The window is at most 8 MB (RFC 9659 section 3).
  ['zstd', () => createZstdDecompress({ params: { [constants.ZSTD_d_windowLogMax]: 23 } })],
]);

export interface Decoded {
  readonly stream: Readable;
  /** Ends the decoding, but not the body. */
  end(): void;
}

/**
 * A body without the codings that `Content-Encoding` names (RFC 9110 section 8.4), decoded as it is read. It stays as it came
 * where one of them is not known. What is wrong with the body or its coding is an error of the stream.
 */
export async function decode(body: Readable, contentEncoding: string): Promise<Decoded> {
  const names = contentEncoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  const made: Duplex[] = [];
  let stream = body;
  if (names.length <= mostCodings && names.every((name) => decoders.has(name))) {
    for (const name of names.reverse()) {
      const first = await firstByte(stream);
      const decoder = first === null ? undefined : decoders.get(name)?.(first);
      if (decoder === undefined) break;
      made.push(decoder);
      stream.once('error', (error) => decoder.destroy(error));
      stream = stream.pipe(decoder);
    }
  }
  return {
    stream,
    end() {
      for (const decoder of made) decoder.destroy();
    },
  };
}

/** The first byte of a stream, which stays in it; `null` where it has none. */
async function firstByte(stream: Readable): Promise<number | null> {
  await once(stream, 'readable');
  const chunk: unknown = stream.read();
  if (!(chunk instanceof Uint8Array)) return null;
  stream.unshift(chunk);
  return chunk[0] ?? null;
}
