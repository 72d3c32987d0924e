import assert from 'node:assert/strict';
import { LLMock } from '@copilotkit/aimock';
import { type Credential, modelId, vendorId } from '../../../src/core/model.ts';
import type { StreamPart } from '../../../src/core/parts.ts';
import { Secret } from '../../../src/core/secret.ts';
import { runTurn } from '../../../src/core/stream/turn.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { gemini } from '../../../src/vendors/gemini/index.ts';
import { answerText, directHttp, ending } from '../../product.ts';
import { testAccount } from '../../testAccount.ts';
import { asked } from '../../testMessages.ts';
import { testModel } from '../../testModel.ts';
import { testSurroundings } from '../../testSurroundings.ts';

describe('Gemini against an independent mock of its API', () => {
  const mock = new LLMock({ port: 0 });
  const http = directHttp();
  const credential: Credential = {
    kind: 'api-key',
    key: new Secret('AIza-a-key-of-the-mock'),
    organization: null,
    project: null,
  };

  before(async () => {
    mock.onMessage(/hello/, { content: 'Hi there, friend.' });
    mock.onMessage(/think/, { content: 'Done.', reasoning: 'Let me see.' });
    mock.onMessage(/call/, {
      toolCalls: [
        { name: 'weather', arguments: '{"city":"Paris"}' },
        { name: 'weather', arguments: '{"city":"Rome"}' },
      ],
    });
    mock.onMessage(/slow down/, {
      error: { message: 'slow down', type: 'rate_limit_error' },
      status: 429,
      retryAfter: 90,
    });
    mock.onMessage(/cut/, { content: 'This will not end.' }, { truncateAfterChunks: 3, latency: 5, chunkSize: 4 });
    await mock.start();
  });

  after(async () => {
    await http.close();
    await mock.stop();
  });

  async function ask(question: string): Promise<readonly StreamPart[]> {
    const vendor = gemini(testSurroundings({ settings: { 'maestro.gemini.baseUrl': `${mock.url}/v1beta` } }));
    const credentials = { current: async () => credential, refused: () => Promise.reject(new Error('refused')) };
    const deps = { http, clock: systemClock, random: () => 0, credentials };
    const request = {
      model: testModel({ vendor: vendorId('gemini'), id: modelId('gemini-3.8-flash') }),
      instructions: 'Be brief.',
      messages: asked([], question),
      tools: { mode: 'none' },
      verbosity: 'low',
      effort: null,
    } as const;
    const account = testAccount({ vendor: vendorId('gemini'), origins: [new URL(mock.url).origin] });
    const parts: StreamPart[] = [];
    for await (const batch of runTurn(deps, vendor, account, request, new AbortController().signal)) {
      parts.push(...batch);
    }
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
    const calls = (await ask('call')).flatMap((part) => (part.kind === 'tool-call' ? [[part.tool, part.input]] : []));
    assert.deepEqual(calls, [
      ['weather', { city: 'Paris' }],
      ['weather', { city: 'Rome' }],
    ]);
  });

  it('knows a burst limit, and an answer that broke off', async () => {
    const end = (await ask('slow down')).at(-1);
    assert.deepEqual(end?.kind === 'end' && end.outcome, {
      kind: 'failed',
      failure: { code: 'rate-limited', retryAfterMs: 90_000 },
    });
    const cut = await ask('cut');
    assert.notEqual(answerText(cut), '');
    assert.ok(['interrupted', 'truncated'].includes(ending(cut)));
  });
});
