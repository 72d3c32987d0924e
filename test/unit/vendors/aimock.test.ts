import assert from 'node:assert/strict';
import { LLMock } from '@copilotkit/aimock';
import { asked } from '../../../src/core/chat/conversation.ts';
import { modelId, vendorId } from '../../../src/core/model.ts';
import type { StreamPart } from '../../../src/core/parts.ts';
import { runTurn } from '../../../src/core/stream/turn.ts';
import { UndiciHttp } from '../../../src/node/http.ts';
import { thisComputer } from '../../../src/node/proxySettings.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { openai } from '../../../src/vendors/openai/index.ts';
import { readOpenAiSettings } from '../../../src/vendors/openai/settings.ts';
import { answerText, ending } from '../../product.ts';
import { testAccount, testCredential } from '../../testAccount.ts';

describe('OpenAI against an independent mock of its API', () => {
  const mock = new LLMock({ port: 0 });
  const http = new UndiciHttp({
    kind: 'off',
    url: null,
    bypass: thisComputer,
    authorization: null,
    strictTls: true,
    useSystemCertificates: false,
  });

  before(async () => {
    mock.onMessage(/hello/, { content: 'Hi there, friend.' });
    mock.onMessage(/think/, { content: 'Done.', reasoning: 'Let me see.' });
    mock.onMessage(/call/, { toolCalls: [{ name: 'weather', arguments: '{"city":"Paris"}' }] });
    await mock.start();
  });

  after(async () => {
    await http.close();
    await mock.stop();
  });

  async function ask(question: string): Promise<readonly StreamPart[]> {
    const settings = readOpenAiSettings({
      authBaseUrl: mock.url,
      chatgptBaseUrl: `${mock.url}/backend-api`,
      apiBaseUrl: `${mock.url}/v1`,
      callbackPorts: [0],
      version: '1',
    });
    const vendor = openai(() => settings);
    const deps = {
      http,
      clock: systemClock,
      random: () => 0,
      credentials: { current: async () => testCredential(), refused: () => Promise.reject(new Error('refused')) },
    };
    const model = {
      vendor: vendorId('openai'),
      id: modelId('gpt-5'),
      label: 'GPT-5',
      limits: { inputTokens: 1, outputTokens: 1 },
    };
    const request = {
      model,
      instructions: 'Be brief.',
      messages: asked([], question),
      tools: { mode: 'none' },
      verbosity: 'low',
    } as const;
    const account = testAccount({ origins: [new URL(mock.url).origin] });
    const parts: StreamPart[] = [];
    for await (const batch of runTurn(deps, vendor, account, request, new AbortController().signal))
      parts.push(...batch);
    return parts;
  }

  it('reads its text', async () => {
    const parts = await ask('hello');
    assert.equal(answerText(parts), 'Hi there, friend.');
    assert.equal(ending(parts), 'complete');
  });

  it('reads its reasoning apart from its text', async () => {
    const parts = await ask('think');
    assert.equal(parts.map((part) => (part.kind === 'reasoning' ? part.delta : '')).join(''), 'Let me see.');
    assert.equal(answerText(parts), 'Done.');
  });

  it('reads its tool calls', async () => {
    const parts = await ask('call');
    const calls = parts.flatMap((part) => (part.kind === 'tool-call' ? [[part.tool, part.input]] : []));
    assert.deepEqual(calls, [['weather', { city: 'Paris' }]]);
  });
});
