import { below } from '../../../core/baseUrl.ts';
import { cleanStringAt } from '../../../core/cleanText.ts';
import { errorAnswer } from '../../../core/errorAnswer.ts';
import { MaestroError } from '../../../core/failure.ts';
import { isObject, type JsonObject, member, numberAt, objectAt, parseJson } from '../../../core/json.ts';
import { epochMs } from '../../../core/model.ts';
import type { RateLimit } from '../../../core/parts.ts';
import type { Headers } from '../../../core/ports.ts';
import { readBody } from '../../../core/readBody.ts';
import type { Call, PlanReport } from '../../../core/vendor.ts';
import { explain } from '../failures.ts';
import type { OpenAiSettings } from '../settings.ts';

const maxBytes = 65_536;

/**
 * Asks the ChatGPT backend what is left of a plan (`GET wham/usage`). Throws what its answer means where it is not that, and
 * `unreadable`.
 */
export async function askUsage(
  { chatgpt }: OpenAiSettings,
  headers: Headers,
  { http, signal }: Call,
): Promise<PlanReport> {
  const url = below(chatgpt, 'wham/usage');
  const response = await http.send({ method: 'GET', url, headers, body: null }, signal);
  const answer = errorAnswer(url.host, response, await readBody(response.body, maxBytes));
  if (answer.status !== 200) throw new MaestroError(explain(answer));
  const body = parseJson(answer.body);
  if (!isObject(body)) throw new MaestroError({ code: 'unreadable', detail: 'the plan’s usage is no JSON object' });
  return readUsage(body);
}

/** The windows of the plan itself; limits of single features (`additional_rate_limits`) are not Maestro's. */
function readUsage(body: JsonObject): PlanReport {
  const rate = objectAt(body, 'rate_limit');
  const limits = ['primary', 'secondary'].flatMap((name) => readWindow(name, member(rate, `${name}_window`)) ?? []);
  const full = limits.filter(({ usedPercent }) => (usedPercent ?? 0) >= 100).map(({ resetsAt }) => resetsAt ?? 0);
  const isReached = member(rate, 'allowed') === false;
  const resetsAt = Math.max(0, ...full);
  return {
    plan: cleanStringAt(body, 'plan_type'),
    usage: { limits, isReached, resetsAt: isReached && resetsAt > 0 ? epochMs(resetsAt) : null },
  };
}

/** A window as the backend tells it, in seconds. */
function readWindow(name: string, window: unknown): RateLimit | null {
  if (!isObject(window)) return null;
  const seconds = numberAt(window, 'limit_window_seconds');
  const resetSeconds = numberAt(window, 'reset_at');
  return {
    name,
    usedPercent: numberAt(window, 'used_percent'),
    remaining: null,
    windowMinutes: seconds === null ? null : Math.round(seconds / 60),
    resetsAt: resetSeconds === null ? null : epochMs(resetSeconds * 1_000),
  };
}
