import { type Protocol, protocolOf, type Unit } from './protocols.ts';
import { between, seeded } from './random.ts';
import { type Script, spokenAnswer, toolCallAnswer } from './script.ts';

/** What one answer is made of, and how many deltas or fragments. */
export interface Workload {
  readonly kind: 'spoken' | 'tool-call';
  readonly size: number;
}

/** An answer of a protocol as a whole HTTP/1.1 response, and what its readers must count. */
export interface Answer {
  readonly response: Uint8Array;
  readonly amounts: Readonly<Record<Unit, number>>;
}

/** Most bytes of one HTTP chunk. */
const longestChunk = 4_096;
const head = 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n';

/** The path under which the server gives this answer; the client's own path follows it. */
export function pathOf(protocol: Protocol, { kind, size }: Workload): string {
  return `/${protocol.name}/${kind}/${size}`;
}

/** The answer at a path that begins with {@link pathOf}; the same one for the same seed. `null` for any other path. */
export function answerAt(path: string, seed: number): Answer | null {
  const [, protocolName = '', kind, size = ''] = path.split('/');
  const protocol = protocolOf(protocolName);
  if (protocol === null || (kind !== 'spoken' && kind !== 'tool-call') || !/^\d+$/.test(size)) return null;
  const random = seeded(seed);
  const script = kind === 'spoken' ? spokenAnswer(Number(size), random) : toolCallAnswer(Number(size), random);
  const events = protocol.events(script);
  const bytes = Buffer.from(events.join(''));
  return { response: chunked(bytes, random), amounts: amounts(script, events, bytes) };
}

function amounts(
  { reasoning, text, toolInput }: Script,
  events: readonly string[],
  bytes: Uint8Array,
): Answer['amounts'] {
  const lengthOf = (pieces: readonly string[]): number => pieces.reduce((sum, piece) => sum + piece.length, 0);
  return {
    bytes: bytes.byteLength,
    events: events.length,
    characters: lengthOf(reasoning) + lengthOf(text) + lengthOf(toolInput),
    textCharacters: lengthOf(text),
  };
}

/** Chunked transfer coding (RFC 9112 section 7.1), cut at random bytes, in the middle of a character too. */
function chunked(bytes: Buffer, random: () => number): Uint8Array {
  const pieces: Uint8Array[] = [Buffer.from(head)];
  for (let at = 0; at < bytes.byteLength; ) {
    const piece = bytes.subarray(at, at + between(random, 1, longestChunk));
    pieces.push(Buffer.from(`${piece.byteLength.toString(16)}\r\n`), piece, Buffer.from('\r\n'));
    at += piece.byteLength;
  }
  return Buffer.concat([...pieces, Buffer.from('0\r\n\r\n')]);
}
