import assert from 'node:assert/strict';
import type { StreamPart } from '../../../src/core/parts.ts';
import { openaiCompatible } from '../../../src/vendors/openaiCompatible/index.ts';
import { ending } from '../../product.ts';
import { testKey } from '../../testAccount.ts';
import { testSurroundings } from '../../testSurroundings.ts';
import { aimockLab, readsTheMock } from './aimockLab.ts';

const tools = {
  mode: 'auto',
  tools: [{ name: 'weather', description: 'd', parameters: { type: 'object' } }],
} as const;

describe('OpenAI-compatible servers against an independent mock of Chat Completions', () => {
  const lab = aimockLab();
  lab.mock.onMessage(/fail/, { error: { message: 'Bad.', type: 'x', code: 'insufficient_quota' }, status: 429 });

  for (const streamed of [true, false]) {
    describe(streamed ? 'streamed' : 'whole', () => {
      const settings = { 'maestro.openaiCompatible.streamWithTools': streamed };
      const ask = (question: string): Promise<readonly StreamPart[]> =>
        lab.ask(question, {
          vendor: openaiCompatible(testSurroundings({ settings })),
          account: { method: 'server', baseUrl: `${lab.mock.url}/v1` },
          credential: testKey('k'),
          request: { tools },
        });
      readsTheMock(ask);

      it('reads its errors', async () => {
        assert.equal(ending(await ask('fail')), 'billing');
      });
    });
  }
});
