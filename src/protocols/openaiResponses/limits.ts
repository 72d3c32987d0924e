import { isObject, type JsonObject, member, numberAt, objectAt, stringAt } from '../../core/json.ts';
import { epochMs } from '../../core/model.ts';
import type { RateLimit } from '../../core/parts.ts';

/** The windows of a plan as the ChatGPT backend's `codex.rate_limits` event tells them; `reset_at` is in seconds. */
export function planLimits(event: JsonObject): readonly RateLimit[] {
  const windows = objectAt(event, 'rate_limits');
  const family = stringAt(event, 'metered_limit_name');
  return ['primary', 'secondary'].flatMap((name) => {
    const window = member(windows, name);
    if (!isObject(window)) return [];
    const resetsAt = numberAt(window, 'reset_at');
    return [
      {
        name: family === null ? name : `${family}-${name}`,
        usedPercent: numberAt(window, 'used_percent'),
        remaining: null,
        windowMinutes: numberAt(window, 'window_minutes'),
        resetsAt: resetsAt === null ? null : epochMs(resetsAt * 1_000),
      },
    ];
  });
}
