import assert from 'node:assert/strict';
import { type Failure, failureOf } from '../../../src/core/failure.ts';
import { arrayAt, type Json, parseJson, stringAt } from '../../../src/core/json.ts';
import { type Account, type ChatRequest, type Credential, callId, epochMs } from '../../../src/core/model.ts';
import type { HttpRequest } from '../../../src/core/ports.ts';
import { Secret } from '../../../src/core/secret.ts';
import { readLimits } from '../../../src/protocols/openaiChat/limits.ts';
import { explain } from '../../../src/vendors/openaiCompatible/failures.ts';
import { openaiCompatible } from '../../../src/vendors/openaiCompatible/index.ts';
import { readCompatibleSettings } from '../../../src/vendors/openaiCompatible/settings.ts';
import { wire } from '../../../src/vendors/openaiCompatible/wire.ts';
import { testAccount, testCredential, testKey } from '../../testAccount.ts';
import { asked } from '../../testMessages.ts';
import { testModel } from '../../testModel.ts';
import { testSurroundings } from '../../testSurroundings.ts';
import { dueRenewal } from '../../testVendor.ts';

const key = testKey('k-1');
const date = 'Sat, 21 Nov 2026 12:00:00 GMT';

function encode(
  account: Partial<Account>,
  credential: Credential,
  over: Partial<ChatRequest> = {},
  settings: Readonly<Record<string, unknown>> = {},
): HttpRequest {
  const { encode: encoded } = wire(() => readCompatibleSettings(testSurroundings({ settings })));
  const request: ChatRequest = {
    model: testModel(),
    instructions: 'i',
    messages: asked([], 'q'),
    tools: { mode: 'none' },
    verbosity: 'low',
    effort: null,
    ...over,
  };
  return encoded(request, testAccount({ method: 'server', ...account }), credential);
}

describe('OpenAI-compatible servers: requests', () => {
  it('go to the account’s own server, with the key if there is one', () => {
    const { url, headers } = encode({ baseUrl: 'https://llm.example.com/v1' }, key);
    assert.equal(url.href, 'https://llm.example.com/v1/chat/completions');
    assert.deepEqual(
      headers.map(([name, value]) => [name, value instanceof Secret ? value.reveal() : value]),
      [
        ['Authorization', 'Bearer k-1'],
        ['Content-Type', 'application/json'],
        ['Accept', 'text/event-stream, application/json'],
        ['User-Agent', 'TheMaestro/9.9.9'],
      ],
    );
    const [first] = encode({ baseUrl: 'http://localhost:1234/v1' }, { kind: 'none' }).headers;
    assert.equal(first?.[0], 'Content-Type');
  });

  it('are patient with a server of one’s own, which may load the model first, and with an answer that comes whole', () => {
    const tools = { mode: 'auto', tools: [{ name: 't', description: 'd', parameters: { type: 'object' } }] } as const;
    const whole = { 'maestro.openaiCompatible.streamWithTools': false };
    assert.equal(encode({ baseUrl: 'http://gpu-box:8000/v1' }, key).patienceMs, 600_000);
    assert.equal(encode({ baseUrl: 'https://llm.example.com/v1' }, key).patienceMs, undefined);
    assert.equal(encode({ baseUrl: 'https://llm.example.com/v1' }, key, { tools }, whole).patienceMs, 600_000);
  });

  it('have ids of calls that Mistral’s service takes', () => {
    const call = callId('call_1');
    const messages: ChatRequest['messages'] = [
      ...asked([], 'q'),
      { role: 'assistant', content: [{ kind: 'tool-call', call, tool: 't', input: {}, replay: null }] },
      { role: 'tool', results: [{ call, content: [{ kind: 'text', text: 'r' }], failed: false }] },
    ];
    const idAt = (baseUrl: string): string | null => {
      const { body } = encode({ baseUrl }, key, { messages });
      return stringAt(arrayAt(parseJson(typeof body === 'string' ? body : ''), 'messages')[3], 'tool_call_id');
    };
    assert.equal(idAt('https://api.mistral.ai/v1'), 'call00001');
    assert.equal(idAt('https://api.example.com/v1'), 'call_1');
  });

  it('are not made for an account or a credential of another kind', () => {
    for (const [account, credential] of [
      [{ baseUrl: null }, key],
      [{ baseUrl: 'https://e.com/v1' }, testCredential()],
    ] as const) {
      assert.throws(
        () => encode(account, credential),
        (error) => failureOf(error).code === 'credential-rejected',
      );
    }
  });

  it('follow the settings of the moment', async () => {
    const settings = { 'maestro.openaiCompatible.leaveOut': ['stream_options', 7] };
    const { body } = encode({ baseUrl: 'https://e.com/v1' }, key, {}, settings);
    assert.doesNotMatch(String(body), /stream_options/);
    const wrong = openaiCompatible(
      testSurroundings({ settings: { 'maestro.openaiCompatible.openRouterBaseUrl': 'http://example.com' } }),
    );
    assert.throws(
      () => wrong.methods,
      (error) => failureOf(error).code === 'bad-setting',
    );
  });

  it('need no renewal, no farewell, and no page for what is free', async () => {
    const vendor = openaiCompatible(testSurroundings({ settings: {} }));
    const account = testAccount({ method: 'ollama' });
    assert.equal(vendor.usagePage(account), null);
    assert.deepEqual(vendor.knownModels(account).models, []);
    const call = {
      http: { send: () => Promise.reject(new Error('asked')) },
      clock: systemlessClock,
      signal: new AbortController().signal,
    };
    assert.equal(vendor.revocation, undefined);
    const renewed = vendor.renew(account, testCredential(), call, dueRenewal);
    assert.equal(
      await renewed.then(
        () => null,
        (error) => failureOf(error).code,
      ),
      'credential-rejected',
    );
  });
});

const systemlessClock = { now: () => epochMs(0), sleep: () => Promise.resolve() };

describe('OpenAI-compatible servers: refusals', () => {
  const explained = (status: number, body: Json, headers: Readonly<Record<string, string>> = {}): Failure =>
    explain({
      host: 'llm.example',
      status,
      header: (name) => headers[name] ?? null,
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  it('have their words in many places', () => {
    const shapes: readonly Json[] = [
      { error: { message: 'No' } },
      { error: 'No' },
      { detail: 'No' },
      { detail: [{ loc: [], msg: 'No' }] },
      { message: 'No' },
      'No',
    ];
    for (const shape of shapes) {
      const failure = explained(400, shape);
      assert.ok(failure.code === 'rejected' && /^(: )?No$/.test(failure.detail), JSON.stringify(shape));
    }
    assert.deepEqual(explained(400, ''), { code: 'rejected', status: 400, detail: '' });
  });

  it('of an address that is not there are no missing model', () => {
    for (const body of ['404 page not found\n', { detail: 'Not Found' }, { error: { message: 'Not found' } }]) {
      const failure = explained(404, body);
      assert.ok(failure.code === 'rejected' && failure.detail.includes('/v1'));
    }
    assert.equal(explained(404, { error: { message: 'The model `m` does not exist.' } }).code, 'model-unavailable');
  });

  it('tell when a limit ends, in whichever way they do', () => {
    const limit = (body: Json, headers: Readonly<Record<string, string>>): number | null => {
      const failure = explained(429, body, headers);
      return failure.code === 'rate-limited' ? failure.retryAfterMs : null;
    };
    const resetMs = Date.parse(date) + 20_000;
    assert.equal(limit({ error: 'slow down' }, { 'retry-after': '7' }), 7_000);
    assert.equal(limit({ error: 'try again in 2s' }, { 'retry-after': '7' }), 2_000);
    assert.equal(limit({ error: 'x' }, { 'x-ratelimit-reset': String(resetMs), date }), 20_000);
    assert.equal(limit({ error: 'x' }, { 'x-ratelimit-reset': String(resetMs) }), null);
    assert.equal(limit({ error: 'x' }, { 'x-ratelimit-reset': '1', date }), null);
    const metadata = { headers: { 'X-RateLimit-Reset': String(resetMs) } };
    assert.deepEqual(explained(429, { error: { message: 'Limit: free-models-per-day', code: 429, metadata } }), {
      code: 'usage-limit',
      resetsAt: resetMs,
    });
  });

  it('may be a page', () => {
    assert.equal(explained(403, '<html><title>No</title></html>').code, 'web-page');
    assert.equal(explained(502, '<html></html>').code, 'server');
  });
});

describe('OpenAI-compatible servers: limits', () => {
  const limits = (headers: Readonly<Record<string, string>>): ReturnType<typeof readLimits> =>
    readLimits((name) => headers[name] ?? null);

  it('are read from OpenAI’s headers, with the time from the answer’s own date', () => {
    const resetsAt = (reset: string): number | null | undefined =>
      limits({ date, 'x-ratelimit-remaining-tokens': '10', 'x-ratelimit-reset-tokens': reset })[0]?.resetsAt;
    const servedMs = Date.parse(date);
    assert.equal(resetsAt('7.66s'), servedMs + 7_660);
    assert.equal(resetsAt('2m59.5s'), servedMs + 179_500);
    assert.equal(resetsAt('1h0m1s'), servedMs + 3_601_000);
    assert.equal(resetsAt('120ms'), servedMs + 120);
    for (const odd of ['', 'soon', '12', '-1s']) assert.equal(resetsAt(odd), null);
  });

  it('are nothing where there is nothing, and without a share where the whole is not told', () => {
    assert.deepEqual(limits({}), []);
    assert.deepEqual(limits({ 'x-ratelimit-remaining-requests': 'many' }), []);
    assert.deepEqual(limits({ 'x-ratelimit-remaining-requests': '3' }), [
      { name: 'requests', usedPercent: null, remaining: 3, windowMinutes: null, resetsAt: null },
    ]);
  });
});
