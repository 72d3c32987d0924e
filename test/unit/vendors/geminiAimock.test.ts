import assert from 'node:assert/strict';
import { modelId, vendorId } from '../../../src/core/model.ts';
import type { StreamPart } from '../../../src/core/parts.ts';
import { gemini } from '../../../src/vendors/gemini/index.ts';
import { answerText, ending } from '../../product.ts';
import { testKey } from '../../testAccount.ts';
import { testModel } from '../../testModel.ts';
import { testSurroundings } from '../../testSurroundings.ts';
import { aimockLab, readsTheMock } from './aimockLab.ts';

describe('Gemini against an independent mock of its API', () => {
  const lab = aimockLab();
  lab.mock.onMessage(/cut/, { content: 'This will not end.' }, { truncateAfterChunks: 3, latency: 5, chunkSize: 4 });

  const ask = (question: string): Promise<readonly StreamPart[]> =>
    lab.ask(question, {
      vendor: gemini(testSurroundings({ settings: { 'maestro.gemini.baseUrl': `${lab.mock.url}/v1beta` } })),
      account: { vendor: vendorId('gemini') },
      credential: testKey('AIza-a-key-of-the-mock'),
      request: { model: testModel({ vendor: vendorId('gemini'), id: modelId('gemini-3.8-flash') }) },
    });
  readsTheMock(ask);

  it('knows an answer that broke off', async () => {
    const cut = await ask('cut');
    assert.notEqual(answerText(cut), '');
    assert.ok(['interrupted', 'truncated'].includes(ending(cut)));
  });
});
