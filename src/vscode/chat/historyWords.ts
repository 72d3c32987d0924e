import { l10n } from 'vscode';
import type { Summary } from '../../core/chat/summary.ts';
import type { EpochMs } from '../../core/model.ts';
import { language, number } from '../language.ts';

const minute = 60_000;
const units = [
  ['day', 1_440 * minute],
  ['hour', 60 * minute],
  ['minute', minute],
] as const;
/** After so long the date says more. */
const longAgo = 30 * 1_440 * minute;

/** When a conversation was last used, and how long it is. */
export function summaryDetail({ updatedAt, turns }: Summary, now: EpochMs): string {
  const length = turns === 1 ? l10n.t('1 question') : l10n.t('{0} questions', number(turns));
  return `${timeAgo(updatedAt, now)} · ${length}`;
}

/** How long ago that was, in words; the date where that says more. */
export function timeAgo(then: EpochMs, now: EpochMs): string {
  const ms = Math.max(0, now - then);
  if (ms >= longAgo) return new Date(then).toLocaleDateString(language(), { dateStyle: 'medium' });
  const format = new Intl.RelativeTimeFormat(language(), { numeric: 'auto' });
  for (const [unit, length] of units) if (ms >= length) return format.format(-Math.floor(ms / length), unit);
  return l10n.t('just now');
}
