import assert from 'node:assert/strict';
import { LLMock } from '@copilotkit/aimock';
import { type Credential, vendorId } from '../../../src/core/model.ts';
import type { StreamPart } from '../../../src/core/parts.ts';
import { Secret } from '../../../src/core/secret.ts';
import { runTurn } from '../../../src/core/stream/turn.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { anthropic } from '../../../src/vendors/anthropic/index.ts';
import { answerText, directHttp, ending } from '../../product.ts';
import { testAccount } from '../../testAccount.ts';
import { asked } from '../../testMessages.ts';
import { testModel } from '../../testModel.ts';
import { testSurroundings } from '../../testSurroundings.ts';

describe('Anthropic against an independent mock of its API', () => {
  const mock = new LLMock({ port: 0 });
  const http = directHttp();
  const credential: Credential = {
    kind: 'api-key',
    key: new Secret('sk-ant-api03-x'),
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
    mock.onMessage(/cut/, { content: 'This will not end.' }, { truncateAfterChunks: 5, latency: 5, chunkSize: 4 });
    await mock.start();
  });

  after(async () => {
    await http.close();
    await mock.stop();
  });

  async function ask(question: string): Promise<readonly StreamPart[]> {
    const vendor = anthropic(testSurroundings({ settings: { 'maestro.anthropic.apiBaseUrl': mock.url } }));
    const credentials = { current: async () => credential, refused: () => Promise.reject(new Error('refused')) };
    const deps = { http, clock: systemClock, random: () => 0, credentials };
    const request = {
      model: testModel({ vendor: vendorId('anthropic') }),
      instructions: 'Be brief.',
      messages: asked([], question),
      tools: { mode: 'none' },
      verbosity: 'low',
      effort: null,
    } as const;
    const account = testAccount({ vendor: vendorId('anthropic'), origins: [new URL(mock.url).origin] });
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

  it('understands its errors', async () => {
    const end = (await ask('slow down')).at(-1);
    assert.deepEqual(end?.kind === 'end' && end.outcome, {
      kind: 'failed',
      failure: { code: 'rate-limited', retryAfterMs: 90_000 },
    });
  });

  it('sees that an answer was cut', async () => {
    const parts = await ask('cut');
    assert.notEqual(ending(parts), 'complete');
    assert.match(answerText(parts), /^This/);
  });
});
