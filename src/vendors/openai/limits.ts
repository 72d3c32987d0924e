import { type Header, numberIn } from '../../core/header.ts';
import { epochMs } from '../../core/model.ts';
import type { RateLimit } from '../../core/parts.ts';
import { readLimits as platformLimits } from '../../protocols/openaiChat/limits.ts';

/** The limits that an answer's headers tell of: windows of a plan (ChatGPT backend), requests and tokens (platform). */
export function readLimits(header: Header): readonly RateLimit[] {
  return [...['primary', 'secondary'].flatMap((name) => planWindow(name, header) ?? []), ...platformLimits(header)];
}

function planWindow(name: string, header: Header): RateLimit | null {
  const usedPercent = numberIn(header, `x-codex-${name}-used-percent`);
  if (usedPercent === null) return null;
  const resetSeconds = numberIn(header, `x-codex-${name}-reset-at`);
  return {
    name,
    usedPercent,
    remaining: null,
    windowMinutes: numberIn(header, `x-codex-${name}-window-minutes`),
    resetsAt: resetSeconds === null ? null : epochMs(resetSeconds * 1_000),
  };
}
