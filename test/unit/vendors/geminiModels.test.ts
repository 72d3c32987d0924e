import assert from 'node:assert/strict';
import { failureOf } from '../../../src/core/failure.ts';
import { modelId } from '../../../src/core/model.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { gemini } from '../../../src/vendors/gemini/index.ts';
import { inOrder } from '../../../src/vendors/gemini/order.ts';
import { reasoningOf } from '../../../src/vendors/gemini/reasoning.ts';
import { directHttp } from '../../directHttp.ts';
import { Product } from '../../product.ts';
import { answerText, RawServer } from '../../rawServer.ts';
import { quickSimulator } from '../../signInBrowser.ts';
import { testAccount, testKey } from '../../testAccount.ts';
import { testModel } from '../../testModel.ts';
import { testSurroundings } from '../../testSurroundings.ts';

describe('Gemini models', () => {
  it('are listed over all pages, those that can chat, the newest stable Flash first', async () => {
    const simulator = await quickSimulator({ gemini: { pageLimit: 2 } });
    const product = new Product(simulator);
    try {
      const { account } = await product.signInBy('gemini', 'api-key', {
        values: { key: simulator.gemini.keyOf('paid') },
      });
      const { models, problem } = await product.maestro.models.list(account);
      assert.equal(problem, null);
      assert.deepEqual(
        models.map(({ id }) => id),
        [
          'gemini-3.8-flash',
          'gemini-3.5-flash',
          'gemini-2.5-pro',
          'gemini-2.5-flash-lite',
          'gemini-2.0-flash',
          'gemini-3.1-pro-preview',
          'gemini-flash-latest',
        ],
      );
      assert.deepEqual(models[0], {
        vendor: 'gemini',
        id: 'gemini-3.8-flash',
        label: 'Gemini 3.8 Flash',
        limits: { inputTokens: 1_048_576, outputTokens: 65_536 },
        can: { streaming: true, tools: true, images: true, verbosity: false },
        reasoning: { control: 'level', efforts: ['low', 'medium', 'high'], usual: 'medium' },
        price: { input: 0.75, output: 3.75 },
      });
      assert.equal(models.find(({ id }) => id === 'gemini-2.0-flash')?.reasoning, null);
    } finally {
      await product.close();
      await simulator.close();
    }
  });

  it('that are known without asking begin with the default, and think as their families do', () => {
    const vendor = gemini(testSurroundings({ settings: {} }));
    const [first, ...rest] = vendor.knownModels(testAccount()).models;
    assert.equal(first?.id, 'gemini-3.8-flash');
    assert.ok([first, ...rest].every(({ reasoning, price }) => reasoning !== null && price !== null));
    assert.deepEqual(reasoningOf('gemini-4-ultra'), {
      control: 'level',
      efforts: ['low', 'medium', 'high'],
      usual: null,
    });
    assert.equal(reasoningOf('gemma-4-31b-it'), null);
  });

  it('are in a sensible order, whatever order they came in', () => {
    const ids = [
      'gemini-10.1-flash',
      'gemini-9.9-pro',
      'gemini-9.9-flash-lite',
      'gemini-10-pro-preview-05-06',
      'gemini-pro-latest',
      'gemini-9.9-flash-001',
      'gemini-robotics-er',
      'gemma-4-31b-it',
    ];
    const models = ids.toReversed().map((id) => testModel({ id: modelId(id) }));
    assert.deepEqual(
      inOrder(models).map(({ id }) => id),
      ids,
    );
    const noFlash = [testModel({ id: modelId('b') }), testModel({ id: modelId('a') })];
    assert.deepEqual(
      inOrder(noFlash).map(({ id }) => id),
      ['a', 'b'],
    );
  });

  async function list(
    answers: readonly string[],
    etag: string | null = null,
  ): Promise<{ list: unknown; heads: readonly string[] }> {
    const server = await RawServer.start(({ socket }) => {
      socket.end(answers[server.exchanges.length - 1] ?? answers.at(-1) ?? '');
    });
    const http = directHttp();
    try {
      const vendor = gemini(testSurroundings({ settings: { 'maestro.gemini.baseUrl': `${server.origin}/v1beta` } }));
      const call = { http, clock: systemClock, signal: new AbortController().signal };
      const result = await vendor.listModels(testAccount(), testKey('AIza'), call, etag).catch(failureOf);
      return { list: result, heads: server.exchanges.map(({ head }) => head.join('\n')) };
    } finally {
      await http.close();
      await server.close();
    }
  }
  const json = 'Content-Type: application/json';
  const page = (next: string, ...names: readonly string[]): string =>
    answerText(
      JSON.stringify({
        models: names.map((name) => ({ name: `models/${name}`, supportedGenerationMethods: ['generateContent'] })),
        nextPageToken: next,
      }),
      [json, 'ETag: "v1"'],
    );

  it('are asked for at most ten pages long', async () => {
    const { list: found, heads } = await list([
      page('a&b', 'gemini-9-flash'),
      page('again', 'gemini-9-pro', 'x'.repeat(200)),
    ]);
    assert.equal(heads.length, 10);
    assert.match(heads[0] ?? '', /^GET \/v1beta\/models\?pageSize=1000 /);
    assert.match(heads[1] ?? '', /\?pageSize=1000&pageToken=a%26b /);
    assert.match(JSON.stringify(found), /gemini-9-flash.*gemini-9-pro/);
    assert.match(JSON.stringify(found), /"etag":null/);
  });

  it('are not sent again when they are unchanged', async () => {
    const { list: found } = await list([page('', 'gemini-9-flash')]);
    assert.match(JSON.stringify(found), /"etag":"\\"v1\\""/);
    const again = await list(['HTTP/1.1 304 Not Modified\r\n\r\n'], '"v1"');
    assert.equal(again.list, 'unchanged');
    assert.match(again.heads[0] ?? '', /\nIf-None-Match: "v1"$/im);
  });

  it('are no list when they are something else', async () => {
    assert.deepEqual((await list([answerText('{"models":"none"}', [json])])).list, {
      code: 'unreadable',
      detail: 'the list of models is none',
    });
    assert.deepEqual((await list([answerText('{}', [json])])).list, { models: [], etag: null });
  });
});
