import { type Header, numberIn, servedAt } from './header.ts';

/**
 * How long the vendor asks to wait, in ms: `retry-after-ms`, or `retry-after` in seconds or as a date (RFC 9110 section
 * 10.2.3), the date compared with the server's own `date`. `null` when there is none or it cannot be read.
 */
export function retryAfterMs(header: Header): number | null {
  const ms = numberIn(header, 'retry-after-ms');
  if (ms !== null) return Math.round(ms);
  const after = header('retry-after');
  if (after === null) return null;
  if (/^\d+$/.test(after)) return Number(after) * 1_000;
  const until = Date.parse(after);
  const served = servedAt(header);
  if (Number.isNaN(until) || served === null || !/[a-z]{3}/i.test(after)) return null;
  return Math.max(0, until - served);
}

/** The same where a vendor says it in words only: "Please try again in 1.3s", "retry in 380ms", "in 1m2.5s". */
export function delayInWords(message: string): number | null {
  const found = /(?:try again|retry) in\s*(?:(\d+)m(?!s))?\s*(?:(\d+(?:\.\d+)?)\s*(ms|s))?/i.exec(message);
  if (found === null || (found[1] === undefined && found[2] === undefined)) return null;
  const rest = Number(found[2] ?? 0) * (found[3]?.toLowerCase() === 'ms' ? 1 : 1_000);
  return Math.round(Number(found[1] ?? 0) * 60_000 + rest);
}
