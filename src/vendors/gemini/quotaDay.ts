import { type EpochMs, epochMs } from '../../core/model.ts';

const dayS = 24 * 3_600;

/**
 * When quotas for a day begin anew: at midnight Pacific time (Gemini API guide, Rate limits), counted from the `date` of the
 * answer that says so. An hour off on the two days when the clocks change; `null` without a date.
 */
export function nextQuotaDay(date: string | null): EpochMs | null {
  const now = Date.parse(date ?? '');
  if (Number.isNaN(now)) return null;
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone: 'America/Los_Angeles',
    hourCycle: 'h23',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const parts = new Map(clock.formatToParts(now).map(({ type, value }) => [type, Number(value)]));
  const [hours = 0, minutes = 0, seconds = 0] = (['hour', 'minute', 'second'] as const).map((type) => parts.get(type));
  return epochMs(now + (dayS - (hours * 60 + minutes) * 60 - seconds) * 1_000);
}
