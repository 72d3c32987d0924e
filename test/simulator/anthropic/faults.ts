import { cutting, type FaultCatalogue } from '../faultCatalogue.ts';
import type { AnswerFault } from '../faults.ts';
import { errorBody } from './refusal.ts';

/** Anthropic's usual ways to misbehave, in its own words. */
export const anthropicFaults = {
  'token-expired': () =>
    refusal(
      401,
      'authentication_error',
      'OAuth token has expired. Please obtain a new token or refresh your existing token.',
    ),
  'rate-limit': () => ({
    ...refusal(
      429,
      'rate_limit_error',
      'This request would exceed your organization’s rate limit of 50 requests per minute.',
    ),
    headers: { 'retry-after': '1', 'anthropic-ratelimit-requests-remaining': '0' },
  }),
  'usage-limit': (nowSeconds) => ({
    ...refusal(429, 'rate_limit_error', 'This request would exceed your account’s rate limit. Please try again later.'),
    headers: {
      'retry-after': '900',
      'anthropic-ratelimit-unified-status': 'rejected',
      'anthropic-ratelimit-unified-5h-utilization': '1',
      'anthropic-ratelimit-unified-reset': String(nowSeconds + 900),
    },
  }),
  quota: () =>
    refusal(
      400,
      'invalid_request_error',
      'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing.',
    ),
  'spend-limit': () => ({
    status: 429,
    body: errorBody('rate_limit_error', 'Your organization has reached its spend limit.', {
      error_code: 'enforced_spend_limit_reached',
    }),
  }),
  region: () => refusal(403, 'forbidden', 'Request not allowed'),
  'not-entitled': () => refusal(403, 'permission_error', 'Your API key does not have permission to use this model.'),
  'model-gone': () => refusal(404, 'not_found_error', 'model: claude-gone'),
  'other-product': () =>
    refusal(
      400,
      'invalid_request_error',
      'This credential is only authorized for use with Claude Code and cannot be used for other API requests.',
    ),
  'context-too-long': () =>
    refusal(400, 'invalid_request_error', 'prompt is too long: 1031823 tokens > 1000000 maximum'),
  'too-large': () => refusal(413, 'request_too_large', 'Request exceeds the maximum size'),
  policy: () => refusal(400, 'invalid_request_error', 'Output blocked by content filtering policy'),
  'replay-refused': () =>
    refusal(400, 'invalid_request_error', 'messages.1.content.0: Invalid `signature` in `thinking` block'),
  'server-error': () => refusal(500, 'api_error', 'Internal server error'),
  timeout: () => refusal(504, 'timeout_error', 'Request timed out'),
  overloaded: () => refusal(529, 'overloaded_error', 'Overloaded'),
  'json-error': () => refusal(200, 'overloaded_error', 'Overloaded'),
  'error-in-stream': () =>
    cutting({
      afterEvents: 6,
      send: event('error', { error: { type: 'overloaded_error', message: 'Overloaded' } }),
      next: 'hang',
    }),
  'restart-in-stream': () =>
    cutting({
      afterEvents: 6,
      send: event('message_start', { message: { id: 'msg_sim_second', content: [] } }),
      next: 'go-on',
    }),
  'refusal-in-stream': () =>
    cutting({
      afterEvents: 2,
      send:
        event('message_delta', {
          delta: {
            stop_reason: 'refusal',
            stop_details: { type: 'refusal', category: 'cyber', explanation: 'This could enable harm.' },
          },
          usage: { output_tokens: 1 },
        }) + event('message_stop', {}),
      next: 'end',
    }),
} as const satisfies FaultCatalogue;

function refusal(status: number, type: string, message: string): AnswerFault {
  return { status, headers: { 'request-id': 'req_sim_0123456789' }, body: errorBody(type, message) };
}

function event(type: string, fields: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
}
