import assert from 'node:assert/strict';
import type { FailureCode } from '../../../src/core/failure.ts';
import type { Json } from '../../../src/core/json.ts';
import { explainError } from '../../../src/protocols/anthropicMessages/failures.ts';

const codeOf = (type: string, message: string, status = 400, details: Json = null): FailureCode =>
  explainError({ type, message, details }, status).code;

describe('Messages errors', () => {
  const table: readonly (readonly [type: string, status: number, code: FailureCode])[] = [
    ['invalid_request_error', 400, 'rejected'],
    ['authentication_error', 401, 'credential-rejected'],
    ['billing_error', 402, 'billing'],
    ['permission_error', 403, 'not-entitled'],
    ['not_found_error', 404, 'model-unavailable'],
    ['request_too_large', 413, 'too-large'],
    ['rate_limit_error', 429, 'rate-limited'],
    ['api_error', 500, 'server'],
    ['timeout_error', 504, 'server'],
    ['overloaded_error', 529, 'overloaded'],
    ['something_new', 503, 'server'],
    ['something_new', 422, 'rejected'],
  ];
  for (const [type, status, code] of table) {
    it(`${type} (${status}) is ${code}`, () => assert.equal(codeOf(type, 'm', status), code));
  }

  const messages: readonly (readonly [message: string, code: FailureCode])[] = [
    [
      'This credential is only authorized for use with Claude Code and cannot be used for other API requests.',
      'other-product-only',
    ],
    ['Your credit balance is too low to access the Anthropic API.', 'billing'],
    ['You are out of extra usage.', 'billing'],
    ['prompt is too long: 208310 tokens > 200000 maximum', 'context-too-long'],
    ['input length and `max_tokens` exceed context limit: 190000 + 64000 > 200000', 'context-too-long'],
    ['messages.1.content.0: Invalid `signature` in `thinking` block', 'replay-refused'],
    [
      'messages.3.content.8: `thinking` or `redacted_thinking` blocks in the latest assistant message cannot be modified.',
      'replay-refused',
    ],
    ['messages.9.content.0.type: Expected `thinking` or `redacted_thinking`, but found `text`.', 'replay-refused'],
    ['`max_tokens` must be greater than `thinking.budget_tokens`.', 'rejected'],
    ['Output blocked by content filtering policy', 'policy'],
  ];
  for (const [message, code] of messages) {
    it(`“${message.slice(0, 50)}…” is ${code}`, () => assert.equal(codeOf('invalid_request_error', message), code));
  }

  it('tells apart what shares a type by its code', () => {
    const code = (error_code: string): FailureCode => codeOf('rate_limit_error', 'm', 429, { error_code });
    assert.equal(code('enforced_spend_limit_reached'), 'billing');
    assert.equal(code('ramp_limit_exceeded'), 'rate-limited');
    assert.equal(codeOf('invalid_request_error', 'm', 400, { error_code: 'organization_on_hold' }), 'not-entitled');
  });

  it('knows when a workspace’s limit ends', () => {
    const limit = (until: string): unknown =>
      explainError(
        { type: 'invalid_request_error', message: `You have reached your specified API usage limits. ${until}` },
        400,
      );
    assert.deepEqual(limit('You will regain access on 2026-12-01 at 00:00 UTC.'), {
      code: 'usage-limit',
      resetsAt: Date.UTC(2026, 11, 1),
    });
    assert.deepEqual(limit(''), { code: 'usage-limit', resetsAt: null });
    assert.deepEqual(limit('You will regain access on 2026-99-99 at 99:99 UTC.'), {
      code: 'usage-limit',
      resetsAt: null,
    });
  });

  it('looks into the beginning of a message only, however long it is', () => {
    const late = `${'x'.repeat(4_000)} prompt is too long`;
    assert.equal(codeOf('invalid_request_error', late), 'rejected');
    assert.equal(codeOf('invalid_request_error', '`thinking`'.repeat(200_000)), 'rejected');
  });

  it('knows a place that is not served', () => {
    assert.equal(codeOf('forbidden', 'Request not allowed', 403), 'region');
  });

  it('takes what gateways say in its place', () => {
    assert.deepEqual(explainError('No such\u0000 route', 400), {
      code: 'rejected',
      status: 400,
      detail: 'No such route',
    });
    assert.deepEqual(explainError({ detail: 'Bad' }, 400), { code: 'rejected', status: 400, detail: 'Bad' });
    assert.deepEqual(explainError(undefined, 400), { code: 'rejected', status: 400, detail: '' });
  });
});
