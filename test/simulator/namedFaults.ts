import type { AnswerFault, Cut, StreamFault, TokensFault } from './faults.ts';

type ReadyMade = AnswerFault | StreamFault | TokensFault;

/** The vendor's usual ways to misbehave, in its own words. `nowSeconds` is the time of the answer. */
const catalogue = {
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
  firewall: () => ({
    status: 403,
    headers: { 'content-type': 'text/html; charset=UTF-8', 'cf-ray': '9f00sim000000000-FRA', server: 'cloudflare' },
    body: '<!DOCTYPE html><html><head><title>Attention Required! | Cloudflare</title></head><body>Sorry, you have been blocked</body></html>',
  }),
  'context-too-long': () =>
    refusal(400, 'context_length_exceeded', "Your input exceeds this model's context window. Please shorten it."),
  'server-error': () => refusal(500, 'server_error', 'The server had an error while processing your request.'),
  unavailable: () =>
    refusal(503, 'server_is_overloaded', 'Our servers are currently overloaded. Please try again later.'),
  overloaded: () => refusal(529, 'overloaded_error', 'Overloaded'),
  html: () => ({
    status: 200,
    headers: { 'content-type': 'text/html' },
    body: '<!DOCTYPE html><html><head><title>Welcome to Airport WiFi</title></head><body><script>location="/login"</script></body></html>',
  }),
  'json-error': () => ({ ...refusal(200, 'server_error', 'An error occurred while processing your request.') }),
  'json-list': () => ({ status: 200, body: [] }),
  'json-null': () => ({ status: 200, body: null }),
  empty: () => ({ status: 200, body: '' }),
  redirect: () => ({ status: 307, headers: { location: 'http://127.0.0.1:9/stolen' }, body: '' }),
  reset: () => ({ reset: true }),
  'reset-in-stream': () => cutting({ afterEvents: 6, next: 'reset' }),
  'fin-in-stream': () => cutting({ afterEvents: 6, next: 'fin' }),
  truncated: () => cutting({ afterEvents: 6, next: 'end' }),
  hang: () => cutting({ afterEvents: 6, next: 'hang' }),
  drip: () => ({ chunkBytes: 1 }),
  'kept-open': () => ({ keepOpen: true }),
  'broken-event': () =>
    cutting({ afterEvents: 6, send: 'event: response.output_text.delta\ndata: {"type":\n\n', next: 'go-on' }),
  'huge-event': () =>
    cutting({
      afterEvents: 6,
      send: `event: response.output_text.delta\ndata: ${'x'.repeat(20_000_000)}\n\n`,
      next: 'go-on',
    }),
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
  'tokens-without-access': () => ({ tokens: { omit: ['access_token'] } }),
  'tokens-without-id': () => ({ tokens: { omit: ['id_token'] } }),
  'tokens-with-text-lifetime': () => ({ tokens: { set: { expires_in: '3600' } } }),
} as const satisfies Readonly<Record<string, (nowSeconds: number) => ReadyMade>>;

export type FaultName = keyof typeof catalogue;

export function isFaultName(value: unknown): value is FaultName {
  return typeof value === 'string' && Object.hasOwn(catalogue, value);
}

export const faultNames: readonly FaultName[] = Object.keys(catalogue).filter(isFaultName);

/** The fault of that name, as it is at this time. */
export function faultNamed(name: FaultName, nowSeconds: number): ReadyMade {
  return catalogue[name](nowSeconds);
}

function refusal(status: number, code: string, message: string, type = 'invalid_request_error'): AnswerFault {
  return { status, body: { error: { message, type, param: null, code } } };
}

function cutting(cut: Cut): StreamFault {
  return { cut };
}

function event(type: string, fields: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: 6, ...fields })}\n\n`;
}
