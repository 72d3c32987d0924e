import assert from 'node:assert/strict';
import type { Failure, FailureCode } from '../../../src/core/failure.ts';
import type { Json } from '../../../src/core/json.ts';
import { explain } from '../../../src/vendors/openai/failures.ts';
import { readLimits } from '../../../src/vendors/openai/limits.ts';

const date = 'Fri, 20 Nov 2026 12:00:00 GMT';
const servedMs = Date.parse(date);

function explained(status: number, body: Json, headers: Readonly<Record<string, string>> = {}): Failure {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return explain({ host: 'api.example', status, header: (name) => headers[name] ?? null, body: text });
}

describe('OpenAI’s refusals', () => {
  const byStatus: readonly (readonly [status: number, meaning: FailureCode])[] = [
    [400, 'rejected'],
    [401, 'credential-rejected'],
    [402, 'billing'],
    [403, 'not-entitled'],
    [404, 'model-unavailable'],
    [408, 'server'],
    [409, 'server'],
    [413, 'too-large'],
    [422, 'rejected'],
    [425, 'server'],
    [429, 'rate-limited'],
    [500, 'server'],
    [502, 'server'],
    [503, 'server'],
    [504, 'server'],
    [529, 'overloaded'],
  ];
  for (const [status, meaning] of byStatus) {
    it(`${status} without a code is ${meaning}`, () => {
      for (const body of ['', 'no JSON', { detail: 'Something' }, { error: { message: 'Something' } }, null, []]) {
        assert.equal(explained(status, body).code, meaning);
      }
    });
  }

  it('have their code in the error, in the detail, or nowhere', () => {
    assert.equal(explained(400, { error: { code: 'context_length_exceeded' } }).code, 'context-too-long');
    assert.equal(explained(403, { detail: { code: 'missing_codex_entitlement', message: 'm' } }).code, 'not-entitled');
    assert.equal(explained(429, { error: { type: 'usage_not_included', message: 'm' } }).code, 'not-entitled');
    assert.equal(explained(503, { error: { code: 'server_is_overloaded' } }).code, 'overloaded');
    assert.equal(
      explained(401, { error: { code: 'missing_scope', message: 'Missing scopes: x' } }).code,
      'not-entitled',
    );
  });

  it('carry the id that OpenAI’s support asks for', () => {
    const failure = explained(400, { detail: 'Store must be set to false' }, { 'x-request-id': 'req_1' });
    assert.deepEqual(failure, { code: 'rejected', status: 400, detail: 'Store must be set to false (req_1)' });
    assert.deepEqual(explained(422, { detail: 'No' }, { 'x-oai-request-id': 'req_2' }), {
      code: 'rejected',
      status: 422,
      detail: 'No (req_2)',
    });
  });

  it('say when to come back: in words, by header, or by the seconds that are left', () => {
    const burst = { error: { code: 'rate_limit_exceeded', message: 'Please try again in 2s.' } };
    assert.deepEqual(explained(429, burst, { 'retry-after': '9' }), { code: 'rate-limited', retryAfterMs: 2_000 });
    assert.deepEqual(explained(429, '', { 'retry-after': '9' }), { code: 'rate-limited', retryAfterMs: 9_000 });
    const limit = (over: object): Json => ({ error: { type: 'usage_limit_reached', ...over } });
    assert.deepEqual(explained(429, limit({ resets_at: 1_800_000_000, resets_in_seconds: 1 }), { date }), {
      code: 'usage-limit',
      resetsAt: 1_800_000_000_000,
    });
    assert.deepEqual(explained(429, limit({ resets_in_seconds: 900 }), { date }), {
      code: 'usage-limit',
      resetsAt: servedMs + 900_000,
    });
    assert.deepEqual(explained(429, limit({ resets_in_seconds: 900 })), { code: 'usage-limit', resetsAt: null });
  });

  it('may be a firewall’s page, or a gateway’s', () => {
    const page = '<!doctype html><title>Just a moment…</title>';
    assert.deepEqual(explained(403, page, { 'content-type': 'text/html', 'cf-ray': '8f-FRA' }), {
      code: 'web-page',
      host: 'api.example',
      title: 'Just a moment… (Cloudflare 8f-FRA)',
    });
    assert.deepEqual(explained(403, page), { code: 'web-page', host: 'api.example', title: 'Just a moment…' });
    assert.deepEqual(explained(502, page), { code: 'server', status: 502 });
  });
});

describe('OpenAI’s limits in headers', () => {
  const limits = (headers: Readonly<Record<string, string>>) => readLimits((name) => headers[name] ?? null);

  it('of a plan are windows', () => {
    const headers = {
      'x-codex-primary-used-percent': '12.5',
      'x-codex-primary-window-minutes': '300',
      'x-codex-primary-reset-at': '1800000000',
      'x-codex-secondary-used-percent': '0',
    };
    const common = { remaining: null } as const;
    assert.deepEqual(limits(headers), [
      { ...common, name: 'primary', usedPercent: 12.5, windowMinutes: 300, resetsAt: 1_800_000_000_000 },
      { ...common, name: 'secondary', usedPercent: 0, windowMinutes: null, resetsAt: null },
    ]);
  });

  it('of the platform are requests and tokens, with the time until they are full again', () => {
    const headers = {
      date,
      'x-ratelimit-limit-requests': '10000',
      'x-ratelimit-remaining-requests': '2500',
      'x-ratelimit-reset-requests': '1h6m0.5s',
      'x-ratelimit-remaining-tokens': '7',
      'x-ratelimit-reset-tokens': '120ms',
    };
    const common = { windowMinutes: null } as const;
    assert.deepEqual(limits(headers), [
      { ...common, name: 'requests', usedPercent: 75, remaining: 2_500, resetsAt: servedMs + 3_960_500 },
      { ...common, name: 'tokens', usedPercent: null, remaining: 7, resetsAt: servedMs + 120 },
    ]);
    const { date: _, ...undated } = headers;
    assert.deepEqual(
      limits({ ...undated, 'x-ratelimit-reset-tokens': 'soon' }).map(({ resetsAt }) => resetsAt),
      [null, null],
    );
  });

  it('that are missing or no numbers tell nothing', () => {
    assert.deepEqual(limits({}), []);
    assert.deepEqual(limits({ 'x-codex-primary-used-percent': 'NaN', 'x-ratelimit-remaining-tokens': '-1' }), []);
  });
});
