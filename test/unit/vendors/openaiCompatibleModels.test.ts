import assert from 'node:assert/strict';
import type { Account, Model } from '../../../src/core/model.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { modelOf, modelsOf } from '../../../src/vendors/openaiCompatible/models/entry.ts';
import { directHttp } from '../../directHttp.ts';
import { productLab } from '../../productLab.ts';
import { testAbilities } from '../../testModel.ts';
import { signInAt } from './compatibleServers.ts';

describe('OpenAI-compatible servers: models', () => {
  const lab = productLab();

  async function listed(account: Account): Promise<readonly Model[]> {
    const { models, problem } = await lab.product.maestro.models.list(account);
    assert.equal(problem, null);
    return models;
  }
  const briefly = (models: readonly Model[]): readonly unknown[] =>
    models.map(({ id, limits, can }) => [id, limits.inputTokens, can.tools, can.images]);

  it('of OpenRouter have window, abilities, thinking and price, the automatic choice first', async () => {
    const models = await listed(await signInAt(lab.product, lab.simulator, 'openrouter'));
    assert.deepEqual(briefly(models), [
      ['openrouter/auto', 1_500_000, true, true],
      ['anthropic/claude-sonnet-4.5', 936_000, true, true],
      ['meta-llama/llama-3.2-1b-instruct', 98_304, false, false],
    ]);
    const [auto, claude, llama] = models;
    assert.deepEqual(
      [auto?.price, claude?.price, llama?.price],
      [null, { input: 3, output: 15 }, { input: 0.005, output: 0.01 }],
    );
    assert.equal(claude?.label, 'Anthropic: Claude Sonnet 4.5');
    assert.equal(claude?.limits.outputTokens, 64_000);
    assert.ok(claude?.reasoning?.efforts.includes('high'));
    assert.equal(llama?.reasoning, null);
  });

  it('are asked for anew after another sign-in to the same account, the chosen one kept', async () => {
    const account = await signInAt(lab.product, lab.simulator, 'vllm');
    const [first] = await listed(account);
    assert.ok(first !== undefined);
    await lab.product.maestro.models.choose(account, first.id);
    await signInAt(lab.product, lab.simulator, 'vllm');
    assert.equal(lab.product.maestro.models.known(account).asOf, null);
    assert.equal(lab.product.maestro.models.pick(account, null)?.id, first.id);
  });

  it('of OpenRouter are asked for with the tag of the list that is known', async () => {
    const account = await signInAt(lab.product, lab.simulator, 'openrouter');
    const vendor = lab.product.maestro.vendors.find(({ id }) => id === account.vendor);
    const record = lab.product.accounts.find(account.id);
    assert.ok(vendor !== undefined && record !== null);
    const http = directHttp();
    const call = { http, clock: systemClock, signal: new AbortController().signal };
    const list = await vendor.listModels(account, record.credential, call, null);
    assert.ok(list !== 'unchanged' && list.etag !== null);
    assert.equal(await vendor.listModels(account, record.credential, call, list.etag), 'unchanged');
    await http.close();
  });

  it('of Ollama are what its own interface says: set window, tools, vision, thinking, and none that only embed', async () => {
    const models = await listed(await signInAt(lab.product, lab.simulator, 'ollama'));
    assert.deepEqual(briefly(models), [
      ['qwen3:8b', 30_720, true, false],
      ['gemma3:4b', 6_144, false, true],
      ['gpt-oss:20b', 98_304, true, false],
    ]);
    assert.deepEqual(
      models.map(({ reasoning }) => reasoning?.efforts ?? null),
      [['none', 'low', 'medium', 'high'], null, ['low', 'medium', 'high']],
    );
    assert.equal(models[2]?.reasoning?.usual, 'medium');
  });

  it('of Ollama are listed without details where those cannot be had, and by the common interface where there is no other', async () => {
    const account = await signInAt(lab.product, lab.simulator, 'ollama');
    lab.simulator.script({ host: 'ollama', path: '/api/show', status: 500, body: 'x', times: 9 });
    assert.deepEqual(
      (await listed(account)).map(({ id }) => id),
      ['qwen3:8b', 'gemma3:4b', 'gpt-oss:20b'],
    );
    await lab.product.maestro.models.forget(account.id);
    lab.simulator.script({ host: 'ollama', path: '/api/tags', status: 404, body: '404 page not found' });
    assert.equal((await listed(account)).length, 3);
    assert.ok(lab.simulator.journal.some(({ path }) => path === '/v1/models'));
  });

  it('of Ollama do not wait for a detail that never comes', async () => {
    const account = await signInAt(lab.product, lab.simulator, 'ollama');
    lab.simulator.script({ host: 'ollama', path: '/api/show', hang: true, status: 200, body: '{' });
    const models = await listed(account);
    assert.equal(models.length, 3);
    assert.ok(models.some(({ limits }) => limits.inputTokens === null));
  }).timeout(10_000);

  it('of LM Studio come with the loaded ones first, in their loaded window', async () => {
    assert.deepEqual(briefly(await listed(await signInAt(lab.product, lab.simulator, 'lm-studio'))), [
      ['google/gemma-3-4b', 6_144, true, true],
      ['qwen/qwen3-8b', 30_720, true, false],
    ]);
    const account = await signInAt(lab.product, lab.simulator, 'lm-studio', { key: 'another' });
    lab.simulator.script({
      host: 'lm-studio',
      path: '/api/v0/models',
      status: 200,
      body: { error: 'Unexpected endpoint' },
    });
    assert.equal((await listed(account)).length, 2);
  });

  it('of llama.cpp have the window and senses that the server was started with', async () => {
    const account = await signInAt(lab.product, lab.simulator, 'llama-cpp');
    assert.deepEqual(briefly(await listed(account)), [['qwen3-8b.gguf', 12_288, true, false]]);
    await lab.product.maestro.models.forget(account.id);
    lab.simulator.script({ host: 'llama-cpp', path: '/props', status: 501, body: 'x' });
    assert.deepEqual(briefly(await listed(account)), [['qwen3-8b.gguf', 30_720, true, true]]);
    await lab.product.maestro.models.forget(account.id);
    lab.simulator.script({ host: 'llama-cpp', path: '/props', status: 200, body: {} });
    assert.deepEqual(briefly(await listed(account)), [['qwen3-8b.gguf', 30_720, true, true]]);
  });

  it('of vLLM have its window', async () => {
    const [model] = await listed(await signInAt(lab.product, lab.simulator, 'vllm'));
    assert.equal(model?.limits.inputTokens, 98_304);
    assert.deepEqual(model?.reasoning?.efforts, ['low', 'medium', 'high']);
  });

  it('of any server are what can be talked to, with the doubt in their favour', async () => {
    const models = await listed(await signInAt(lab.product, lab.simulator, 'plain'));
    assert.ok(models.every(({ id }) => id !== 'text-embedding-3-small'));
    assert.deepEqual(briefly(models.slice(0, 1)), [['plain-1', null, true, true]]);
  });

  it('that cannot be listed are a problem with a name, and OpenRouter’s choice is known without', async () => {
    const problems: unknown[] = [];
    for (const [status, body] of [
      [200, { object: 'list', data: null }],
      [404, { detail: 'Not Found' }],
      [404, { error: 'no such route here' }],
      [200, 'nonsense'],
    ] as const) {
      const account = await signInAt(lab.product, lab.simulator, 'plain', { key: `k-${problems.length}` });
      lab.simulator.script({ host: 'plain', path: '/v1/models', status, body });
      const { models, problem } = await lab.product.maestro.models.list(account);
      assert.deepEqual(models, []);
      problems.push(problem?.code);
    }
    assert.deepEqual(problems, ['no-models', 'rejected', 'rejected', 'rejected']);
    const router = await signInAt(lab.product, lab.simulator, 'openrouter');
    lab.simulator.script({
      host: 'openrouter',
      path: '/api/v1/models',
      status: 401,
      body: { error: { message: 'm' } },
    });
    const { models, problem } = await lab.product.maestro.models.list(router);
    assert.deepEqual(
      models.map(({ id }) => id),
      ['openrouter/auto'],
    );
    assert.equal(problem?.code, 'credential-rejected');
  });

  it('are read from every known shape of an entry', () => {
    const inputOf = (entry: object): number | null | undefined => modelOf({ id: 'm', ...entry })?.limits.inputTokens;
    assert.equal(inputOf({ context_window: 100_000, max_completion_tokens: 8_000 }), 92_000);
    assert.equal(inputOf({ max_context_length: 32_000 }), 24_000);
    assert.equal(inputOf({ meta: { n_ctx: 4_000 } }), 3_000);
    assert.equal(inputOf({ context_length: 0 }), null);
    const mistral = modelOf({ id: 'm', capabilities: { function_calling: false, vision: false } });
    assert.deepEqual(mistral?.can, testAbilities({ tools: false, images: false, verbosity: false }));
    for (const silent of [{ capabilities: { streaming: false } }, { supports_streaming: false }]) {
      assert.equal(modelOf({ id: 'm', ...silent })?.can.streaming, false);
    }
    assert.equal(modelOf({ name: 'only-a-name' })?.id, 'only-a-name');
    assert.equal(modelOf({ id: '' }), null);
    assert.equal(modelOf({ id: 'm', pricing: { prompt: '1e-7', completion: 'free' } })?.price, null);
    const kinds = [
      { id: 'a', type: 'chat' },
      { id: 'b', type: 'image' },
      { id: 'c', capabilities: { completion_chat: false } },
      { id: 'whisper-1' },
      null,
    ];
    assert.deepEqual(
      modelsOf(kinds).map(({ id }) => id),
      ['a'],
    );
    assert.deepEqual(
      modelsOf([{ id: 'rerank-1' }]).map(({ id }) => id),
      ['rerank-1'],
    );
  });
});
