import type { ServerResponse } from 'node:http';
import {
  type BrotliCompress,
  constants,
  createBrotliCompress,
  createDeflate,
  createGzip,
  createZstdCompress,
  type Deflate,
  type Gzip,
  type ZstdCompress,
} from 'node:zlib';
import type { StreamFault } from './faults.ts';

type Encoder = BrotliCompress | Deflate | Gzip | ZstdCompress;

/** Writes a body in the sizes and the coding that a fault asks for. Never rejects: a lost client is seen elsewhere. */
export class BodyWriter {
  readonly #response: ServerResponse;
  readonly #chunkBytes: number;
  readonly #encoder: Encoder | null;

  constructor(response: ServerResponse, { chunkBytes, encoding }: Pick<StreamFault, 'chunkBytes' | 'encoding'>) {
    this.#response = response;
    this.#chunkBytes = chunkBytes ?? Number.POSITIVE_INFINITY;
    this.#encoder = encoding === undefined ? null : createEncoder(encoding);
  }

  /** Resolves when the bytes are handed to the system, compressed ones with everything before them. */
  async write(bytes: Buffer): Promise<void> {
    await this.#send(this.#encoder === null ? bytes : await flushed(this.#encoder, bytes));
  }

  async end(): Promise<void> {
    if (this.#encoder !== null) await this.#send(await ended(this.#encoder));
    await new Promise<void>((resolve) => {
      this.#response.once('close', resolve);
      this.#response.end(resolve);
    });
  }

  async #send(bytes: Buffer): Promise<void> {
    for (let from = 0; from < bytes.length; from += this.#chunkBytes) {
      if (this.#response.destroyed) return;
      const chunk = bytes.subarray(from, from + this.#chunkBytes);
      await new Promise<void>((resolve) => this.#response.write(chunk, () => resolve()));
    }
  }
}

function createEncoder(encoding: NonNullable<StreamFault['encoding']>): Encoder {
  switch (encoding) {
    case 'gzip':
      return createGzip({ flush: constants.Z_SYNC_FLUSH });
    case 'deflate':
      return createDeflate({ flush: constants.Z_SYNC_FLUSH });
    case 'br':
      return createBrotliCompress({ flush: constants.BROTLI_OPERATION_FLUSH });
    case 'zstd':
      return createZstdCompress({ flush: constants.ZSTD_e_flush });
    default:
      return encoding satisfies never;
  }
}

async function flushed(encoder: Encoder, bytes: Buffer): Promise<Buffer> {
  const parts: Buffer[] = [];
  const collect = (part: Buffer): void => void parts.push(part);
  encoder.on('data', collect);
  await new Promise<void>((resolve) => encoder.write(bytes, () => resolve()));
  await new Promise<void>((resolve) => encoder.flush(() => resolve()));
  encoder.off('data', collect);
  return Buffer.concat(parts);
}

async function ended(encoder: Encoder): Promise<Buffer> {
  const parts: Buffer[] = [];
  encoder.on('data', (part: Buffer) => parts.push(part));
  await new Promise<void>((resolve) => {
    encoder.once('end', resolve);
    encoder.end();
  });
  return Buffer.concat(parts);
}
