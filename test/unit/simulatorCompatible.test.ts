import assert from 'node:assert/strict';
import { arrayAt, isObject, type Json, member, parseJson, stringAt } from '../../src/core/json.ts';
import type { HeaderPairs } from '../simulator/received.ts';
import { type Simulator, startSimulator } from '../simulator/simulator.ts';
import { exchange, type WireAnswer } from '../simulator/wire.ts';

type Host = Parameters<Simulator['openaiCompatible']['baseUrl']>[0];

const usual: HeaderPairs = [
  ['Content-Type', 'application/json'],
  ['Accept', 'text/event-stream, application/json'],
  ['User-Agent', 'TheMaestro/0.0.0'],
];
const models: Readonly<Record<Host, string>> = {
  ollama: 'qwen3:8b',
  'lm-studio': 'qwen/qwen3-8b',
  'llama-cpp': 'qwen3-8b.gguf',
  vllm: 'openai/gpt-oss-120b',
  openrouter: 'openrouter/auto',
  plain: 'plain-1',
};
const user = (content: Json): Json => ({ role: 'user', content });
const call = (id: string): Json => ({ id, type: 'function', function: { name: 't', arguments: '{}' } });
const calling = (...ids: readonly string[]): Json => ({ role: 'assistant', content: null, tool_calls: ids.map(call) });
const result = (id: string): Json => ({ role: 'tool', tool_call_id: id, content: 'r' });
const bodyWith = (messages: readonly Json[], more: object = {}): object => ({
  model: 'plain-1',
  messages,
  stream: true,
  ...more,
});

describe('simulator: OpenAI-compatible servers', () => {
  let simulator: Simulator;
  before(async () => {
    simulator = await startSimulator({ deltaMs: 0 });
  });
  after(() => simulator.close());

  function post(host: Host, body: object, headers: HeaderPairs = usual): Promise<WireAnswer> {
    const url = `${simulator.openaiCompatible.baseUrl(host)}/chat/completions`;
    return exchange(url, { method: 'POST', headers, body: JSON.stringify(body) });
  }
  const bearer = (persona: 'paid' | 'broke' | 'company'): readonly [string, string] => [
    'Authorization',
    `Bearer ${simulator.openaiCompatible.keyOf(persona)}`,
  ];
  const chunksOf = ({ body }: WireAnswer): readonly Json[] =>
    body.split('\n\n').flatMap((event) => parseJson(event.replace(/^data: /, '')) ?? []);
  const textOf = (answer: WireAnswer): string =>
    chunksOf(answer)
      .map((chunk) => stringAt(member(arrayAt(chunk, 'choices')[0], 'delta'), 'content') ?? '')
      .join('');

  it('answer a correct request, each with its own key rule', async () => {
    const keys: Partial<Record<Host, HeaderPairs>> = {
      openrouter: [bearer('paid'), ...usual],
      vllm: [bearer('company'), ...usual],
    };
    for (const [host, model] of Object.entries(models)) {
      const known = Object.keys(models).find((name): name is Host => name === host);
      assert.ok(known !== undefined);
      const answer = await post(known, { model, messages: [user('Hello')], stream: true }, keys[known]);
      assert.match(textOf(answer), /Hello Ada! You said: “Hello”|Hello Katherine! You said: “Hello”/, host);
      assert.match(answer.body, /data: \[DONE\]\n\n$/);
    }
    assert.equal((await post('vllm', { model: models.vllm, messages: [user('Hi')] })).status, 401);
    assert.equal(
      (await post('vllm', { model: models.vllm, messages: [user('Hi')] }, [bearer('paid'), ...usual])).status,
      401,
    );
    const broke = await post('openrouter', { model: models.openrouter, messages: [user('Hi')] }, [
      bearer('broke'),
      ...usual,
    ]);
    assert.equal(broke.status, 402);
  });

  it('insist on their headers, their case and their order', async () => {
    const body = bodyWith([user('Hello')]);
    const [type, accept, agent] = usual;
    assert.ok(type !== undefined && accept !== undefined && agent !== undefined);
    for (const headers of [
      [type, accept],
      [accept, type, agent],
      [['content-type', type[1]] as const, accept, agent],
      [type, accept, ['User-Agent', 'curl/8'] as const],
    ]) {
      assert.equal((await post('plain', body, headers)).status, 400);
    }
    assert.equal((await post('plain', body, [['Content-Type', 'text/plain'], accept, agent])).status, 415);
  });

  const wrong: readonly (readonly [what: string, body: object])[] = [
    ['no JSON object', []],
    ['a member that nobody knows', bodyWith([user('q')], { store: false })],
    ['a wrong type', bodyWith([user('q')], { stream: 'yes' })],
    ['options for a stream that is none', bodyWith([user('q')], { stream: false, stream_options: {} })],
    ['no user', bodyWith([])],
    ['an unknown role', bodyWith([{ role: 'developer', content: 'x' }, user('q')])],
    ['a late system message', bodyWith([user('q'), { role: 'system', content: 'x' }])],
    ['an unknown member of a message', bodyWith([{ role: 'user', content: 'q', name: 'x' }])],
    ['an empty message', bodyWith([user('')])],
    ['an empty list', bodyWith([user([])])],
    ['an image by link', bodyWith([user([{ type: 'image_url', image_url: { url: 'https://e.com/a.png' } }])])],
    [
      'an image of another type',
      bodyWith([user([{ type: 'image_url', image_url: { url: 'data:image/tiff;base64,AA' } }])]),
    ],
    ['a part of another kind', bodyWith([user([{ type: 'input_text', text: 'x' }])])],
    ['a call without a result', bodyWith([user('q'), calling('a'), user('on')])],
    ['one of two results', bodyWith([user('q'), calling('a', 'b'), result('a')])],
    ['a result without a call', bodyWith([user('q'), result('a')])],
    ['an id twice', bodyWith([user('q'), calling('a'), result('a'), calling('a'), result('a')])],
    ['an id that is too long', bodyWith([user('q'), calling('a'.repeat(41)), result('a'.repeat(41))])],
    ['no calls in their list', bodyWith([user('q'), { role: 'assistant', content: 'x', tool_calls: [] }])],
    ['empty tools', bodyWith([user('q')], { tools: [] })],
    ['a choice without tools', bodyWith([user('q')], { tool_choice: 'auto' })],
    ['a tool of another kind', bodyWith([user('q')], { tools: [{ type: 'web_search' }] })],
    [
      'a tool without parameters',
      bodyWith([user('q')], { tools: [{ type: 'function', function: { name: 't', description: '' } }] }),
    ],
    ['sides that do not alternate', { ...bodyWith([user('a'), user('b')]), model: 'alternates' }],
    [
      'options that are refused',
      { ...bodyWith([user('q')], { stream_options: { include_usage: true } }), model: 'options-refused' },
    ],
    [
      'thoughts that did not come back',
      { ...bodyWith([user('q'), calling('a'), result('a')]), model: 'thoughts-back' },
    ],
  ];
  for (const [what, body] of wrong) {
    it(`refuse ${what}`, async () => {
      const answer = await post('plain', body);
      assert.ok(answer.status === 400 || answer.status === 422, answer.body);
    });
  }

  it('refuse signed thoughts that were changed, and take them as they were', async () => {
    const headers: HeaderPairs = [bearer('paid'), ...usual];
    const model = 'anthropic/claude-sonnet-4.5';
    const first = await post('openrouter', { model, messages: [user('Please think')], stream: true }, headers);
    const details = chunksOf(first).flatMap((chunk) =>
      arrayAt(member(arrayAt(chunk, 'choices')[0], 'delta'), 'reasoning_details'),
    );
    const text = details.map((detail) => stringAt(detail, 'text') ?? '').join('');
    const signature = details.map((detail) => stringAt(detail, 'signature')).find((one) => one !== null);
    const again = (words: string): Promise<WireAnswer> => {
      const detail = { type: 'reasoning.text', text: words, signature };
      const said = { role: 'assistant', content: 'x', reasoning_details: [detail] };
      return post('openrouter', { model, messages: [user('a'), said, user('b')], stream: true }, headers);
    };
    assert.equal((await again(text)).status, 200);
    assert.equal((await again(`${text}!`)).status, 400);
  });

  it('tell of their models in their own ways, and of what they do not have', async () => {
    const get = async (host: Host, path: string): Promise<Json> => {
      const root = simulator.openaiCompatible.baseUrl(host).replace(/\/(api\/)?v1$/, '');
      return parseJson((await exchange(root + path)).body) ?? null;
    };
    assert.equal(arrayAt(await get('ollama', '/api/tags'), 'models').length, 4);
    assert.equal(arrayAt(await get('lm-studio', '/api/v0/models'), 'data').length, 3);
    assert.ok(isObject(member(await get('llama-cpp', '/props'), 'default_generation_settings')));
    assert.equal(arrayAt(await get('openrouter', '/api/v1/models'), 'data').length, 4);
    assert.match(stringAt(await get('lm-studio', '/models'), 'error') ?? '', /Unexpected endpoint/);
    assert.equal(await get('ollama', '/models'), null);
  });
});
