import { isArray, type Json, numberAt, parseJson, stringAt } from '../../core/json.ts';

/**
 * The value that Google accepts in place of a signature for a function call that its model did not make (Gemini API guide,
 * Thought signatures).
 */
export const noSignature = 'skip_thought_signature_validator';

/**
 * A text part that came with a signature, by its place in the block that it was joined to for the reader: a signature goes
 * back on the very part that it came with, and parts with one are not to be merged with others.
 */
export interface SignedPart {
  /** From the first character of the part to the one after its last; both are the same for a part without text. */
  readonly from: number;
  readonly to: number;
  readonly signature: string;
}

export interface TextPart {
  readonly text: string;
  readonly signature: string | null;
}

/** The signed parts of a block as one opaque text. */
export function writeSigned(parts: readonly SignedPart[]): string {
  return JSON.stringify(parts);
}

/** The parts that a block came in, as far as signatures tell them apart. A text that has changed since keeps its length. */
export function splitSigned(text: string, token: string | null): readonly TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  for (const { from, to, signature } of token === null ? [] : readSigned(token)) {
    if (from > at) parts.push({ text: text.slice(at, from), signature: null });
    parts.push({ text: text.slice(Math.max(at, from), to), signature });
    at = Math.max(at, to);
  }
  if (at < text.length) parts.push({ text: text.slice(at), signature: null });
  return parts;
}

function readSigned(token: string): readonly SignedPart[] {
  const list = parseJson(token);
  return isArray(list) ? list.flatMap(readPart) : [];
}

function readPart(value: Json): readonly SignedPart[] {
  const from = numberAt(value, 'from');
  const to = numberAt(value, 'to');
  const signature = stringAt(value, 'signature');
  return from === null || to === null || signature === null ? [] : [{ from, to, signature }];
}
