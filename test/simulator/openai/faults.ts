import { cutting, type FaultCatalogue } from '../faultCatalogue.ts';
import type { AnswerFault } from '../faults.ts';
import { sharingFaults } from './siwc/faults.ts';

/** OpenAI's usual ways to misbehave, in its own words. */
export const openAiFaults = {
  ...sharingFaults,
  'token-expired': () =>
    refusal(401, 'token_expired', 'Provided authentication token is expired. Please try signing in again.'),
  'token-invalidated': () =>
    refusal(401, 'token_invalidated', 'Your authentication token has been invalidated. Please try signing in again.'),
  'usage-limit': (nowSeconds) => ({
    status: 429,
    headers: { 'x-codex-primary-used-percent': '100', 'x-codex-primary-window-minutes': '300' },
    body: {
      error: {
        type: 'usage_limit_reached',
        message: 'The usage limit has been reached',
        plan_type: 'plus',
        resets_at: nowSeconds + 900,
        resets_in_seconds: 900,
      },
    },
  }),
  'usage-not-included': () => ({
    status: 429,
    body: { error: { type: 'usage_not_included', message: 'Codex is not included in your plan.', plan_type: 'free' } },
  }),
  'rate-limit': () => ({
    ...refusal(429, 'rate_limit_exceeded', 'Rate limit reached. Please try again in 1s.'),
    headers: { 'retry-after': '1' },
  }),
  quota: () => refusal(429, 'insufficient_quota', 'You exceeded your current quota, please check your plan.'),
  region: () =>
    refusal(
      403,
      'unsupported_country_region_territory',
      'Country, region, or territory not supported',
      'request_forbidden',
    ),
  'not-entitled': () =>
    refusal(403, 'missing_codex_entitlement', 'Codex is not enabled for this workspace. Contact your administrator.'),
  'context-too-long': () =>
    refusal(400, 'context_length_exceeded', "Your input exceeds this model's context window. Please shorten it."),
  'invalid-reasoning': () => refusal(400, 'invalid_encrypted_content', 'The encrypted content could not be verified.'),
  'model-retired': () => ({
    status: 400,
    body: { detail: "The 'gpt-5.5' model is not supported when using Codex with a ChatGPT account." },
  }),
  policy: () => refusal(400, 'cyber_policy', 'This request was refused by policy.'),
  'invalid-key': () => refusal(401, 'invalid_api_key', 'Incorrect API key provided.'),
  'slow-down': () => refusal(503, 'slow_down', 'Too many requests for now. Please slow down.'),
  'device-slow-down': () => ({ status: 400, body: { error: 'slow_down' } }),
  'server-error': () => refusal(500, 'server_error', 'The server had an error while processing your request.'),
  unavailable: () =>
    refusal(503, 'server_is_overloaded', 'Our servers are currently overloaded. Please try again later.'),
  overloaded: () => refusal(529, 'overloaded_error', 'Overloaded'),
  'json-error': () => ({ ...refusal(200, 'server_error', 'An error occurred while processing your request.') }),
  'failed-in-stream': () =>
    cutting({
      afterEvents: 6,
      send: event('response.failed', {
        response: {
          id: 'resp_sim_failed',
          object: 'response',
          status: 'failed',
          error: { code: 'server_error', message: 'The model failed.' },
        },
      }),
      next: 'hang',
    }),
  'error-in-stream': () =>
    cutting({
      afterEvents: 6,
      send: event('error', { code: 'server_is_overloaded', message: 'Our servers are overloaded.', param: null }),
      next: 'hang',
    }),
  'incomplete-in-stream': () =>
    cutting({
      afterEvents: 6,
      send: event('response.incomplete', {
        response: {
          id: 'resp_sim_incomplete',
          object: 'response',
          status: 'incomplete',
          incomplete_details: { reason: 'max_output_tokens' },
        },
      }),
      next: 'hang',
    }),
  'tokens-without-id': () => ({ tokens: { omit: ['id_token'] } }),
} as const satisfies FaultCatalogue;

function refusal(status: number, code: string, message: string, type = 'invalid_request_error'): AnswerFault {
  return { status, body: { error: { message, type, param: null, code } } };
}

function event(type: string, fields: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: 6, ...fields })}\n\n`;
}
