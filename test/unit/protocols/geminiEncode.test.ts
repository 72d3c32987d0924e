import assert from 'node:assert/strict';
import { arrayAt, type Json, member, objectAt, stringAt } from '../../../src/core/json.ts';
import {
  type AssistantPart,
  accountId,
  type ChatRequest,
  callId,
  type Message,
  modelId,
  type Reasoning,
  type Replay,
  type UserPart,
} from '../../../src/core/model.ts';
import { Collector } from '../../../src/core/stream/collect.ts';
import { encodeGeminiRequest } from '../../../src/protocols/gemini/encode.ts';
import { userMessage } from '../../testMessages.ts';
import { testIssuer, testModel } from '../../testModel.ts';
import { call, chunk, decode, text, thought } from './geminiStream.ts';

const level: Reasoning = { control: 'level', efforts: ['minimal', 'low', 'high'], usual: 'high' };
const budget: Reasoning = { control: 'budget', efforts: ['none', 'low', 'high'], usual: null };
const gemini3 = testModel({ reasoning: level });
const gemini2 = testModel({ reasoning: budget });
const weather = { name: 'weather', description: 'Tells the weather', parameters: { type: 'object' } };

function encode(over: Partial<ChatRequest>): ReturnType<typeof encodeGeminiRequest> {
  const request: ChatRequest = {
    model: gemini3,
    instructions: 'Be brief.',
    messages: [userMessage('q')],
    tools: { mode: 'none' },
    verbosity: 'low',
    effort: null,
    ...over,
  };
  return encodeGeminiRequest(request, testIssuer.account);
}

const contentsOf = (over: Partial<ChatRequest>): readonly Json[] => arrayAt(encode(over), 'contents');
const assistant = (...[first, ...rest]: [AssistantPart, ...AssistantPart[]]): Message => ({
  role: 'assistant',
  content: [first, ...rest],
});
const made = (id: string, replay: Replay | null = null): AssistantPart => ({
  kind: 'tool-call',
  call: callId(id),
  tool: 'weather',
  input: { city: id },
  replay,
});
const result = (id: string, content: UserPart = { kind: 'text', text: `in ${id}` }, failed = false): Message => ({
  role: 'tool',
  results: [{ call: callId(id), content: [content], failed }],
});
const own = (token: string): Replay => ({ ...testIssuer, token });
const image = (type: 'image/png' | 'image/gif'): UserPart => ({ kind: 'image', type, data: 'AAAA' });
const inline = { inlineData: { mimeType: 'image/png', data: 'AAAA' } };
const modelPart = (id: string, thoughtSignature?: string): object => ({
  functionCall: { id, name: 'weather', args: { city: id } },
  ...(thoughtSignature === undefined ? {} : { thoughtSignature }),
});
const response = (id: string, more: object = { response: { output: `in ${id}` } }): object => ({
  functionResponse: { id, name: 'weather', ...more },
});

describe('Gemini request', () => {
  it('is instructions, contents and how to think, and nothing that was not asked for', () => {
    assert.deepEqual(encode({}), {
      systemInstruction: { parts: [{ text: 'Be brief.' }] },
      contents: [{ role: 'user', parts: [{ text: 'q' }] }],
      generationConfig: { thinkingConfig: { includeThoughts: true } },
    });
    assert.deepEqual(Object.keys(encode({ model: testModel(), instructions: '' })), ['contents']);
  });

  it('offers tools with their JSON schema, and says whether one must be used', () => {
    const body = encode({ tools: { mode: 'required', tools: [weather] } });
    const { parameters: parametersJsonSchema, ...rest } = weather;
    assert.deepEqual(member(body, 'tools'), [{ functionDeclarations: [{ ...rest, parametersJsonSchema }] }]);
    const mode = (tools: ChatRequest['tools']): string | null =>
      stringAt(objectAt(objectAt(encode({ tools }), 'toolConfig'), 'functionCallingConfig'), 'mode');
    assert.equal(mode({ mode: 'required', tools: [weather] }), 'ANY');
    assert.equal(mode({ mode: 'auto', tools: [weather] }), 'AUTO');
  });

  const thinking: readonly (readonly [string, Partial<ChatRequest>, Json | undefined])[] = [
    ['a level', { model: gemini3, effort: 'minimal' }, { includeThoughts: true, thinkingLevel: 'MINIMAL' }],
    ['no level that the model does not have', { model: gemini3, effort: 'max' }, { includeThoughts: true }],
    ['a budget', { model: gemini2, effort: 'high' }, { includeThoughts: true, thinkingBudget: 24_576 }],
    ['a budget of nothing, without thoughts', { model: gemini2, effort: 'none' }, { thinkingBudget: 0 }],
    ['thoughts of a model that thinks unasked', { model: gemini2 }, { includeThoughts: true }],
    [
      'no thoughts of a model that does not think unasked',
      { model: testModel({ reasoning: { ...budget, usual: 'none' } }) },
      undefined,
    ],
    [
      'a budget of a model that does not think unasked',
      { model: testModel({ reasoning: { ...budget, usual: 'none' } }), effort: 'low' },
      { includeThoughts: true, thinkingBudget: 1_024 },
    ],
    [
      'nothing of another vendor’s model',
      { model: testModel({ reasoning: { ...budget, control: 'effort' } }) },
      undefined,
    ],
  ];
  for (const [what, over, expected] of thinking) {
    it(`asks for ${what}`, () => {
      assert.deepEqual(member(member(encode(over), 'generationConfig'), 'thinkingConfig'), expected);
    });
  }

  it('gives an answer back in the parts that it came in, each with its signature', () => {
    const signed = (thoughtSignature: string): object => ({ thoughtSignature });
    const answer = [
      chunk([thought('Hm')]),
      chunk([text('Let me '), text('see', signed('T1')), text('.')]),
      chunk([call('weather', { city: 'a' }, signed('C1')), call('weather', { city: 'b' })]),
      chunk([text('', signed('T2'))], 'STOP'),
    ];
    const collector = new Collector();
    for (const part of decode(answer)) collector.add(part);
    const [first, ...rest] = collector.parts;
    assert.ok(first !== undefined);
    const history: ChatRequest['messages'] = [
      userMessage('q'),
      assistant(first, ...rest),
      result('a-0'),
      result('a-1'),
    ];
    const parts = (id: string, city: string): object => ({ id, name: 'weather', args: { city } });
    assert.deepEqual(contentsOf({ messages: history }).slice(1), [
      {
        role: 'model',
        parts: [
          { text: 'Let me ' },
          { text: 'see', thoughtSignature: 'T1' },
          { text: '.' },
          { functionCall: parts('a-0', 'a'), thoughtSignature: 'C1' },
          { functionCall: parts('a-1', 'b') },
          { text: '', thoughtSignature: 'T2' },
        ],
      },
      { role: 'user', parts: [response('a-0'), response('a-1')] },
    ]);
  });

  it('gives signed thoughts back, and none without a signature', () => {
    const token = JSON.stringify([{ from: 2, to: 4, signature: 'S' }]);
    const parts: [AssistantPart, ...AssistantPart[]] = [
      { kind: 'reasoning', text: 'Hmm!', replay: own(token) },
      { kind: 'reasoning', text: 'unsigned', replay: null },
      { kind: 'citation', source: { url: 'https://a.example/', title: 'A' } },
      { kind: 'text', text: 'a', replay: null },
    ];
    assert.deepEqual(contentsOf({ messages: [userMessage('q'), assistant(...parts)] })[1], {
      role: 'model',
      parts: [{ text: 'm!', thought: true, thoughtSignature: 'S' }, { text: 'a' }],
    });
  });

  it('gives no signature to another model or account, and reads none that is broken', () => {
    const broken = [
      'x',
      '{}',
      '[1,{"from":0,"to":1},{"from":0,"to":9,"signature":"S"},{"from":0,"to":1,"signature":"R"}]',
    ];
    const replays: readonly Replay[] = [
      { ...own('[{"from":0,"to":1,"signature":"S"}]'), model: modelId('other') },
      { ...own('[{"from":0,"to":1,"signature":"S"}]'), account: accountId('other') },
      ...broken.map(own),
    ];
    const sent = replays.map((replay) =>
      arrayAt(contentsOf({ messages: [assistant({ kind: 'text', text: 'a', replay }), userMessage('q')] })[0], 'parts'),
    );
    assert.deepEqual(sent, [
      [{ text: 'a' }],
      [{ text: 'a' }],
      [{ text: 'a' }],
      [{ text: 'a' }],
      [
        { text: 'a', thoughtSignature: 'S' },
        { text: '', thoughtSignature: 'R' },
      ],
    ]);
  });

  it('puts the accepted dummy on the first unsigned call of each step, for Gemini 3 only', () => {
    const foreign = { ...own('C'), model: modelId('other') };
    const messages: ChatRequest['messages'] = [
      userMessage('q'),
      assistant(made('c1', foreign), made('c2')),
      result('c1'),
      result('c2'),
      assistant(made('c3', own('C3')), made('c4')),
      result('c3'),
      result('c4'),
    ];
    const signatures = (model: ChatRequest['model']): readonly (string | null)[] =>
      contentsOf({ model, messages })
        .flatMap((content) => arrayAt(content, 'parts'))
        .filter((part) => member(part, 'functionCall') !== undefined)
        .map((part) => stringAt(part, 'thoughtSignature'));
    assert.deepEqual(signatures(gemini3), ['skip_thought_signature_validator', null, 'C3', null]);
    assert.deepEqual(signatures(gemini2), [null, null, 'C3', null]);
  });

  it('puts the results of a step right after its calls, in one content and in their order', () => {
    const messages: ChatRequest['messages'] = [
      userMessage('q'),
      assistant({ kind: 'text', text: 'Well', replay: null }),
      assistant(made('c1', own('S')), made('c2')),
      userMessage('Meanwhile'),
      result('c2'),
      result('c1', { kind: 'text', text: 'down' }, true),
    ];
    assert.deepEqual(contentsOf({ messages }).slice(1), [
      { role: 'model', parts: [{ text: 'Well' }, modelPart('c1', 'S'), modelPart('c2')] },
      { role: 'user', parts: [response('c1', { response: { error: 'down' } }), response('c2')] },
      { role: 'user', parts: [{ text: 'Meanwhile' }] },
    ]);
  });

  it('leaves out a call without a result, a result without a call, and what is then empty', () => {
    const messages: ChatRequest['messages'] = [userMessage('q'), assistant(made('c1')), result('c2'), userMessage('')];
    assert.deepEqual(contentsOf({ messages }), [{ role: 'user', parts: [{ text: 'q' }] }]);
  });

  it('makes other vendors’ ids fit, the same for call and result, and pairs ids that come again', () => {
    const odd = `call:${'x'.repeat(80)}`;
    const messages: ChatRequest['messages'] = [
      userMessage('q'),
      assistant(made(odd), made('call_0')),
      result('call_0', { kind: 'text', text: 'first' }),
      result(odd),
      assistant(made('call_0'), made('')),
      result('call_0', { kind: 'text', text: 'second' }),
      result(''),
    ];
    const ids = (name: string): readonly (string | null)[] =>
      contentsOf({ messages })
        .flatMap((content) => arrayAt(content, 'parts'))
        .flatMap((part) => (member(part, name) === undefined ? [] : [stringAt(member(part, name), 'id')]));
    assert.deepEqual(ids('functionCall'), ['maestro-call-0', 'call_0', 'call_0', 'maestro-call-1']);
    assert.deepEqual(ids('functionResponse'), ids('functionCall'));
    const outputs = JSON.stringify(contentsOf({ messages }));
    assert.ok(outputs.indexOf('first') < outputs.indexOf('second'));
  });

  it('shows images, and says so where Google cannot look at one', () => {
    const content: [UserPart, ...UserPart[]] = [{ kind: 'text', text: 'Look' }, image('image/png'), image('image/gif')];
    assert.deepEqual(contentsOf({ messages: [{ role: 'user', content }] }), [
      {
        role: 'user',
        parts: [{ text: 'Look' }, inline, { text: '[An image of the type image/gif, which you cannot see.]' }],
      },
    ]);
  });

  it('gives images of a tool inside its response, or beside it where the model is older', () => {
    const messages: ChatRequest['messages'] = [
      userMessage('q'),
      assistant(made('c1', own('S')), made('c2')),
      result('c1', image('image/png')),
      result('c2', image('image/gif')),
    ];
    const note = response('c2', { response: { output: '[An image of the type image/gif, which you cannot see.]' } });
    assert.deepEqual(contentsOf({ messages }).at(-1), {
      role: 'user',
      parts: [response('c1', { response: { output: '' }, parts: [inline] }), note],
    });
    assert.deepEqual(contentsOf({ model: gemini2, messages }).at(-1), {
      role: 'user',
      parts: [response('c1', { response: { output: '' } }), note, inline],
    });
  });
});
