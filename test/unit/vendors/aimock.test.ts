import assert from 'node:assert/strict';
import type { Account, Credential } from '../../../src/core/model.ts';
import type { StreamPart } from '../../../src/core/parts.ts';
import { openai } from '../../../src/vendors/openai/index.ts';
import { knownModels } from '../../../src/vendors/openai/models/known.ts';
import { ending } from '../../product.ts';
import { testCredential, testKey } from '../../testAccount.ts';
import { testModel } from '../../testModel.ts';
import { testSurroundings } from '../../testSurroundings.ts';
import { aimockLab, readsTheMock } from './aimockLab.ts';

const ways: readonly (readonly [string, Partial<Account>, Credential])[] = [
  ['a ChatGPT session', {}, testCredential()],
  ['a shared plan', { method: 'chatgpt-sharing', workspace: null }, testCredential()],
  ['an API key', { method: 'api-key', workspace: null }, testKey('sk-aimock')],
];

describe('OpenAI against an independent mock of its API', () => {
  const lab = aimockLab();
  lab.mock.onMessage(/fail/, {
    error: { message: 'Bad.', type: 'invalid_request_error', code: 'insufficient_quota' },
    status: 429,
  });

  for (const [what, account, credential] of ways) {
    describe(`with ${what}`, () => {
      const ask = (question: string): Promise<readonly StreamPart[]> => {
        const { url } = lab.mock;
        const settings = {
          'maestro.openai.authBaseUrl': url,
          'maestro.openai.chatgptBaseUrl': `${url}/backend-api`,
          'maestro.openai.apiBaseUrl': `${url}/v1`,
        };
        const vendor = openai(testSurroundings({ settings }));
        const model = knownModels('platform').models[0] ?? testModel();
        return lab.ask(question, { vendor, account, credential, request: { model, effort: 'low' } });
      };
      readsTheMock(ask);

      it('reads its errors', async () => {
        assert.equal(ending(await ask('fail')), 'billing');
      });
    });
  }
});
