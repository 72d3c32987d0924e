import { cleanText } from '../../core/cleanText.ts';
import type { Failure } from '../../core/failure.ts';
import { type Json, stringAt } from '../../core/json.ts';
import { delayInWords } from '../../core/retryAfter.ts';
import { plainFailure, refinedByStatus } from '../../core/statusFailure.ts';
import { type ErrorDetails, readDetails } from './errorDetails.ts';

/** Most characters of an error's words that are looked into. */
const maxMessage = 4_000;
/** A wait that is longer is not a burst limit but a used-up quota. */
const longestBurstMs = 300_000;

/**
 * What an error of a Google API means: `{code, status, message, details}` (google.rpc.Status), in a body or in a stream.
 * `status` is the HTTP status, or the error's own code in a stream.
 */
export function explainError(error: Json | undefined, status: number): Failure {
  const message = (stringAt(error, 'message') ?? (typeof error === 'string' ? error : '')).slice(0, maxMessage);
  const name = stringAt(error, 'status') ?? '';
  const detail = cleanText(message === '' ? name : message);
  const details = readDetails(error);
  if (status === 429 || name === 'RESOURCE_EXHAUSTED') return explainQuota(details, status, message, detail);
  return (
    explainReason(details.reason, detail) ?? explainMessage(message, status) ?? explainStatus(name, status, detail)
  );
}

/** The reason that ErrorInfo names (google.api.ErrorReason, and Google's own for Gemini). */
function explainReason(reason: string, detail: string): Failure | null {
  switch (reason) {
    case 'API_KEY_INVALID':
      return { code: 'credential-rejected' };
    case 'API_KEY_SERVICE_BLOCKED':
    case 'API_KEY_HTTP_REFERRER_BLOCKED':
    case 'API_KEY_IP_ADDRESS_BLOCKED':
    case 'API_KEY_ANDROID_APP_BLOCKED':
    case 'API_KEY_IOS_APP_BLOCKED':
    case 'CONSUMER_INVALID':
    case 'CONSUMER_SUSPENDED':
    case 'SERVICE_DISABLED':
    case 'SERVICE_NOT_VISIBLE':
    case 'USER_PROJECT_DENIED':
      return { code: 'not-entitled', detail };
    case 'BILLING_DISABLED':
      return { code: 'billing', detail };
    case 'MODEL_CAPACITY_EXHAUSTED':
      return { code: 'overloaded' };
    default:
      return null;
  }
}

/** What only the sentence tells: one status stands for all of these. */
function explainMessage(message: string, status: number): Failure | null {
  if (status < 400 || status >= 500) return null;
  if (/api key (not valid|not found|expired)|reported as leaked|unregistered callers/i.test(message)) {
    return { code: 'credential-rejected' };
  }
  if (/location is not supported/i.test(message)) return { code: 'region', detail: cleanText(message) };
  if (/thought.?signature/i.test(message)) return { code: 'replay-refused' };
  if (/token count.{0,40}exceeds|maximum number of tokens allowed/i.test(message)) return { code: 'context-too-long' };
  if (/payload size exceeds/i.test(message)) return { code: 'too-large' };
  return null;
}

function explainStatus(name: string, status: number, detail: string): Failure {
  switch (name) {
    case 'UNAUTHENTICATED':
      return { code: 'credential-rejected' };
    case 'PERMISSION_DENIED':
      return { code: 'not-entitled', detail };
    case 'NOT_FOUND':
      return { code: 'model-unavailable', detail };
    case 'FAILED_PRECONDITION':
      return { code: 'billing', detail };
    case 'UNAVAILABLE':
      return { code: 'overloaded' };
    default:
      return status === 503 ? { code: 'overloaded' } : refinedByStatus(plainFailure(status, detail), status);
  }
}

/** Used-up credit, a tier that has none of it, a day's quota, or a burst limit that passes (Gemini API guide, Rate limits). */
function explainQuota(
  { reason, retryMs, quotas }: ErrorDetails,
  status: number,
  message: string,
  detail: string,
): Failure {
  if (reason === 'MODEL_CAPACITY_EXHAUSTED') return { code: 'overloaded' };
  if (status === 402 || /credits? (balance )?(is|are) depleted|spending cap/i.test(message)) {
    return { code: 'billing', detail };
  }
  if (/limit: 0\b/.test(message) || quotas.some(({ value }) => value === '0')) return { code: 'not-entitled', detail };
  const waitMs = retryMs ?? delayInWords(message);
  if (quotas.some(({ id }) => /PerDay|Daily/i.test(id)) || (waitMs ?? 0) > longestBurstMs) {
    return { code: 'usage-limit', resetsAt: null };
  }
  return { code: 'rate-limited', retryAfterMs: waitMs };
}
