import { type EpochMs, epochMs } from './model.ts';

/** The value of a header of an answer, by its lower-case name; `null` where it is missing. */
export type Header = (name: string) => string | null;

/** A header that is a number without a sign; `null` for any other, and where it is missing. */
export function numberIn(header: Header, name: string): number | null {
  const text = header(name);
  return text !== null && /^\d+(\.\d+)?$/.test(text) ? Number(text) : null;
}

/** When the server made its answer, by its own clock (RFC 9110 section 6.6.1): what its durations count from. */
export function servedAt(header: Header): EpochMs | null {
  const ms = Date.parse(header('date') ?? '');
  return Number.isNaN(ms) ? null : epochMs(ms);
}
