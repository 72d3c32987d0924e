import { cleanText } from '../../core/cleanText.ts';
import type { Failure } from '../../core/failure.ts';
import { type Json, objectAt, stringAt } from '../../core/json.ts';
import { epochMs } from '../../core/model.ts';
import { plainFailure } from '../../core/statusFailure.ts';

/** Most characters of an error's words that are looked into. */
const maxMessage = 4_000;

/**
 * What an error of the Messages API means: `{type, message, details?}`, in a body or in a stream, where `status` is 200
 * (Anthropic API reference, Errors). Gateways put `{detail}` or a bare text in its place.
 */
export function explainError(error: Json | undefined, status: number): Failure {
  const type = stringAt(error, 'type') ?? '';
  const words = stringAt(error, 'message') ?? stringAt(error, 'detail') ?? (typeof error === 'string' ? error : '');
  const message = words.slice(0, maxMessage);
  const detail = cleanText(message === '' ? type : message);
  return (
    explainCode(stringAt(objectAt(error, 'details'), 'error_code'), detail) ??
    explainMessage(message, detail) ??
    explainType(type, detail, status)
  );
}

/** The definite codes that some errors carry. */
function explainCode(code: string | null, detail: string): Failure | null {
  switch (code) {
    case 'contract_spend_limit_reached':
    case 'enforced_spend_limit_reached':
    case 'linked_organization_billing_unavailable':
    case 'linked_organization_spend_limit_reached':
      return { code: 'billing', detail };
    case 'organization_on_hold':
    case 'claude_code_key_creator_not_member':
      return { code: 'not-entitled', detail };
    default:
      return null;
  }
}

/** Errors that only their message tells from others of their type. */
function explainMessage(message: string, detail: string): Failure | null {
  if (/only authorized for use with Claude Code/i.test(message)) return { code: 'other-product-only' };
  if (/credit balance|extra usage/i.test(message)) return { code: 'billing', detail };
  if (/reached your specified API usage limits/i.test(message)) {
    return { code: 'usage-limit', resetsAt: dateIn(message) };
  }
  if (/prompt is too long|exceeds? (the )?context (limit|window)/i.test(message)) return { code: 'context-too-long' };
  if (/`signature`|`(redacted_)?thinking`[^.]* (cannot be modified|but found|must )/i.test(message)) {
    return { code: 'replay-refused' };
  }
  if (/content filtering policy/i.test(message)) return { code: 'policy', detail };
  if (/^request not allowed$/i.test(message)) return { code: 'region', detail };
  return null;
}

function explainType(type: string, detail: string, status: number): Failure {
  switch (type) {
    case 'authentication_error':
      return { code: 'credential-rejected' };
    case 'billing_error':
      return { code: 'billing', detail };
    case 'permission_error':
      return { code: 'not-entitled', detail };
    case 'not_found_error':
      return { code: 'model-unavailable', detail };
    case 'request_too_large':
      return { code: 'too-large' };
    case 'rate_limit_error':
      return { code: 'rate-limited', retryAfterMs: null };
    case 'overloaded_error':
      return { code: 'overloaded' };
    case 'timeout_error':
      return { code: 'server', status: status >= 400 ? status : 504 };
    case 'api_error':
      return { code: 'server', status: status >= 400 ? status : 500 };
    default:
      return plainFailure(status, detail);
  }
}

/** "You will regain access on 2026-12-01 at 00:00 UTC": the only word on when a limit ends. */
function dateIn(message: string) {
  const found = /on (\d{4}-\d\d-\d\d) at (\d\d:\d\d) UTC/i.exec(message);
  const time = found === null ? Number.NaN : Date.parse(`${found[1]}T${found[2]}Z`);
  return Number.isNaN(time) ? null : epochMs(time);
}
