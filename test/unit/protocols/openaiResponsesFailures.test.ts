import assert from 'node:assert/strict';
import type { FailureCode } from '../../../src/core/failure.ts';
import type { Json } from '../../../src/core/json.ts';
import { explainError } from '../../../src/protocols/openaiResponses/failures.ts';

describe('Errors of the Responses API', () => {
  const byCode: readonly (readonly [code: string, status: number, meaning: FailureCode])[] = [
    ['context_length_exceeded', 400, 'context-too-long'],
    ['cyber_policy', 400, 'policy'],
    ['bio_policy', 403, 'policy'],
    ['misalignment_policy_violation', 400, 'policy'],
    ['invalid_prompt', 400, 'policy'],
    ['content_filter', 400, 'policy'],
    ['invalid_encrypted_content', 400, 'replay-refused'],
    ['token_expired', 401, 'credential-rejected'],
    ['token_invalidated', 401, 'credential-rejected'],
    ['invalid_api_key', 401, 'credential-rejected'],
    ['mismatched_organization', 401, 'key-refused'],
    ['mismatched_project', 401, 'key-refused'],
    ['missing_scope', 401, 'not-entitled'],
    ['insufficient_quota', 429, 'billing'],
    ['credit_balance_exhausted', 402, 'billing'],
    ['organization_spend_limit_exceeded', 429, 'billing'],
    ['organization_usage_limit_exceeded', 429, 'billing'],
    ['unsupported_country_region_territory', 403, 'region'],
    ['missing_codex_entitlement', 403, 'not-entitled'],
    ['model_not_found', 404, 'model-unavailable'],
    ['usage_limit_reached', 429, 'usage-limit'],
    ['usage_not_included', 429, 'not-entitled'],
    ['rate_limit_exceeded', 429, 'rate-limited'],
    ['slow_down', 429, 'rate-limited'],
    ['slow_down', 503, 'overloaded'],
    ['server_is_overloaded', 503, 'overloaded'],
    ['server_error', 500, 'server'],
    // "Sign in with ChatGPT"
    ['subscription_sharing_usage_limit_exceeded', 429, 'usage-limit'],
    ['subscription_sharing_user_not_eligible', 403, 'not-entitled'],
    ['subscription_sharing_usage_unavailable', 503, 'server'],
    ['subscription_sharing_user_unavailable', 503, 'server'],
    ['subscription_sharing_unsupported_capability', 400, 'rejected'],
    ['subscription_sharing_route_not_supported', 403, 'rejected'],
    ['subscription_sharing_invalid_user', 401, 'credential-rejected'],
    ['chatpass_v2_scope_not_authorized', 403, 'credential-rejected'],
    ['chatpass_v2_invalid_authorization_context', 403, 'credential-rejected'],
  ];
  for (const [code, status, meaning] of byCode) {
    it(`${code} (${status}) is ${meaning}`, () => {
      assert.equal(explainError({ code, message: 'm' }, status).code, meaning);
      assert.equal(explainError({ type: code, code: null, message: 'm' }, status).code, meaning);
    });
  }

  const byText: readonly (readonly [error: Json, status: number, meaning: FailureCode])[] = [
    [{ detail: "The 'x' model is not supported when using Codex with a ChatGPT account." }, 400, 'model-unavailable'],
    [{ message: 'Missing scopes: api.responses.write' }, 401, 'not-entitled'],
    [{ message: 'Your input exceeds the context window of this model.' }, 400, 'context-too-long'],
    [{ message: "Item with id 'rs_1' not found. Items are not persisted.", code: null }, 400, 'replay-refused'],
    [{ message: "Item with id 'rs_1' not found. Items are not persisted.", code: null }, 404, 'replay-refused'],
    [{ detail: 'Store must be set to false' }, 400, 'rejected'],
    ['Not Found', 404, 'rejected'],
    [null, 400, 'rejected'],
    [{}, 502, 'server'],
  ];
  for (const [error, status, meaning] of byText) {
    it(`${JSON.stringify(error)} (${status}) is ${meaning}`, () =>
      assert.equal(explainError(error, status).code, meaning));
  }

  it('are searched at their beginning only: what a stream names itself may be megabytes long', () => {
    const code = `${'model '.repeat(20_000)} is not supported`;
    assert.equal(explainError({ code }, 400).code, 'rejected');
  });

  it('tell when to come back, if they say so', () => {
    const wait = (message: string): unknown => explainError({ code: 'rate_limit_exceeded', message }, 429);
    assert.deepEqual(wait('Please try again in 1.3s.'), { code: 'rate-limited', retryAfterMs: 1_300 });
    assert.deepEqual(wait('Try again in 20 ms'), { code: 'rate-limited', retryAfterMs: 20 });
    assert.deepEqual(wait('Later.'), { code: 'rate-limited', retryAfterMs: null });
    assert.deepEqual(explainError({ type: 'usage_limit_reached', resets_at: 1_800_000_000 }, 429), {
      code: 'usage-limit',
      resetsAt: 1_800_000_000_000,
    });
    assert.deepEqual(explainError({ code: 'subscription_sharing_usage_limit_exceeded' }, 429), {
      code: 'usage-limit',
      resetsAt: null,
    });
  });

  it('show the vendor’s own words, cleaned and bounded', () => {
    const failure = explainError({ code: 'odd', message: `a\u202eb\n${'x'.repeat(600)}` }, 400);
    assert.ok(failure.code === 'rejected' && failure.detail.startsWith('ab x') && failure.detail.length <= 500);
    assert.deepEqual(explainError({ code: 'odd' }, 400), { code: 'rejected', status: 400, detail: 'odd' });
  });
});
