import assert from 'node:assert/strict';
import type { JsonObject } from '../../../src/core/json.ts';
import { explainError } from '../../../src/protocols/gemini/failures.ts';

const type = 'type.googleapis.com/google.rpc';
const because = (reason: string): JsonObject => ({ '@type': `${type}.ErrorInfo`, reason, domain: 'googleapis.com' });
const retry = (retryDelay: string): JsonObject => ({ '@type': `${type}.RetryInfo`, retryDelay });
const quota = (quotaId: string, quotaValue = '10'): JsonObject => ({
  '@type': `${type}.QuotaFailure`,
  violations: [{ quotaMetric: 'requests', quotaId, quotaValue }],
});
const detail = 'What Google says.';

/** HTTP status, the status' name, the message, details, and what it means. */
const cases: readonly (readonly [number, string, string, readonly JsonObject[], object])[] = [
  [400, 'INVALID_ARGUMENT', 'API key not valid.', [because('API_KEY_INVALID')], { code: 'credential-rejected' }],
  [400, 'INVALID_ARGUMENT', 'API key expired. Please renew the API key.', [], { code: 'credential-rejected' }],
  [403, 'PERMISSION_DENIED', 'Your API key was reported as leaked.', [], { code: 'credential-rejected' }],
  [403, 'PERMISSION_DENIED', 'Method doesn’t allow unregistered callers.', [], { code: 'credential-rejected' }],
  [401, 'UNAUTHENTICATED', detail, [], { code: 'credential-rejected' }],
  [401, '', detail, [], { code: 'credential-rejected' }],
  [403, 'PERMISSION_DENIED', detail, [], { code: 'not-entitled', detail }],
  [403, '', detail, [], { code: 'not-entitled', detail }],
  [403, 'PERMISSION_DENIED', detail, [because('SERVICE_DISABLED')], { code: 'not-entitled', detail }],
  [403, 'PERMISSION_DENIED', detail, [because('API_KEY_IP_ADDRESS_BLOCKED')], { code: 'not-entitled', detail }],
  [403, 'PERMISSION_DENIED', detail, [because('BILLING_DISABLED')], { code: 'billing', detail }],
  [400, 'FAILED_PRECONDITION', detail, [], { code: 'billing', detail }],
  [
    400,
    'FAILED_PRECONDITION',
    'User location is not supported for the API use.',
    [],
    { code: 'region', detail: 'User location is not supported for the API use.' },
  ],
  [400, 'INVALID_ARGUMENT', 'The input token count (9) exceeds the maximum number.', [], { code: 'context-too-long' }],
  [400, 'INVALID_ARGUMENT', 'Request payload size exceeds the limit: 20971520 bytes.', [], { code: 'too-large' }],
  [413, '', detail, [], { code: 'too-large' }],
  [400, 'INVALID_ARGUMENT', 'Corrupted thought signature.', [], { code: 'replay-refused' }],
  [400, 'INVALID_ARGUMENT', 'Function call is missing a thought_signature.', [], { code: 'replay-refused' }],
  [400, 'INVALID_ARGUMENT', detail, [], { code: 'rejected', status: 400, detail }],
  [404, 'NOT_FOUND', detail, [], { code: 'model-unavailable', detail }],
  [404, '', detail, [], { code: 'model-unavailable', detail }],
  [402, 'RESOURCE_EXHAUSTED', detail, [], { code: 'billing', detail }],
  [402, '', detail, [], { code: 'billing', detail }],
  [
    429,
    'RESOURCE_EXHAUSTED',
    'Your prepayment credits are depleted.',
    [],
    { code: 'billing', detail: 'Your prepayment credits are depleted.' },
  ],
  [429, 'RESOURCE_EXHAUSTED', detail, [quota('PerDay-FreeTier', '0')], { code: 'not-entitled', detail }],
  [429, 'RESOURCE_EXHAUSTED', 'limit: 0, model: x', [], { code: 'not-entitled', detail: 'limit: 0, model: x' }],
  [429, 'RESOURCE_EXHAUSTED', detail, [quota('RequestsPerDay'), retry('3s')], { code: 'usage-limit', resetsAt: null }],
  [429, 'RESOURCE_EXHAUSTED', detail, [retry('301s')], { code: 'usage-limit', resetsAt: null }],
  [
    429,
    'RESOURCE_EXHAUSTED',
    detail,
    [quota('PerMinute'), retry('34.07s')],
    { code: 'rate-limited', retryAfterMs: 34_070 },
  ],
  [429, 'RESOURCE_EXHAUSTED', 'Please retry in 1.5s.', [], { code: 'rate-limited', retryAfterMs: 1_500 }],
  [429, 'RESOURCE_EXHAUSTED', 'Please retry in 250ms.', [retry('soon')], { code: 'rate-limited', retryAfterMs: 250 }],
  [429, '', detail, [], { code: 'rate-limited', retryAfterMs: null }],
  [429, 'RESOURCE_EXHAUSTED', detail, [because('MODEL_CAPACITY_EXHAUSTED')], { code: 'overloaded' }],
  [503, 'UNAVAILABLE', detail, [because('MODEL_CAPACITY_EXHAUSTED')], { code: 'overloaded' }],
  [503, 'UNAVAILABLE', detail, [], { code: 'overloaded' }],
  [503, '', detail, [], { code: 'overloaded' }],
  [499, 'CANCELLED', detail, [], { code: 'rejected', status: 499, detail }],
  [409, 'ABORTED', detail, [], { code: 'server', status: 409 }],
  [500, 'INTERNAL', detail, [], { code: 'server', status: 500 }],
  [500, 'INTERNAL', 'Corrupted thought signature.', [], { code: 'server', status: 500 }],
  [504, 'DEADLINE_EXCEEDED', detail, [], { code: 'server', status: 504 }],
];

describe('Gemini errors', () => {
  for (const [status, name, message, details, expected] of cases) {
    it(`${status} ${name} “${message}” ${JSON.stringify(details).slice(0, 100)}`, () => {
      assert.deepEqual(explainError({ code: status, status: name, message, details }, status), expected);
    });
  }

  it('are read whatever shape they have', () => {
    assert.deepEqual(explainError(undefined, 400), { code: 'rejected', status: 400, detail: '' });
    assert.deepEqual(explainError('no', 400), { code: 'rejected', status: 400, detail: 'no' });
    assert.deepEqual(explainError({ status: 'ODD', details: [1, { '@type': 2 }] }, 400), {
      code: 'rejected',
      status: 400,
      detail: 'ODD',
    });
  });

  it('are looked into at their beginning only, however long they are', () => {
    const late = `${'x'.repeat(4_000)} API key not valid`;
    assert.notEqual(explainError({ message: late }, 400).code, 'credential-rejected');
  });
});
