import { htmlTitle } from '../cleanText.ts';
import { errorAnswer } from '../errorAnswer.ts';
import { MaestroError } from '../failure.ts';
import { member, parseJson } from '../json.ts';
import type { Issuer } from '../model.ts';
import type { StreamPart } from '../parts.ts';
import type { Clock, HttpResponse } from '../ports.ts';
import { readBody } from '../readBody.ts';
import type { Decoder, Wire } from '../vendor.ts';
import type { Seal } from './seal.ts';
import { sseReader } from './sse.ts';

/** Longest body that is read as a whole, in bytes. */
const maxWholeBytes = 8_000_000;

/** The socket of an answer: it is closed with `close` when nothing comes any more in the time that the clock tells. */
export interface Line {
  readonly clock: Clock;
  readonly close: AbortController;
}

/**
 * Reads an answer with status 200 through the decoder into the seal and yields one batch of parts per network read. Stops
 * at the decoder's finish or failure, or when nothing follows what seems to be the end, and leaves the rest of the body.
 * Throws `web-page` for HTML, and what the vendor's words mean for a JSON error.
 */
export async function* readAnswer(
  response: HttpResponse,
  host: string,
  wire: Wire,
  issuer: Issuer,
  seal: Seal,
  line: Line,
): AsyncGenerator<readonly StreamPart[], void> {
  const decoder = wire.decoder(issuer);
  const type = (response.header('content-type') ?? '').toLowerCase();
  if (type.includes('html')) throw webPage(host, await readBody(response.body, 65_536));
  if (type.includes('json')) return yield* readWhole(response, host, wire, decoder, seal);
  const declared = type.includes('event-stream');
  const read = sseReader((data) => decoder.event(data, seal.emit));
  let first = true;
  const chunks = response.body[Symbol.asyncIterator]();
  try {
    for (;;) {
      const lingerMs = decoder.lingerMs ?? null;
      const next = await (lingerMs === null ? chunks.next() : nextWithin(lingerMs, chunks, line));
      if (next === null || next.done === true) break;
      const chunk = next.value;
      if (first && !declared && !looksLikeEvents(chunk)) throw webPage(host, new TextDecoder().decode(chunk));
      first = false;
      read(chunk);
      const batch = seal.take();
      if (batch.length > 0) yield batch;
      if (seal.finished) return;
    }
  } finally {
    // Nobody waits for a body that nobody reads.
    chunks.return?.()?.catch(() => undefined);
  }
  decoder.close?.(seal.emit);
  const rest = seal.take();
  if (rest.length > 0) yield rest;
}

/** The next chunk; `null` if none comes in time, and then the socket is closed. */
async function nextWithin(
  ms: number,
  chunks: AsyncIterator<Uint8Array, unknown>,
  { clock, close }: Line,
): Promise<IteratorResult<Uint8Array, unknown> | null> {
  const done = new AbortController();
  const silence = clock.sleep(ms, done.signal).then(() => null);
  const next = chunks.next();
  for (const either of [silence, next]) either.catch(() => undefined);
  try {
    const first = await Promise.race([next, silence]);
    if (first === null) close.abort();
    return first;
  } finally {
    done.abort();
  }
}

/** A server that ignores `stream: true` and answers with the whole response at once (faults ST-36, ST-37). */
async function* readWhole(
  response: HttpResponse,
  host: string,
  wire: Wire,
  decoder: Decoder,
  seal: Seal,
): AsyncGenerator<readonly StreamPart[], void> {
  const text = await readBody(response.body, maxWholeBytes);
  if (text === '') return;
  const body = parseJson(text);
  if (body === undefined) throw new MaestroError({ code: 'unreadable', detail: 'the answer is not JSON' });
  const error = member(body, 'error');
  if (error !== undefined && error !== null) {
    throw new MaestroError(wire.explain(errorAnswer(host, response, text)));
  }
  decoder.whole(body, seal.emit);
  const batch = seal.take();
  if (batch.length > 0) yield batch;
}

/** WHATWG event streams begin with a field name or a comment, after an optional byte order mark. */
function looksLikeEvents(chunk: Uint8Array): boolean {
  return /^(\uFEFF)?\s*(data|event|id|retry)?:/.test(
    new TextDecoder('utf-8', { ignoreBOM: true }).decode(chunk.subarray(0, 64)),
  );
}

function webPage(host: string, html: string): MaestroError {
  return new MaestroError({ code: 'web-page', host, title: htmlTitle(html) });
}
