import { epochMs } from '../../core/model.ts';
import type { RateLimit } from '../../core/parts.ts';

type Header = (name: string) => string | null;

/** The limits that an answer's headers tell of: windows of a plan (ChatGPT backend), requests and tokens (platform). */
export function readLimits(header: Header): readonly RateLimit[] {
  return [
    ...['primary', 'secondary'].flatMap((name) => planWindow(name, header) ?? []),
    ...['requests', 'tokens'].flatMap((name) => platformLimit(name, header) ?? []),
  ];
}

function planWindow(name: string, header: Header): RateLimit | null {
  const usedPercent = numberIn(header(`x-codex-${name}-used-percent`));
  if (usedPercent === null) return null;
  const resetSeconds = numberIn(header(`x-codex-${name}-reset-at`));
  return {
    name,
    usedPercent,
    remaining: null,
    windowMinutes: numberIn(header(`x-codex-${name}-window-minutes`)),
    resetsAt: resetSeconds === null ? null : epochMs(resetSeconds * 1_000),
  };
}

function platformLimit(name: string, header: Header): RateLimit | null {
  const remaining = numberIn(header(`x-ratelimit-remaining-${name}`));
  if (remaining === null) return null;
  const limit = numberIn(header(`x-ratelimit-limit-${name}`)) ?? 0;
  const resetMs = durationMs(header(`x-ratelimit-reset-${name}`) ?? '');
  // The reset is a duration; it counts from when the answer was made.
  const servedMs = Date.parse(header('date') ?? '');
  return {
    name,
    usedPercent: limit > 0 ? Math.min(100, Math.max(0, (1 - remaining / limit) * 100)) : null,
    remaining,
    windowMinutes: null,
    resetsAt: resetMs === null || Number.isNaN(servedMs) ? null : epochMs(servedMs + resetMs),
  };
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

function numberIn(text: string | null): number | null {
  return text !== null && /^\d+(\.\d+)?$/.test(text) ? Number(text) : null;
}
