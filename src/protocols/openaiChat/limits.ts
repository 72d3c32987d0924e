import { type Header, numberIn, servedAt } from '../../core/header.ts';
import { type EpochMs, epochMs } from '../../core/model.ts';
import type { RateLimit } from '../../core/parts.ts';

/**
 * The limits of requests and tokens that an answer's headers tell of, in OpenAI's words (API reference, Rate limits),
 * which Groq and others took over.
 */
export function readLimits(header: Header): readonly RateLimit[] {
  return ['requests', 'tokens'].flatMap((name) => {
    const remaining = numberIn(header, `x-ratelimit-remaining-${name}`);
    if (remaining === null) return [];
    const limit = numberIn(header, `x-ratelimit-limit-${name}`) ?? 0;
    const usedPercent = limit > 0 ? Math.min(100, Math.max(0, (1 - remaining / limit) * 100)) : null;
    return [{ name, usedPercent, remaining, windowMinutes: null, resetsAt: resetTime(header, name) }];
  });
}

/** The reset is a duration; it counts from when the answer was made. */
function resetTime(header: Header, name: string): EpochMs | null {
  const ms = durationMs(header(`x-ratelimit-reset-${name}`) ?? '');
  const served = servedAt(header);
  return ms === null || served === null ? null : epochMs(served + ms);
}

const unitMs: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };

/** `1h2m3.5s`, `6m0s` or `120ms`, as Go writes durations. */
function durationMs(text: string): number | null {
  if (!/^(\d+(\.\d+)?(h|ms|m|s))+$/.test(text)) return null;
  let sum = 0;
  for (const [, count, unit = ''] of text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/g))
    sum += Number(count) * (unitMs[unit] ?? 0);
  return sum;
}
