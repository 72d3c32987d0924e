import type { Failure } from '../../core/failure.ts';
import { servedAt } from '../../core/header.ts';
import { type Json, member, objectAt, parseJson, stringAt } from '../../core/json.ts';
import { type EpochMs, epochMs } from '../../core/model.ts';
import { retryAfterMs } from '../../core/retryAfter.ts';
import type { ErrorAnswer } from '../../core/vendor.ts';
import { explainWebPage } from '../../core/webPage.ts';
import { explainError } from '../../protocols/openaiChat/failures.ts';

/**
 * What an answer other than 200 means. Bodies are `{error: {…}}` (OpenAI's shape), `{error: "…"}` (Ollama, LM Studio
 * and vLLM), `{detail: …}` (FastAPI), `{message: "…"}`, plain text, or a web page.
 */
export function explain(answer: ErrorAnswer): Failure {
  const { status, body } = answer;
  const parsed = parseJson(body);
  const page = parsed === undefined ? explainWebPage(answer) : null;
  if (page !== null) return page;
  const error = member(parsed, 'error') ?? member(parsed, 'detail') ?? parsed ?? body;
  // A server that knows no such address says so in these words; one that knows no such model names it.
  if (status === 404 && /^(404 page )?not found\.?$/i.test(plainWords(error).trim())) {
    return { code: 'rejected', status, detail: 'nothing is at this address; most base URLs end in /v1' };
  }
  const failure = explainError(error, status);
  if (failure.code === 'rate-limited') return explainLimit(answer, error, failure);
  if (failure.code === 'model-unavailable') return { ...failure, detail: withPull(failure.detail) };
  return failure;
}

function plainWords(error: Json): string {
  return typeof error === 'string' ? error : (stringAt(error, 'message') ?? '');
}

/** Ollama names the model in quotation marks, and what helps is always the same. */
function withPull(detail: string): string {
  const model = /^model ["']([\w./:-]{1,100})["'] not found/i.exec(detail)?.[1];
  return model === undefined ? detail : `${detail} (ollama pull ${model})`;
}

/** OpenRouter says with the error when its limit ends, in ms since 1970; its free models have one for the day. */
function explainLimit(
  { header }: ErrorAnswer,
  error: Json,
  failure: Extract<Failure, { code: 'rate-limited' }>,
): Failure {
  const given = stringAt(objectAt(objectAt(error, 'metadata'), 'headers'), 'X-RateLimit-Reset');
  const reset = given ?? header('x-ratelimit-reset');
  const resetsAt: EpochMs | null = reset !== null && /^\d{13}$/.test(reset) ? epochMs(Number(reset)) : null;
  if (/per-day/i.test(plainWords(error))) return { code: 'usage-limit', resetsAt };
  const served = servedAt(header);
  const untilReset = resetsAt === null || served === null ? null : Math.max(0, resetsAt - served);
  return { ...failure, retryAfterMs: failure.retryAfterMs ?? retryAfterMs(header) ?? untilReset };
}
