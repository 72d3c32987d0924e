import { cleanText } from '../../core/cleanText.ts';
import type { Failure } from '../../core/failure.ts';
import { type Json, numberAt, stringAt } from '../../core/json.ts';
import { type EpochMs, epochMs } from '../../core/model.ts';
import { delayInWords } from '../../core/retryAfter.ts';
import { plainFailure } from '../../core/statusFailure.ts';

/** The patterns look at so many characters of an error: its names have no bounds, and some patterns are not linear. */
const longestSearched = 4_000;

/** What is known of an error when its code has been found in the table. */
interface Known {
  readonly detail: string;
  readonly error: Json | undefined;
  readonly status: number;
}

/** What an error object of the Responses API means: `{code?, type?, message?}`, in a body or in a stream. */
export function explainError(error: Json | undefined, status: number): Failure {
  const names = [stringAt(error, 'code') ?? '', stringAt(error, 'type') ?? ''];
  const message = stringAt(error, 'message') ?? stringAt(error, 'detail') ?? (typeof error === 'string' ? error : '');
  const detail = cleanText(message === '' ? names.join(' ') : message);
  const known = names.map((name) => meanings.get(name)).find((meaning) => meaning !== undefined);
  if (known !== undefined) return known({ detail, error, status });
  const words = [detail, ...names].join(' ').slice(0, longestSearched);
  const said = patterns.find(([pattern]) => pattern.test(words));
  if (said !== undefined) return said[1]({ detail, error, status });
  return plainFailure(status, detail);
}

type Meaning = (known: Known) => Failure;
const billing: Meaning = ({ detail }) => ({ code: 'billing', detail });
const policy: Meaning = ({ detail }) => ({ code: 'policy', detail });
const notEntitled: Meaning = ({ detail }) => ({ code: 'not-entitled', detail });
const unavailableModel: Meaning = ({ detail }) => ({ code: 'model-unavailable', detail });
const keyRefused: Meaning = ({ detail }) => ({ code: 'key-refused', detail });
const tooLong: Meaning = () => ({ code: 'context-too-long' });
const refusedCredential: Meaning = () => ({ code: 'credential-rejected' });
const overloaded: Meaning = () => ({ code: 'overloaded' });
const burst: Meaning = ({ detail }) => ({ code: 'rate-limited', retryAfterMs: delayInWords(detail) });
const usageLimit: Meaning = ({ error }) => ({ code: 'usage-limit', resetsAt: resetTime(error) });
const replayRefused: Meaning = () => ({ code: 'replay-refused' });
/** In a stream there is no status but that of its beginning. */
const server: Meaning = ({ status }) => ({ code: 'server', status: Math.max(status, 500) });

/**
 * Codes and types of the API reference, of its SDK (`ResponseError`), of the ChatGPT backend, and of "Sign in with ChatGPT"
 * (Errors and recovery).
 */
const meanings: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['context_length_exceeded', tooLong],
  ['insufficient_quota', billing],
  ['credit_balance_exhausted', billing],
  ['billing_hard_limit_reached', billing],
  ['organization_usage_limit_exceeded', billing],
  ['usage_limit_reached', usageLimit],
  ['usage_not_included', notEntitled],
  ['missing_codex_entitlement', notEntitled],
  ['missing_scope', notEntitled],
  ['rate_limit_exceeded', burst],
  ['slow_down', (known) => (known.status === 429 ? burst(known) : overloaded(known))],
  ['server_is_overloaded', overloaded],
  ['overloaded_error', overloaded],
  ['server_error', server],
  ['token_expired', refusedCredential],
  ['token_invalidated', refusedCredential],
  ['token_revoked', refusedCredential],
  ['invalid_api_key', refusedCredential],
  ['mismatched_organization', keyRefused],
  ['mismatched_project', keyRefused],
  ['model_not_found', unavailableModel],
  ['unsupported_country_region_territory', ({ detail }) => ({ code: 'region', detail })],
  ['invalid_encrypted_content', replayRefused],
  ['cyber_policy', policy],
  ['bio_policy', policy],
  ['misalignment_policy_violation', policy],
  ['invalid_prompt', policy],
  ['content_filter', policy],
  ['subscription_sharing_usage_limit_exceeded', usageLimit],
  [
    'subscription_sharing_user_not_eligible',
    () => ({ code: 'not-entitled', detail: 'Continue with ChatGPT needs a Plus or Pro plan.' }),
  ],
  ['subscription_sharing_usage_unavailable', () => ({ code: 'server', status: 503 })],
  ['subscription_sharing_user_unavailable', () => ({ code: 'server', status: 503 })],
  ['subscription_sharing_invalid_user', refusedCredential],
  ['chatpass_v2_scope_not_authorized', refusedCredential],
  ['chatpass_v2_invalid_authorization_context', refusedCredential],
]);

/** What has no code of its own. */
const patterns: readonly (readonly [RegExp, Meaning])[] = [
  [/_spend_limit_exceeded\b/, billing],
  [/\bmodel\b.* is not supported|does not exist or you do not have access/i, unavailableModel],
  [/missing scopes?:/i, notEntitled],
  [/\bitem with id '[\w-]*' not found/i, replayRefused],
  [/exceeds (the|this model.s) context window|maximum context length/i, tooLong],
];

function resetTime(error: Json | undefined): EpochMs | null {
  const seconds = numberAt(error, 'resets_at');
  return seconds === null ? null : epochMs(seconds * 1_000);
}
