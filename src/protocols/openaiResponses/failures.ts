import { cleanText } from '../../core/cleanText.ts';
import type { Failure } from '../../core/failure.ts';
import { type Json, numberAt, stringAt } from '../../core/json.ts';
import { type EpochMs, epochMs } from '../../core/model.ts';

/** What an error object of the Responses API means: `{code?, type?, message?}`, in a body or in a stream. */
export function explainError(error: Json | undefined, status: number): Failure {
  const code = stringAt(error, 'code') ?? stringAt(error, 'type') ?? '';
  const message = stringAt(error, 'message') ?? stringAt(error, 'detail') ?? (typeof error === 'string' ? error : '');
  const detail = cleanText(message === '' ? code : message);
  const known = explainCode(code, detail, error);
  if (known !== null) return known;
  if (/model .* is not supported|does not exist or you do not have access/i.test(message)) {
    return { code: 'model-unavailable', detail };
  }
  if (status >= 500 || code === 'server_error') return { code: 'server', status };
  return { code: 'rejected', status, detail };
}

/** Codes of the API reference, of its SDK (`ResponseError`) and of the ChatGPT backend. */
function explainCode(code: string, detail: string, error: Json | undefined): Failure | null {
  switch (code) {
    case 'context_length_exceeded':
      return { code: 'context-too-long' };
    case 'insufficient_quota':
    case 'credit_balance_exhausted':
    case 'billing_hard_limit_reached':
    case 'organization_usage_limit_exceeded':
      return { code: 'billing', detail };
    case 'usage_limit_reached':
      return { code: 'usage-limit', resetsAt: resetTime(error) };
    case 'usage_not_included':
    case 'missing_codex_entitlement':
      return { code: 'not-entitled', detail };
    case 'rate_limit_exceeded':
      return { code: 'rate-limited', retryAfterMs: delayIn(detail) };
    case 'slow_down':
    case 'server_is_overloaded':
    case 'overloaded_error':
      return { code: 'overloaded' };
    case 'token_expired':
    case 'token_invalidated':
    case 'token_revoked':
    case 'invalid_api_key':
      return { code: 'credential-rejected' };
    case 'model_not_found':
      return { code: 'model-unavailable', detail };
    case 'unsupported_country_region_territory':
      return { code: 'region', detail };
    case 'cyber_policy':
    case 'bio_policy':
    case 'misalignment_policy_violation':
    case 'invalid_prompt':
    case 'content_filter':
      return { code: 'policy', detail };
    default:
      return null;
  }
}

function resetTime(error: Json | undefined): EpochMs | null {
  const seconds = numberAt(error, 'resets_at');
  return seconds === null ? null : epochMs(seconds * 1_000);
}

/** "Please try again in 1.3s": the backend's only word on when a burst limit ends. */
function delayIn(message: string): number | null {
  const found = /try again in\s*(\d+(?:\.\d+)?)\s*(ms|s)/i.exec(message);
  if (found === null) return null;
  return Math.round(Number(found[1]) * (found[2]?.toLowerCase() === 'ms' ? 1 : 1_000));
}
