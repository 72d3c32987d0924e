import assert from 'node:assert/strict';
import { LLMock } from '@copilotkit/aimock';
import type { Account, ChatRequest, Credential } from '../../../src/core/model.ts';
import type { StreamPart } from '../../../src/core/parts.ts';
import { Secret } from '../../../src/core/secret.ts';
import { runTurn } from '../../../src/core/stream/turn.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { openai } from '../../../src/vendors/openai/index.ts';
import { knownModels } from '../../../src/vendors/openai/models/known.ts';
import { answerText, directHttp, ending } from '../../product.ts';
import { testAccount, testCredential } from '../../testAccount.ts';
import { asked } from '../../testMessages.ts';
import { testModel } from '../../testModel.ts';
import { testSurroundings } from '../../testSurroundings.ts';

const key: Credential = { kind: 'api-key', key: new Secret('sk-aimock'), organization: null, project: null };
const ways: readonly (readonly [string, Partial<Account>, Credential])[] = [
  ['a ChatGPT session', {}, testCredential()],
  ['a shared plan', { method: 'chatgpt-sharing', workspace: null }, testCredential()],
  ['an API key', { method: 'api-key', workspace: null }, key],
];

describe('OpenAI against an independent mock of its API', () => {
  const mock = new LLMock({ port: 0 });
  const http = directHttp();

  before(async () => {
    mock.onMessage(/hello/, { content: 'Hi there, friend.' });
    mock.onMessage(/think/, { content: 'Done.', reasoning: 'Let me see.' });
    mock.onMessage(/call/, {
      toolCalls: [
        { name: 'weather', arguments: '{"city":"Paris"}' },
        { name: 'weather', arguments: '{"city":"Rome"}' },
      ],
    });
    mock.onMessage(/fail/, {
      error: { message: 'Bad.', type: 'invalid_request_error', code: 'insufficient_quota' },
      status: 429,
    });
    await mock.start();
  });

  after(async () => {
    await http.close();
    await mock.stop();
  });

  async function ask(question: string, over: Partial<Account>, credential: Credential): Promise<readonly StreamPart[]> {
    const vendor = openai(
      testSurroundings({
        settings: {
          'maestro.openai.authBaseUrl': mock.url,
          'maestro.openai.chatgptBaseUrl': `${mock.url}/backend-api`,
          'maestro.openai.apiBaseUrl': `${mock.url}/v1`,
        },
      }),
    );
    const credentials = { current: async () => credential, refused: () => Promise.reject(new Error('refused')) };
    const request: ChatRequest = {
      model: knownModels('platform').models[0] ?? testModel(),
      instructions: 'Be brief.',
      messages: asked([], question),
      tools: { mode: 'none' },
      verbosity: 'low',
      effort: 'low',
    };
    const account = testAccount({ ...over, origins: [new URL(mock.url).origin] });
    const deps = { http, clock: systemClock, random: () => 0, credentials };
    const parts: StreamPart[] = [];
    for await (const batch of runTurn(deps, vendor, account, request, new AbortController().signal))
      parts.push(...batch);
    return parts;
  }

  for (const [what, over, credential] of ways) {
    describe(`with ${what}`, () => {
      it('reads its text', async () => {
        const parts = await ask('hello', over, credential);
        assert.equal(answerText(parts), 'Hi there, friend.');
        assert.equal(ending(parts), 'complete');
      });

      it('reads its reasoning apart from its text', async () => {
        const parts = await ask('think', over, credential);
        assert.equal(parts.map((part) => (part.kind === 'reasoning' ? part.delta : '')).join(''), 'Let me see.');
        assert.equal(answerText(parts), 'Done.');
      });

      it('reads its parallel tool calls', async () => {
        const parts = await ask('call', over, credential);
        const calls = parts.flatMap((part) => (part.kind === 'tool-call' ? [[part.tool, part.input]] : []));
        assert.deepEqual(calls, [
          ['weather', { city: 'Paris' }],
          ['weather', { city: 'Rome' }],
        ]);
      });

      it('reads its errors', async () => {
        assert.equal(ending(await ask('fail', over, credential)), 'billing');
      });
    });
  }
});
