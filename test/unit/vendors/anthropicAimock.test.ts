import assert from 'node:assert/strict';
import { vendorId } from '../../../src/core/model.ts';
import type { StreamPart } from '../../../src/core/parts.ts';
import { anthropic } from '../../../src/vendors/anthropic/index.ts';
import { answerText, ending } from '../../product.ts';
import { testKey } from '../../testAccount.ts';
import { testModel } from '../../testModel.ts';
import { testSurroundings } from '../../testSurroundings.ts';
import { aimockLab, readsTheMock } from './aimockLab.ts';

describe('Anthropic against an independent mock of its API', () => {
  const lab = aimockLab();
  lab.mock.onMessage(/cut/, { content: 'This will not end.' }, { truncateAfterChunks: 5, latency: 5, chunkSize: 4 });

  const ask = (question: string): Promise<readonly StreamPart[]> =>
    lab.ask(question, {
      vendor: anthropic(testSurroundings({ settings: { 'maestro.anthropic.apiBaseUrl': lab.mock.url } })),
      account: { vendor: vendorId('anthropic') },
      credential: testKey('sk-ant-api03-x'),
      request: { model: testModel({ vendor: vendorId('anthropic') }) },
    });
  readsTheMock(ask);

  it('sees that an answer was cut', async () => {
    const parts = await ask('cut');
    assert.notEqual(ending(parts), 'complete');
    assert.match(answerText(parts), /^This/);
  });
});
