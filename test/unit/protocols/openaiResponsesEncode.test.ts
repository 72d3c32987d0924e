import assert from 'node:assert/strict';
import { arrayAt, type Json, type JsonObject, member, stringAt } from '../../../src/core/json.ts';
import {
  type AssistantPart,
  accountId,
  type ChatRequest,
  callId,
  type Message,
  type Model,
  modelId,
  type NonEmpty,
  type Replay,
  type Tool,
  type UserPart,
  vendorId,
} from '../../../src/core/model.ts';
import { cacheKeyOf } from '../../../src/protocols/openaiResponses/cacheKey.ts';
import { encodeResponsesRequest, type ResponsesDialect } from '../../../src/protocols/openaiResponses/encode.ts';
import { userMessage } from '../../testMessages.ts';
import { testAbilities, testIssuer, testModel } from '../../testModel.ts';

const weather: Tool = { name: 'weather', description: 'Tells the weather', parameters: { type: 'object' } };
const thinking: Partial<Model> = { reasoning: { efforts: ['low', 'high'], usual: 'low', control: 'effort' } };

const plainRequest: ChatRequest = {
  model: testModel(),
  instructions: 'i',
  messages: [userMessage('q')],
  tools: { mode: 'none' },
  verbosity: 'low',
  effort: null,
};

function encode(
  messages: NonEmpty<Message>,
  over: Partial<ChatRequest> = {},
  dialect: Partial<ResponsesDialect> = {},
): JsonObject {
  const request: ChatRequest = { ...plainRequest, messages, ...over };
  return encodeResponsesRequest(request, testIssuer, { summaries: true, parallelCalls: true, ...dialect });
}

const assistant = (...content: NonEmpty<AssistantPart>): Message => ({ role: 'assistant', content });
const text = (said: string, replay: Replay | null = null): AssistantPart => ({ kind: 'text', text: said, replay });
const call = (id: string): AssistantPart => ({
  kind: 'tool-call',
  call: callId(id),
  tool: 'weather',
  input: { city: 'Paris' },
  replay: null,
});
const result = (id: string, ...content: readonly UserPart[]): Message => {
  const [first = { kind: 'text', text: 'sunny' }, ...rest] = content;
  return { role: 'tool', results: [{ call: callId(id), content: [first, ...rest], failed: false }] };
};
const reasoning = (token: string, over: Partial<Replay> = {}): AssistantPart => ({
  kind: 'reasoning',
  text: 'hm',
  replay: { ...testIssuer, token, ...over },
});
const image: UserPart = { kind: 'image', type: 'image/png', data: 'iVBORw==' };

const input = (...messages: readonly Message[]): readonly Json[] =>
  arrayAt(encode([userMessage('q'), ...messages]), 'input').slice(1);
const types = (items: readonly Json[]): readonly (string | null)[] => items.map((item) => stringAt(item, 'type'));

describe('Responses request', () => {
  it('has its members in the order of the mission', () => {
    const plain = [
      'model',
      'instructions',
      'input',
      'tools',
      'tool_choice',
      'parallel_tool_calls',
      'store',
      'stream',
      'text',
    ];
    assert.deepEqual(Object.keys(encode([userMessage('q')])), [...plain, 'prompt_cache_key']);
    const ofThinkers = Object.keys(encode([userMessage('q')], { model: testModel(thinking) }));
    assert.deepEqual(
      ofThinkers.filter((name) => plain.includes(name)),
      plain,
    );
    assert.deepEqual(
      ofThinkers.filter((name) => !plain.includes(name)),
      ['reasoning', 'include', 'prompt_cache_key'],
    );
  });

  it('bears one key for all questions of a conversation, and another for each conversation and account', () => {
    const first = [userMessage('q')] as const;
    const keyOf = (messages: NonEmpty<Message>, over: Partial<ChatRequest> = {}): Json | undefined =>
      member(encode(messages, over), 'prompt_cache_key');
    const key = keyOf(first);
    assert.match(String(key), /^[0-9a-f]{16}$/);
    assert.equal(keyOf([...first, assistant(text('a')), userMessage('and then?')]), key);
    assert.equal(keyOf(first, { effort: 'high', model: testModel(thinking) }), key);
    const others = [
      keyOf([userMessage('q?')]),
      keyOf([{ role: 'user', content: [{ kind: 'text', text: 'q' }, image] }]),
      keyOf(first, { instructions: 'j' }),
      cacheKeyOf(plainRequest, accountId('a2')),
    ];
    assert.equal(new Set([key, ...others]).size, 5);
  });

  it('has no word on verbosity, and no stream, for a model that knows neither', () => {
    const body = encode([userMessage('q')], {
      model: testModel({ can: testAbilities({ streaming: false, verbosity: false }) }),
    });
    assert.deepEqual([member(body, 'stream'), member(body, 'text')], [false, undefined]);
  });

  it('asks a model that thinks for its reasoning, sealed and in summary, with the efforts that it knows', () => {
    const asked = (effort: ChatRequest['effort'], summaries = true): unknown =>
      member(encode([userMessage('q')], { model: testModel(thinking), effort }, { summaries }), 'reasoning');
    assert.deepEqual(asked(null), { summary: 'auto' });
    assert.deepEqual(asked('high'), { effort: 'high', summary: 'auto' });
    assert.deepEqual(asked('xhigh'), { summary: 'auto' });
    assert.deepEqual(asked('high', false), { effort: 'high' });
    const body = encode([userMessage('q')], { model: testModel(thinking) });
    assert.deepEqual(member(body, 'include'), ['reasoning.encrypted_content']);
  });

  it('offers tools and says whether one must be used', () => {
    const bare: Tool = { name: 'now', description: 'Tells the time', parameters: {} };
    const body = encode([userMessage('q')], { tools: { mode: 'required', tools: [weather, bare] } });
    assert.deepEqual(member(body, 'tools'), [
      { type: 'function', ...weather, strict: false },
      { type: 'function', ...bare, parameters: { type: 'object', properties: {} }, strict: false },
    ]);
    assert.equal(member(body, 'tool_choice'), 'required');
    assert.equal(
      member(encode([userMessage('q')], { tools: { mode: 'auto', tools: [weather] } }), 'tool_choice'),
      'auto',
    );
  });

  it('sends images as data, or says that there was one to a model that cannot see', () => {
    const message: Message = { role: 'user', content: [{ kind: 'text', text: 'Look' }, image] };
    const sent = (images: boolean): Json | undefined =>
      arrayAt(
        arrayAt(encode([message], { model: testModel({ can: testAbilities({ images }) }) }), 'input')[0],
        'content',
      )[1];
    assert.deepEqual(sent(true), { type: 'input_image', image_url: 'data:image/png;base64,iVBORw==' });
    assert.equal(stringAt(sent(false), 'type'), 'input_text');
  });
});

describe('Tool calls in a Responses request', () => {
  it('and their results go back as whole items', () => {
    assert.deepEqual(input(assistant(call('c1')), result('c1')), [
      { type: 'function_call', call_id: 'c1', name: 'weather', arguments: '{"city":"Paris"}' },
      { type: 'function_call_output', call_id: 'c1', output: 'sunny' },
    ]);
  });

  it('bring images back, and say that they failed', () => {
    const withImage = input(assistant(call('c1')), result('c1', { kind: 'text', text: 'See' }, image));
    assert.deepEqual(member(withImage[1], 'output'), [
      { type: 'input_text', text: 'See' },
      { type: 'input_image', image_url: 'data:image/png;base64,iVBORw==' },
    ]);
    const failed: Message = {
      role: 'tool',
      results: [{ call: callId('c1'), content: [{ kind: 'text', text: 'No such city' }], failed: true }],
    };
    assert.equal(member(input(assistant(call('c1')), failed)[1], 'output'), 'The tool failed:\nNo such city');
  });

  it('without a result, results without a call, and results before their call are left out: the API refuses them', () => {
    assert.deepEqual(types(input(assistant(call('c1')), result('c2'))), []);
    assert.deepEqual(types(input(result('c1'), assistant(call('c1')))), []);
    assert.deepEqual(types(input(assistant(call('c1')), result('c1'), result('c1'))), [
      'function_call',
      'function_call_output',
    ]);
  });

  it('with ids of another vendor that are too long, empty, odd or used again get ids that fit, call and result alike', () => {
    const long = 'x'.repeat(65);
    const turn = (id: string): readonly Message[] => [assistant(call(id)), result(id)];
    const items = input(...[long, '', 'call_2', 'c1', 'c1', 'a/b'].flatMap(turn));
    const ids = items.map((item) => stringAt(item, 'call_id') ?? '');
    const calls = ids.filter((_, index) => index % 2 === 0);
    assert.deepEqual(
      calls,
      ids.filter((_, index) => index % 2 === 1),
    );
    assert.equal(new Set(calls).size, 6);
    assert.ok(calls.every((id) => /^[\w-]{1,64}$/.test(id)));
    assert.equal(calls[3], 'c1');
    assert.deepEqual(items, input(...[long, '', 'call_2', 'c1', 'c1', 'a/b'].flatMap(turn)), 'the same every time');
  });
});

describe('Reasoning in a Responses request', () => {
  const sealed = JSON.stringify({
    id: 'rs_1',
    type: 'reasoning',
    summary: [],
    encrypted_content: 'gAAA',
    status: null,
  });

  it('goes back before the output that it belongs to, sealed, without the id of an item that nobody stored', () => {
    const items = input(assistant(reasoning(sealed), text('Look'), reasoning(sealed), call('c1')), result('c1'));
    assert.deepEqual(types(items), ['reasoning', 'message', 'reasoning', 'function_call', 'function_call_output']);
    assert.deepEqual(items[0], { type: 'reasoning', summary: [], encrypted_content: 'gAAA' });
  });

  it('goes back to nobody but the account and the model that it came from', () => {
    for (const other of [{ vendor: vendorId('v') }, { account: accountId('a2') }, { model: modelId('m2') }]) {
      assert.deepEqual(types(input(assistant(reasoning(sealed, other), text('x')))), ['message']);
    }
    assert.deepEqual(types(input(assistant({ kind: 'reasoning', text: 'hm', replay: null }, text('x')))), ['message']);
  });

  it('is left out where its output is, and where it cannot be read', () => {
    assert.deepEqual(types(input(assistant(text('a'), reasoning(sealed), call('lost')))), ['message']);
    assert.deepEqual(types(input(assistant(text('a'), reasoning(sealed)))), ['message']);
    assert.deepEqual(types(input(assistant(reasoning('{oops'), reasoning('[1]'), text('a')))), ['message']);
  });

  it('is not parted from its output by a source or an empty text', () => {
    const source = { kind: 'citation', source: { url: 'https://a.example', title: 'A' } } as const;
    assert.deepEqual(types(input(assistant(reasoning(sealed), source, text(''), text('a')))), ['reasoning', 'message']);
  });
});

describe('Earlier answers in a Responses request', () => {
  it('go back as output, in the phase in which they were said', () => {
    assert.deepEqual(input(assistant(text('a', { ...testIssuer, token: '{"phase":"commentary"}' }), text('b'))), [
      { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'a' }], phase: 'commentary' },
      { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'b' }] },
    ]);
  });
});
