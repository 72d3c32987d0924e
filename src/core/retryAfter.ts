/**
 * How long the vendor asks to wait, in ms: `retry-after-ms`, or `retry-after` in seconds or as a date (RFC 9110 section
 * 10.2.3), the date compared with the server's own `date`. `null` when there is none or it cannot be read.
 */
export function retryAfterMs(header: (name: string) => string | null): number | null {
  const ms = header('retry-after-ms');
  if (ms !== null && /^\d+(\.\d+)?$/.test(ms)) return Math.round(Number(ms));
  const after = header('retry-after');
  if (after === null) return null;
  if (/^\d+$/.test(after)) return Number(after) * 1_000;
  const until = Date.parse(after);
  const served = Date.parse(header('date') ?? '');
  if (Number.isNaN(until) || Number.isNaN(served) || !/[a-z]{3}/i.test(after)) return null;
  return Math.max(0, until - served);
}
