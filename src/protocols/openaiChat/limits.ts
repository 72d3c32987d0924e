import { epochMs } from '../../core/model.ts';
import type { RateLimit } from '../../core/parts.ts';

type Header = (name: string) => string | null;

/**
 * The limits of requests and tokens that an answer's headers tell of, in OpenAI's words (API reference, Rate limits),
 * which Groq and others took over.
 */
export function readLimits(header: Header): readonly RateLimit[] {
  return ['requests', 'tokens'].flatMap((name) => {
    const remaining = numberIn(header(`x-ratelimit-remaining-${name}`));
    if (remaining === null) return [];
    const limit = numberIn(header(`x-ratelimit-limit-${name}`)) ?? 0;
    const usedPercent = limit > 0 ? Math.min(100, Math.max(0, (1 - remaining / limit) * 100)) : null;
    return [{ name, usedPercent, remaining, windowMinutes: null, resetsAt: resetTime(name, header) }];
  });
}

/** The reset is a duration as Go writes it, for example `1m2.5s`; it counts from when the answer was made. */
function resetTime(name: string, header: Header): RateLimit['resetsAt'] {
  const text = header(`x-ratelimit-reset-${name}`) ?? '';
  const servedMs = Date.parse(header('date') ?? '');
  const found = /^(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+(?:\.\d+)?)s)?(?:(\d+(?:\.\d+)?)ms)?$/.exec(text);
  if (found === null || text === '' || Number.isNaN(servedMs)) return null;
  const [h, m, s, ms] = found.slice(1).map((count: string | undefined) => Number(count ?? 0));
  return epochMs(servedMs + (h ?? 0) * 3_600_000 + (m ?? 0) * 60_000 + (s ?? 0) * 1_000 + (ms ?? 0));
}

function numberIn(text: string | null): number | null {
  return text !== null && /^\d+(\.\d+)?$/.test(text) ? Number(text) : null;
}
