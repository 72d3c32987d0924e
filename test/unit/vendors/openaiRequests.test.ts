import assert from 'node:assert/strict';
import { failureOf } from '../../../src/core/failure.ts';
import { type Json, member, parseJson } from '../../../src/core/json.ts';
import { type Account, type Credential, type Model, modelId } from '../../../src/core/model.ts';
import type { HttpRequest } from '../../../src/core/ports.ts';
import { Secret } from '../../../src/core/secret.ts';
import { openai } from '../../../src/vendors/openai/index.ts';
import { readOpenAiSettings } from '../../../src/vendors/openai/settings.ts';
import { wire } from '../../../src/vendors/openai/wire.ts';
import { testAccount, testCredential } from '../../testAccount.ts';
import { asked } from '../../testMessages.ts';
import { testModel } from '../../testModel.ts';
import { testSurroundings } from '../../testSurroundings.ts';

const addresses = {
  'maestro.openai.authBaseUrl': 'https://auth.example',
  'maestro.openai.chatgptBaseUrl': 'https://chatgpt.example/backend/',
  'maestro.openai.apiBaseUrl': 'https://api.example/v1',
};
const key = { key: new Secret('sk-1'), organization: 'org-1', project: null };

function vendorWith(settings: Readonly<Record<string, unknown>> = {}) {
  return openai(testSurroundings({ settings: { ...addresses, ...settings } }));
}

function encoded(
  credential: Credential,
  account: Partial<Account> = {},
  model: Model = testModel({ id: modelId('gpt-5.5') }),
): HttpRequest {
  const request = {
    model,
    instructions: 'i',
    messages: asked([], 'q'),
    tools: { mode: 'none' },
    verbosity: 'low',
    effort: null,
  } as const;
  const { encode } = wire(() => readOpenAiSettings(testSurroundings({ settings: addresses })));
  return encode(request, testAccount(account), credential);
}

describe('OpenAI’s requests', () => {
  const exchanged: Credential = { kind: 'exchanged-key', ...key, tokens: testCredential().tokens };
  const ways: readonly (readonly [credential: Credential, method: string, url: string, headers: readonly string[]])[] =
    [
      [
        testCredential(),
        'chatgpt',
        'https://chatgpt.example/backend/codex/responses',
        ['Authorization', 'chatgpt-account-id', 'Content-Type', 'OpenAI-Beta', 'User-Agent'],
      ],
      [
        testCredential(),
        'chatgpt-sharing',
        'https://api.example/v1/responses',
        ['Authorization', 'Content-Type', 'User-Agent'],
      ],
      [
        exchanged,
        'chatgpt',
        'https://api.example/v1/responses',
        ['Authorization', 'version', 'OpenAI-Organization', 'Content-Type', 'User-Agent'],
      ],
      [
        { kind: 'api-key', ...key, project: 'proj_1' },
        'api-key',
        'https://api.example/v1/responses',
        ['Authorization', 'version', 'OpenAI-Organization', 'OpenAI-Project', 'Content-Type', 'User-Agent'],
      ],
    ];
  for (const [credential, method, url, headers] of ways) {
    it(`of ${method} with ${credential.kind} go to ${url}`, () => {
      const request = encoded(credential, { method });
      assert.equal(request.url.href, url);
      assert.deepEqual(
        request.headers.map(([name]) => name),
        headers,
      );
      assert.ok(request.headers[0]?.[1] instanceof Secret);
    });
  }

  it('are not made with what OpenAI does not know', () => {
    const rejected: readonly (readonly [Credential, Partial<Account>])[] = [
      [{ kind: 'none' }, {}],
      [{ kind: 'bearer', token: new Secret('t') }, {}],
      [testCredential(), { workspace: null }],
    ];
    for (const [credential, account] of rejected) {
      assert.throws(
        () => encoded(credential, account),
        (error) => failureOf(error).code === 'credential-rejected',
      );
    }
  });

  const byKey = testAccount({ method: 'api-key' });
  /** What is known of a model by its name. */
  const named = (name: string): Model => {
    const model = vendorWith().modelNamed?.(byKey, modelId(name)) ?? null;
    assert.ok(model !== null, name);
    return model;
  };
  const bodyFor = (name: string): Json | undefined => {
    const { body } = encoded({ kind: 'api-key', ...key }, { method: 'api-key' }, named(name));
    return typeof body === 'string' ? parseJson(body) : undefined;
  };

  it('say how much to say only to models that can be told', () => {
    for (const model of ['gpt-4o', 'o3', 'gpt-5-codex', 'gpt-5.1-codex-max', 'gpt-5.3-codex', 'gpt-5.2-chat-latest']) {
      assert.equal(member(bodyFor(model), 'text'), undefined, model);
    }
    for (const model of ['gpt-5', 'gpt-5-2025-08-07', 'gpt-5-mini', 'gpt-5.6-sol', 'gpt-10-sol']) {
      assert.deepEqual(member(bodyFor(model), 'text'), { verbosity: 'low' }, model);
    }
  });

  it('want the whole answer at once of a model that cannot stream; a plan streams always', () => {
    assert.deepEqual(
      ['gpt-5-pro', 'gpt-5'].map((model) => member(bodyFor(model), 'stream')),
      [false, true],
    );
    const onPlan = vendorWith().modelNamed?.(testAccount(), modelId('gpt-5-pro'));
    assert.deepEqual([onPlan?.can.streaming, onPlan?.price], [true, null]);
    assert.equal(vendorWith().modelNamed?.(byKey, modelId('somebody-elses')), null);
  });

  it('say nothing of parallel tool calls to models that refuse the word', () => {
    const parallel = (model: string): Json | undefined => member(bodyFor(model), 'parallel_tool_calls');
    assert.deepEqual(['o1', 'o3', 'o3-mini', 'o4-mini', 'o3-pro'].map(parallel), Array(5).fill(undefined));
    assert.deepEqual(['gpt-4o', 'gpt-5.1-codex', 'gpt-5.6-sol'].map(parallel), [true, true, true]);
  });
});

describe('OpenAI’s settings', () => {
  const wrong: readonly (readonly [name: string, value: unknown])[] = [
    ['maestro.openai.authBaseUrl', 'http://auth.example'],
    ['maestro.openai.apiBaseUrl', 7],
    ['maestro.openai.chatgptBaseUrl', ''],
    ['maestro.openai.callbackPorts', 1455],
    ['maestro.openai.callbackPorts', []],
    ['maestro.openai.callbackPorts', [1455, 70_000]],
    ['maestro.openai.workspace', 'a workspace'],
  ];
  for (const [name, value] of wrong) {
    it(`${name} may not be ${JSON.stringify(value)}`, () => {
      assert.throws(
        () => vendorWith({ [name]: value }).methods,
        (error) => {
          const failure = failureOf(error);
          return failure.code === 'bad-setting' && failure.setting === name;
        },
      );
    });
  }
});
