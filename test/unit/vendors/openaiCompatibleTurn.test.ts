import assert from 'node:assert/strict';
import { arrayAt, type JsonObject, member, objectAt, parseJson, stringAt } from '../../../src/core/json.ts';
import {
  type Account,
  type AssistantPart,
  type ChatRequest,
  isNonEmpty,
  type Message,
  mapNonEmpty,
  modelId,
} from '../../../src/core/model.ts';
import type { StreamPart } from '../../../src/core/parts.ts';
import { Collector } from '../../../src/core/stream/collect.ts';
import { answerText, ending, type Product } from '../../product.ts';
import { productLab } from '../../productLab.ts';
import { quickSimulator } from '../../signInBrowser.ts';
import type { FaultName } from '../../simulator/namedFaults.ts';
import { quirkNames } from '../../simulator/openaiCompatible/dialect.ts';
import { asked } from '../../testMessages.ts';
import { callsOf, thoughtsOf } from '../protocols/chatStream.ts';
import { signInAt } from './compatibleServers.ts';

const weather = {
  name: 'weather',
  description: 'Tells the weather',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};
const withTools = { mode: 'auto', tools: [weather] } as const;

describe('OpenAI-compatible servers: answers', () => {
  const lab = productLab();

  async function ask(
    product: Product,
    account: Account,
    model: string,
    messages: ChatRequest['messages'],
    over: Partial<ChatRequest> = {},
  ): Promise<readonly StreamPart[]> {
    await product.maestro.models.list(account);
    await product.maestro.models.choose(account, modelId(model));
    const request = { ...product.request(account), messages, ...over };
    const parts: StreamPart[] = [];
    for await (const batch of product.maestro.runTurn(account, request, new AbortController().signal)) {
      parts.push(...batch);
    }
    return parts;
  }

  /** What the answer is in the history, and the results of its calls. */
  function remembered(parts: readonly StreamPart[]): readonly Message[] {
    const collector = new Collector();
    for (const part of parts) collector.add(part);
    const content: readonly AssistantPart[] = collector.parts;
    const calls = content.flatMap((part) => (part.kind === 'tool-call' ? [part.call] : []));
    const sunny = { kind: 'text', text: 'sunny' } as const;
    return [
      ...(isNonEmpty(content) ? [{ role: 'assistant', content } as const] : []),
      ...(isNonEmpty(calls)
        ? [
            {
              role: 'tool',
              results: mapNonEmpty(calls, (call) => ({ call, content: [sunny], failed: false }) as const),
            } as const,
          ]
        : []),
    ];
  }

  function lastBody(): JsonObject {
    return objectAt(
      { body: parseJson(lab.simulator.journal.findLast(({ method }) => method === 'POST')?.body ?? '') ?? null },
      'body',
    );
  }

  for (const quirk of ['plain-1', ...quirkNames]) {
    it(`from a server that is “${quirk}”: text, thoughts, calls and their results`, async () => {
      const leaveOut = quirk === 'options-refused' ? ['stream_options'] : [];
      const product = lab.open({ settings: { 'maestro.openaiCompatible.leaveOut': leaveOut } });
      const account = await signInAt(product, lab.simulator, 'plain');
      const first = await ask(product, account, quirk, asked([], 'What is the capital of France?'));
      assert.match(answerText(first), /\*\*Paris\*\*/);
      assert.equal(ending(first), 'complete');
      const thinking = await ask(product, account, quirk, asked([], 'Please think'));
      assert.match(thoughtsOf(thinking), /^\*\*Weighing the question\*\*\n\nThe person wants .* first\.\s*$/);
      assert.match(answerText(thinking), /^I thought about it: the answer is \*\*42\*\*\.$/);
      const twice = quirk === 'function-call' ? '' : ' and call weather with {"city":"Rome"}';
      const question = asked([], `Think, then call weather with {"city":"Paris"}${twice}`);
      const calling = await ask(product, account, quirk, question, { tools: withTools });
      const cities = callsOf(calling).map(([, , { city }]) => city);
      assert.deepEqual(cities, quirk === 'function-call' ? ['Paris'] : ['Paris', 'Rome']);
      const end = calling.at(-1);
      assert.deepEqual(end?.kind === 'end' && end.outcome, { kind: 'complete', reason: 'tool-calls' });
      const report = await ask(product, account, quirk, [...question, ...remembered(calling)], { tools: withTools });
      assert.match(answerText(report), /The tool `weather` says: sunny/);
      assert.equal(ending(report), 'complete');
    });
  }

  it('of OpenRouter’s thinking models go on from their own signed thoughts, which no other key is shown', async () => {
    const product = lab.open();
    const model = 'anthropic/claude-sonnet-4.5';
    const account = await signInAt(product, lab.simulator, 'openrouter');
    const question = asked([], 'Think, then call weather with {"city":"Paris"}');
    const calling = await ask(product, account, model, question, { tools: withTools, effort: 'high' });
    assert.deepEqual(member(lastBody(), 'reasoning'), { effort: 'high' });
    const messages: ChatRequest['messages'] = [...question, ...remembered(calling)];
    assert.equal(ending(await ask(product, account, model, messages, { tools: withTools })), 'complete');
    const [detail] = arrayAt(arrayAt(lastBody(), 'messages')[2], 'reasoning_details');
    assert.match(stringAt(detail, 'text') ?? '', /^\*\*Weighing the question\*\*/);
    assert.ok(stringAt(detail, 'signature') !== null);

    const other = await signInAt(product, lab.simulator, 'openrouter', {
      key: lab.simulator.openaiCompatible.keyOf('colleague'),
    });
    assert.equal(ending(await ask(product, other, model, messages, { tools: withTools })), 'complete');
    assert.doesNotMatch(JSON.stringify(lastBody()), /reasoning_details|Weighing/);
  });

  it('are asked for once more without thoughts that the server does not take back', async () => {
    const product = lab.open();
    const account = await signInAt(product, lab.simulator, 'openrouter');
    const question = asked([], 'Think, then call weather with {"city":"Paris"}');
    const model = 'anthropic/claude-sonnet-4.5';
    const calling = await ask(product, account, model, question, { tools: withTools });
    lab.simulator.script({ host: 'openrouter', path: '/api/v1/chat/completions', named: 'invalid-reasoning' });
    assert.equal(ending(await ask(product, account, model, [...question, ...remembered(calling)])), 'complete');
    assert.doesNotMatch(JSON.stringify(lastBody()), /reasoning_details/);
  });

  it('see images, and are not sent them where the model is blind', async () => {
    const product = lab.open();
    const picture: Message = {
      role: 'user',
      content: [
        { kind: 'text', text: 'What is this?' },
        { kind: 'image', type: 'image/png', data: 'iVBORw0KGgo=' },
      ],
    };
    const plain = await signInAt(product, lab.simulator, 'plain');
    assert.match(answerText(await ask(product, plain, 'plain-1', [picture])), /I see 1 image\(s\): image\/png/);
    const ollama = await signInAt(product, lab.simulator, 'ollama');
    assert.doesNotMatch(answerText(await ask(product, ollama, 'qwen3:8b', [picture])), /I see/);
    assert.match(answerText(await ask(product, ollama, 'gemma3:4b', [picture], { tools: withTools })), /I see 1 image/);
  });

  it('come whole where the person has switched streaming with tools off', async () => {
    const product = lab.open({ settings: { 'maestro.openaiCompatible.streamWithTools': false } });
    const account = await signInAt(product, lab.simulator, 'ollama');
    const question = asked([], 'call weather with {"city":"Paris"}');
    assert.equal(callsOf(await ask(product, account, 'qwen3:8b', question, { tools: withTools })).length, 1);
    assert.equal(member(lastBody(), 'stream'), false);
    await ask(product, account, 'qwen3:8b', question);
    assert.equal(member(lastBody(), 'stream'), true);
  });

  it('carry the effort and the limits that the server has', async () => {
    const product = lab.open();
    const account = await signInAt(product, lab.simulator, 'vllm');
    const parts = await ask(product, account, 'openai/gpt-oss-120b', asked([], 'hello'), { effort: 'low' });
    assert.equal(member(lastBody(), 'reasoning_effort'), 'low');
    const [limits] = parts.flatMap((part) => (part.kind === 'limits' ? part.limits : []));
    assert.ok(limits?.name === 'requests' && limits.remaining === 75 && limits.usedPercent === 25);
    assert.ok(limits.resetsAt !== null);
  });

  const failures: readonly (readonly [FaultName, string])[] = [
    ['invalid-key', 'credential-rejected'],
    ['not-entitled', 'not-entitled'],
    ['policy', 'policy'],
    ['usage-limit', 'usage-limit'],
    ['quota', 'billing'],
    ['context-too-long', 'context-too-long'],
    ['model-retired', 'model-unavailable'],
    ['bare-error', 'rejected'],
    ['fastapi-error', 'rejected'],
    ['no-memory', 'rejected'],
    ['firewall', 'web-page'],
    ['html', 'web-page'],
    ['redirect', 'redirected'],
    ['error-in-stream', 'server'],
    ['bare-error-in-stream', 'rejected'],
    ['object-error-in-stream', 'rejected'],
    ['truncated', 'truncated'],
    ['fin-in-stream', 'interrupted'],
    ['reset-in-stream', 'interrupted'],
  ];
  for (const [named, code] of failures) {
    it(`that end in ${named} say ${code}`, async () => {
      const product = lab.open();
      const account = await signInAt(product, lab.simulator, 'plain');
      lab.simulator.script({ host: 'plain', path: '/v1/chat/completions', named });
      assert.equal(ending(await ask(product, account, 'plain-1', asked([], 'What is the capital of France?'))), code);
    });
  }

  for (const named of ['json-error', 'loading-model'] as const) {
    it(`with ${named} are asked for again`, async () => {
      const product = lab.open();
      const account = await signInAt(product, lab.simulator, 'plain');
      lab.simulator.script({ host: 'plain', path: '/v1/chat/completions', named });
      const parts = await ask(product, account, 'plain-1', asked([], 'What is the capital of France?'));
      assert.ok(parts.some(({ kind }) => kind === 'retrying'));
      assert.equal(ending(parts), 'complete');
    });
  }

  const finished: readonly FaultName[] = [
    'incomplete-in-stream',
    'refused-in-stream',
    'kept-open',
    'drip',
    'broken-event',
  ];
  for (const named of finished) {
    it(`with ${named} are complete all the same`, async () => {
      const product = lab.open();
      const account = await signInAt(product, lab.simulator, 'plain');
      lab.simulator.script({ host: 'plain', path: '/v1/chat/completions', named });
      const question = asked([], 'What is the capital of France?');
      assert.equal(ending(await ask(product, account, 'plain-1', question)), 'complete');
    });
  }

  it('name the command that fetches a model which Ollama lacks', async () => {
    const product = lab.open();
    const account = await signInAt(product, lab.simulator, 'ollama');
    const end = (await ask(product, account, 'llama9', asked([], 'hello'))).at(-1);
    assert.ok(end?.kind === 'end' && end.outcome.kind === 'failed');
    assert.deepEqual(end.outcome.failure, {
      code: 'model-unavailable',
      detail: 'model "llama9" not found, try pulling it first (ollama pull llama9)',
    });
  });

  it('say that there is no credit, that a key was revoked, and that nobody is there', async () => {
    const own = await quickSimulator();
    const product = lab.open({ settings: own.settings });
    const keyed = await signInAt(product, own, 'openrouter', { key: own.openaiCompatible.keyOf('broke') });
    assert.equal(ending(await ask(product, keyed, 'openrouter/auto', asked([], 'hello'))), 'billing');
    own.revokeEverything();
    assert.equal(ending(await ask(product, keyed, 'openrouter/auto', asked([], 'hello'))), 'credential-rejected');
    const local = await signInAt(product, own, 'ollama');
    await product.maestro.models.list(local);
    const request = product.request(local);
    await own.close();
    const parts: StreamPart[] = [];
    for await (const batch of product.maestro.runTurn(local, request, new AbortController().signal))
      parts.push(...batch);
    const end = parts.at(-1);
    assert.ok(end?.kind === 'end' && end.outcome.kind === 'failed' && end.outcome.failure.code === 'unreachable');
    assert.equal(end.outcome.failure.why, 'refused');
  }).timeout(20_000);
});
