import assert from 'node:assert/strict';
import { LLMock } from '@copilotkit/aimock';
import type { ChatRequest, Credential } from '../../../src/core/model.ts';
import type { StreamPart } from '../../../src/core/parts.ts';
import { Secret } from '../../../src/core/secret.ts';
import { runTurn } from '../../../src/core/stream/turn.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { openaiCompatible } from '../../../src/vendors/openaiCompatible/index.ts';
import { answerText, directHttp, ending } from '../../product.ts';
import { testAccount } from '../../testAccount.ts';
import { asked } from '../../testMessages.ts';
import { testModel } from '../../testModel.ts';
import { testSurroundings } from '../../testSurroundings.ts';
import { thoughtsOf } from '../protocols/chatStream.ts';

describe('OpenAI-compatible servers against an independent mock of Chat Completions', () => {
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
    mock.onMessage(/fail/, { error: { message: 'Bad.', type: 'x', code: 'insufficient_quota' }, status: 429 });
    await mock.start();
  });

  after(async () => {
    await http.close();
    await mock.stop();
  });

  async function ask(question: string, streamWithTools = true): Promise<readonly StreamPart[]> {
    const settings = { 'maestro.openaiCompatible.streamWithTools': streamWithTools };
    const credential: Credential = { kind: 'api-key', key: new Secret('k'), organization: null, project: null };
    const credentials = { current: async () => credential, refused: () => Promise.reject(new Error('refused')) };
    const request: ChatRequest = {
      model: testModel(),
      instructions: 'Be brief.',
      messages: asked([], question),
      tools: { mode: 'auto', tools: [{ name: 'weather', description: 'd', parameters: { type: 'object' } }] },
      verbosity: 'low',
      effort: null,
    };
    const account = testAccount({
      method: 'server',
      baseUrl: `${mock.url}/v1`,
      origins: [new URL(mock.url).origin],
    });
    const deps = { http, clock: systemClock, random: () => 0, credentials };
    const parts: StreamPart[] = [];
    const vendor = openaiCompatible(testSurroundings({ settings }));
    for await (const batch of runTurn(deps, vendor, account, request, new AbortController().signal)) {
      parts.push(...batch);
    }
    return parts;
  }

  for (const streamed of [true, false]) {
    describe(streamed ? 'streamed' : 'whole', () => {
      it('reads its text', async () => {
        const parts = await ask('hello', streamed);
        assert.equal(answerText(parts), 'Hi there, friend.');
        assert.equal(ending(parts), 'complete');
      });

      it('reads its reasoning apart from its text', async () => {
        const parts = await ask('think', streamed);
        assert.equal(thoughtsOf(parts), 'Let me see.');
        assert.equal(answerText(parts), 'Done.');
      });

      it('reads its parallel tool calls', async () => {
        const parts = await ask('call', streamed);
        const calls = parts.flatMap((part) => (part.kind === 'tool-call' ? [[part.tool, part.input]] : []));
        assert.deepEqual(calls, [
          ['weather', { city: 'Paris' }],
          ['weather', { city: 'Rome' }],
        ]);
      });

      it('reads its errors', async () => {
        assert.equal(ending(await ask('fail', streamed)), 'billing');
      });
    });
  }
});
