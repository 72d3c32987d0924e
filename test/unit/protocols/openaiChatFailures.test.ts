import assert from 'node:assert/strict';
import type { Failure } from '../../../src/core/failure.ts';
import type { Json } from '../../../src/core/json.ts';
import { explainError } from '../../../src/protocols/openaiChat/failures.ts';

/** What a server's error is taken for. */
const cases: readonly (readonly [what: string, error: Json, status: number, failure: Failure])[] = [
  ['a code of OpenAI’s', { code: 'invalid_api_key', message: 'Incorrect' }, 401, { code: 'credential-rejected' }],
  ['no credit', { code: 'insufficient_quota', message: 'm' }, 429, { code: 'billing', detail: 'm' }],
  ['a region', { code: 'unsupported_country_region_territory', message: 'm' }, 403, { code: 'region', detail: 'm' }],
  ['a filter', { code: 'content_filter', message: 'm' }, 400, { code: 'policy', detail: 'm' }],
  ['llama.cpp’s window', { type: 'exceed_context_size_error', message: 'm' }, 400, { code: 'context-too-long' }],
  [
    'llama.cpp loading',
    { code: 503, type: 'unavailable_error', message: 'Loading model' },
    503,
    { code: 'overloaded' },
  ],
  [
    'vLLM’s window',
    { object: 'error', message: "This model's maximum context length is 4096 tokens.", code: 400 },
    200,
    { code: 'context-too-long' },
  ],
  ['xAI’s window', "This model's maximum prompt length is 131072", 400, { code: 'context-too-long' }],
  [
    'Ollama’s missing model',
    'model "llama9" not found, try pulling it first',
    404,
    { code: 'model-unavailable', detail: 'model "llama9" not found, try pulling it first' },
  ],
  [
    'OpenRouter’s missing model',
    { code: 404, message: 'No endpoints found for x/y.' },
    404,
    { code: 'model-unavailable', detail: 'No endpoints found for x/y.' },
  ],
  [
    'OpenAI’s missing model',
    { code: 'model_not_found', message: 'm' },
    404,
    { code: 'model-unavailable', detail: 'm' },
  ],
  ['any missing model', { message: 'what?' }, 404, { code: 'model-unavailable', detail: 'what?' }],
  [
    'OpenRouter without a provider',
    { code: 503, message: 'No available model provider' },
    503,
    { code: 'model-unavailable', detail: 'No available model provider' },
  ],
  [
    'OpenRouter without credits',
    { code: 402, message: 'Insufficient credits' },
    402,
    { code: 'billing', detail: 'Insufficient credits' },
  ],
  [
    'OpenRouter’s moderation',
    { code: 403, message: 'Flagged', metadata: { reasons: ['violence', 'hate'] } },
    403,
    { code: 'policy', detail: 'Flagged (violence, hate)' },
  ],
  ['no permission', { message: 'm' }, 403, { code: 'not-entitled', detail: 'm' }],
  [
    'a provider behind OpenRouter, in its own words',
    {
      code: 400,
      message: 'Provider returned error',
      metadata: { provider_name: 'Acme', raw: '{"error":{"message":"Bad tool"}}' },
    },
    400,
    { code: 'rejected', status: 400, detail: 'Acme: Bad tool' },
  ],
  [
    'the same without JSON',
    { message: 'p', metadata: { raw: 'oops' } },
    400,
    { code: 'rejected', status: 400, detail: 'oops' },
  ],
  [
    'the same as a text',
    { message: 'p', metadata: { raw: '{"error":"no"}' } },
    400,
    { code: 'rejected', status: 400, detail: 'no' },
  ],
  [
    'the same without words',
    { message: 'p', metadata: { raw: '{}' } },
    400,
    { code: 'rejected', status: 400, detail: 'p' },
  ],
  ['a provider that is down', { code: 502, message: 'bad' }, 200, { code: 'server', status: 502 }],
  [
    'a limit with its end',
    { message: 'Please try again in 1m2.5s.' },
    429,
    { code: 'rate-limited', retryAfterMs: 62_500 },
  ],
  [
    'a limit in ms',
    { code: 'rate_limit_exceeded', message: 'try again in 380ms' },
    413,
    { code: 'rate-limited', retryAfterMs: 380 },
  ],
  ['a limit', { message: 'slow down, retry in a while' }, 429, { code: 'rate-limited', retryAfterMs: null }],
  ['too much', {}, 413, { code: 'too-large' }],
  ['a timeout', 'x', 408, { code: 'server', status: 408 }],
  ['overload', 'x', 529, { code: 'overloaded' }],
  ['overload by name', { type: 'overloaded_error' }, 200, { code: 'overloaded' }],
  [
    'no memory',
    'model requires more system memory (9 GiB)',
    500,
    { code: 'rejected', status: 500, detail: 'model requires more system memory (9 GiB)' },
  ],
  ['any trouble', 'x', 500, { code: 'server', status: 500 }],
  [
    'FastAPI’s list',
    [{ loc: ['body', 'messages', 0], msg: 'Field required' }],
    422,
    { code: 'rejected', status: 422, detail: 'body.messages.0: Field required' },
  ],
  ['thoughts that are not taken back', "property 'reasoning' is unsupported", 400, { code: 'replay-refused' }],
  ['the same, DeepSeek', { message: 'reasoning_content is not allowed in input' }, 400, { code: 'replay-refused' }],
  ['the same, Anthropic behind a gateway', 'Invalid `signature` in `thinking` block', 400, { code: 'replay-refused' }],
  [
    'thoughts that are missing',
    'The reasoning_content must be passed back',
    400,
    { code: 'rejected', status: 400, detail: 'The reasoning_content must be passed back' },
  ],
  [
    'an effort that is not taken',
    "unknown field 'reasoning_effort'",
    400,
    { code: 'rejected', status: 400, detail: "unknown field 'reasoning_effort'" },
  ],
  ['a code alone', { code: 'strange' }, 400, { code: 'rejected', status: 400, detail: 'strange' }],
];

describe('Chat Completions errors', () => {
  for (const [what, error, status, failure] of cases) {
    it(`${what}: ${failure.code}`, () => assert.deepEqual(explainError(error, status), failure));
  }

  it('of any shape are some failure, quickly', () => {
    for (const error of [
      undefined,
      null,
      1,
      '',
      [],
      [null],
      {},
      { message: 1 },
      { metadata: 'x' },
      'x'.repeat(5_000_000),
    ]) {
      assert.equal(explainError(error, 400).code, 'rejected');
    }
  });
});
