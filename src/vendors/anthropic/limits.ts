import { type Header, numberIn } from '../../core/header.ts';
import { type EpochMs, epochMs } from '../../core/model.ts';
import type { RateLimit } from '../../core/parts.ts';

/** What the organization's limits count (Anthropic API reference, Rate limits). */
const counted = ['requests', 'tokens', 'input-tokens', 'output-tokens'] as const;

/** The windows of a plan and how long each is, in minutes. */
const windows: readonly (readonly [name: string, minutes: number])[] = [
  ['5h', 5 * 60],
  ['7d', 7 * 24 * 60],
  ['7d_opus', 7 * 24 * 60],
  ['7d_sonnet', 7 * 24 * 60],
];

/** The limits that an answer's `anthropic-ratelimit-*` headers tell of. */
export function limits(header: Header): readonly RateLimit[] {
  return [
    ...counted.flatMap((name) => countedLimit(header, name)),
    ...windows.flatMap((window) => planLimit(header, window)),
  ];
}

/** When a plan that is used up can be used again; `null` if the headers do not say so. */
export function planResetsAt(header: Header): EpochMs | null {
  return readTime(header('anthropic-ratelimit-unified-reset'));
}

/** Whether the headers say that the plan is used up, as opposed to a limit that passes in a moment. */
export function isPlanUsedUp(header: Header): boolean {
  return header('anthropic-ratelimit-unified-status') === 'rejected';
}

function countedLimit(header: Header, name: string): readonly RateLimit[] {
  const remaining = numberIn(header, `anthropic-ratelimit-${name}-remaining`);
  if (remaining === null) return [];
  const limit = numberIn(header, `anthropic-ratelimit-${name}-limit`);
  const usedPercent = limit === null || limit <= 0 ? null : percent(1 - remaining / limit);
  const resetsAt = readTime(header(`anthropic-ratelimit-${name}-reset`));
  return [{ name, usedPercent, remaining, windowMinutes: null, resetsAt }];
}

/** A plan's window tells which part of it is used, from 0 to 1. */
function planLimit(header: Header, [name, windowMinutes]: readonly [string, number]): readonly RateLimit[] {
  const used = numberIn(header, `anthropic-ratelimit-unified-${name}-utilization`);
  if (used === null) return [];
  const resetsAt = readTime(header(`anthropic-ratelimit-unified-${name}-reset`));
  return [{ name, usedPercent: percent(used), remaining: null, windowMinutes, resetsAt }];
}

function percent(part: number): number {
  return Math.min(100, Math.max(0, Math.round(part * 1_000) / 10));
}

/** Times are seconds since 1970 (plans) or RFC 3339 (all others). */
function readTime(text: string | null): EpochMs | null {
  if (text === null) return null;
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text);
  return Number.isNaN(ms) ? null : epochMs(ms);
}
