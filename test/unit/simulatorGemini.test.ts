import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { arrayAt, type Json, member, objectAt, parseJson, stringAt } from '../../src/core/json.ts';
import type { HeaderPairs } from '../simulator/received.ts';
import { type Simulator, startSimulator } from '../simulator/simulator.ts';
import { exchange, type WireAnswer } from '../simulator/wire.ts';

const flash = 'gemini-3.8-flash';
const lite = 'gemini-2.5-flash-lite';
const said = (text: string, role = 'user'): object => ({ role, parts: [{ text }] });
const bodyOf = (question: string, more: object = {}): object => ({ contents: [said(question)], ...more });
const withTool = (tool: object): object => bodyOf('q', { tools: [{ functionDeclarations: [tool] }] });
const thinking = (thinkingConfig: object): object => ({ generationConfig: { thinkingConfig } });

describe('simulator: Gemini', () => {
  let simulator: Simulator;
  let headers: HeaderPairs;
  before(async () => {
    simulator = await startSimulator({ deltaMs: 0, gemini: { pageLimit: 3 } });
    headers = headersOf(simulator.gemini.keyOf('paid'));
  });
  after(() => simulator.close());

  const ask = (body: object, model = flash, sent = headers, query = '?alt=sse'): Promise<WireAnswer> =>
    exchange(`${simulator.gemini.baseUrl}/models/${model}:streamGenerateContent${query}`, {
      method: 'POST',
      headers: sent,
      body: JSON.stringify(body),
    });
  const list = (query: string, key: string): Promise<WireAnswer> => {
    const sent = headersOf(key).filter(([name]) => name !== 'Content-Type');
    return exchange(`${simulator.gemini.baseUrl}/models${query}`, { headers: sent });
  };

  it('answers a correct request as an event stream, and without alt=sse as a list', async () => {
    const answer = await ask(bodyOf('Who am I?'));
    assert.equal(answer.status, 200);
    assert.equal(answer.headers['content-type'], 'text/event-stream');
    assert.match(textOf(eventsOf(answer)), /Ada Lovelace.*over the Gemini API/);
    const whole = await ask(bodyOf('Who am I?'), flash, headers, '');
    assert.match(String(whole.headers['content-type']), /^application\/json/);
    const chunks = parseJson(whole.body);
    assert.ok(Array.isArray(chunks));
    assert.equal(textOf(chunks), textOf(eventsOf(answer)));
  });

  it('counts tokens as it goes and says STOP once, at the end', async () => {
    const events = eventsOf(await ask(bodyOf('Please think.', thinking({ includeThoughts: true }))));
    const reasons = events.map((event) => stringAt(arrayAt(event, 'candidates')[0], 'finishReason'));
    assert.deepEqual([reasons.findIndex((reason) => reason !== null), reasons.at(-1)], [events.length - 1, 'STOP']);
    const [first, last] = [events[0], events.at(-1)].map((event) => member(event, 'usageMetadata'));
    assert.ok(Number(member(last, 'candidatesTokenCount')) > 3 && Number(member(last, 'thoughtsTokenCount')) > 3);
    assert.ok(Number(member(first, 'totalTokenCount')) < Number(member(last, 'totalTokenCount')));
    assert.ok(partsOf(events).some((part) => member(part, 'thought') === true));
    assert.ok(stringAt(partsOf(events).at(-1), 'thoughtSignature') !== null);
  });

  it('shows no thoughts that were not asked for', async () => {
    const events = eventsOf(await ask(bodyOf('Please think.')));
    assert.ok(partsOf(events).every((part) => member(part, 'thought') === undefined));
  });

  it('insists on presence, case and order of its headers, and on a key that is nowhere else', async () => {
    for (const [index, [name, value]] of headers.entries()) {
      assert.ok((await ask(bodyOf('Hi'), flash, headers.toSpliced(index, 1))).status >= 400, `without ${name}`);
      const flipped = name === name.toLowerCase() ? name.toUpperCase() : name.toLowerCase();
      const otherCase = await ask(bodyOf('Hi'), flash, headers.toSpliced(index, 1, [flipped, value]));
      assert.match(messageOf(otherCase), /in this order and case/, name);
    }
    assert.match(messageOf(await ask(bodyOf('Hi'), flash, headers.toReversed())), /in this order and case/);
    const inAddress = await ask(bodyOf('Hi'), flash, headers, '?alt=sse&key=AIzaInTheAddress');
    assert.match(messageOf(inAddress), /into the header x-goog-api-key/);
    assert.ok(simulator.secrets.includes('AIzaInTheAddress'));
    const other = headers.map(([name, value]) => [name, name === 'User-Agent' ? 'google-genai-sdk/3' : value] as const);
    assert.match(messageOf(await ask(bodyOf('Hi'), flash, other)), /User-Agent/);
    const text = headers.map(([name, value]) => [name, name === 'Content-Type' ? 'text/plain' : value] as const);
    assert.match(messageOf(await ask(bodyOf('Hi'), flash, text)), /application\/json/);
  });

  it('knows whose a key is, and what it may do', async () => {
    const { keyOf } = simulator.gemini;
    const colleague = await ask(bodyOf('Who am I?'), flash, headersOf(keyOf('colleague')));
    assert.match(textOf(eventsOf(colleague)), /Grace Hopper/);
    const unknown = await ask(bodyOf('Hi'), flash, headersOf('AIzaUnknownKeyUnknownKey'));
    assert.equal(unknown.status, 400);
    assert.match(unknown.body, /API_KEY_INVALID/);
    const restricted = await ask(bodyOf('Hi'), flash, headersOf(keyOf('restricted')));
    assert.deepEqual([restricted.status, /API_KEY_SERVICE_BLOCKED/.test(restricted.body)], [403, true]);
    const free = headersOf(keyOf('free'));
    assert.equal((await ask(bodyOf('Hi'), flash, free)).status, 200);
    const pro = await ask(bodyOf('Hi'), 'gemini-3.1-pro-preview', free);
    assert.deepEqual([pro.status, /limit: 0/.test(messageOf(pro))], [429, true]);
  });

  it('lists its models page by page', async () => {
    const names: (string | null)[] = [];
    let token = '';
    do {
      const page = parseJson((await list(`?pageSize=1000${token}`, simulator.gemini.keyOf('paid'))).body);
      assert.ok(arrayAt(page, 'models').length <= 3);
      names.push(...arrayAt(page, 'models').map((model) => stringAt(model, 'name')));
      const next = stringAt(page, 'nextPageToken');
      token = next === null ? '' : `&pageToken=${next}`;
    } while (token !== '');
    assert.ok(names.length > 6 && new Set(names).size === names.length && names.includes(`models/${flash}`));
    for (const query of ['?pageSize=0', '?pageSize=1001', '?pageToken=x', '?colour=red']) {
      assert.equal((await list(query, simulator.gemini.keyOf('paid'))).status, 400, query);
    }
  });

  const call = (id: string, more: object = {}): object => ({ functionCall: { id, name: 'f', args: {} }, ...more });
  const response = (id: string): object => ({ functionResponse: { id, name: 'f', response: { output: 'x' } } });
  const dummy = { thoughtSignature: 'skip_thought_signature_validator' };
  const turns = (...contents: readonly object[]): object => ({ contents: [said('q'), ...contents] });
  const ofModel = (...parts: readonly object[]): object => ({ role: 'model', parts });
  const ofUser = (...parts: readonly object[]): object => ({ role: 'user', parts });
  const inline = (mimeType: string, data = 'AAAA'): object => ({ inlineData: { mimeType, data } });

  const wrongs: readonly (readonly [what: string, body: object, message: RegExp, model?: string])[] = [
    ['no contents', {}, /contents is not specified/],
    ['an unknown member', bodyOf('q', { model: flash }), /Unknown name "model": Cannot find field/],
    ['an unknown setting', bodyOf('q', { generationConfig: { max_tokens: 1 } }), /"max_tokens" at 'generation_config'/],
    ['settings that are none', bodyOf('q', { generationConfig: 'hot' }), /Invalid value at 'generation_config'/],
    ['an unknown member of a turn', turns({ ...said('a'), name: 'Ada' }), /Unknown name "name" at 'contents\[1\]'/],
    ['a part that is none', turns({ role: 'user', parts: ['a'] }), /A part is an object/],
    ['a text that is none', turns(ofUser({ text: 1 })), /TYPE_STRING/],
    ['a response of the model', turns(ofModel(response('1')), said('b')), /belongs to the user/],
    ['a call without name', turns(ofModel({ functionCall: { args: {} } })), /Name cannot be empty/],
    ['a call without arguments', turns(ofModel({ functionCall: { name: 'f' } })), /google\.protobuf\.Struct/],
    [
      'a response that is text',
      turns(ofUser({ functionResponse: { name: 'f', response: 'x' } })),
      /google\.protobuf\.Struct/,
    ],
    [
      'a tool with two schemas',
      withTool({ name: 'f', parameters: {}, parametersJsonSchema: {} }),
      /mutually exclusive/,
    ],
    ['a tool with an unknown member', withTool({ name: 'f', strict: true }), /Unknown name "strict"/],
    [
      'an unknown way to call',
      { ...withTool({ name: 'f' }), toolConfig: { functionCallingConfig: { mode: 'any' } } },
      /"any"/,
    ],
    ['an unknown role', turns(said('a', 'assistant')), /valid role: user, model/],
    ['no parts', turns(ofUser()), /parts must not be empty/],
    ['an empty text', turns(ofUser({ text: '' })), /must not be empty/],
    ['two kinds of data in a part', turns(ofUser({ text: 'a', ...inline('image/png') })), /oneof field 'data'/],
    ['an unknown kind of part', turns(ofUser({ image: 'x' })), /Unknown name "image"/],
    ['a thought of a person', turns(ofUser({ text: 'a', thought: true })), /belongs to the model/],
    ['a thought without signature', turns(ofModel({ text: 'a', thought: true }), said('b')), /without its signature/],
    ['a picture that it cannot see', turns(ofUser(inline('image/gif'))), /Unsupported MIME type: image\/gif/],
    ['a picture that is none', turns(ofUser(inline('image/png', '%'))), /Base64 decoding failed/],
    ['a model that speaks last', turns(said('a', 'model')), /last turn is of the user/],
    ['a call without response', turns(ofModel(call('1', dummy)), said('b')), /number of function response parts/],
    ['a response without call', turns(ofUser(response('1'))), /immediately after a function call turn/],
    [
      'a call after the model',
      turns(said('a', 'model'), ofModel(call('1', dummy)), ofUser(response('1'))),
      /immediately after a user turn/,
    ],
    ['a response to another call', turns(ofModel(call('1', dummy)), ofUser(response('2'))), /No function call matches/],
    ['an odd id', turns(ofModel(call('a/b', dummy)), ofUser(response('a/b'))), /Invalid value at 'contents\[1\]/],
    ['a call without signature', turns(ofModel(call('1')), ofUser(response('1'))), /missing a thought_signature/],
    [
      'a made-up signature',
      turns(ofModel({ text: 'a', thoughtSignature: 'AAAA' }), said('b')),
      /Corrupted thought signature/,
    ],
    ['the dummy on a text', turns(ofModel({ text: 'a', ...dummy }), said('b')), /Corrupted thought signature/],
    ['empty instructions', bodyOf('q', { systemInstruction: { parts: [] } }), /should not be empty/],
    [
      'a tool with a bad name',
      bodyOf('q', { tools: [{ functionDeclarations: [{ name: '1' }] }] }),
      /Invalid function name/,
    ],
    ['a tool twice', bodyOf('q', { tools: [{ functionDeclarations: [{ name: 'f' }, { name: 'f' }] }] }), /Duplicate/],
    [
      'how to call no tools',
      bodyOf('q', { toolConfig: { functionCallingConfig: { mode: 'ANY' } } }),
      /without function_decl/,
    ],
    ['level and budget', bodyOf('q', thinking({ thinkingLevel: 'LOW', thinkingBudget: 1 })), /only one of/],
    ['a level that it does not have', bodyOf('q', thinking({ thinkingLevel: 'MINIMAL' })), /MINIMAL is not supported/],
    [
      'a level of an older model',
      bodyOf('q', thinking({ thinkingLevel: 'LOW' })),
      /not supported for this model/,
      lite,
    ],
    ['a budget too small', bodyOf('q', thinking({ thinkingBudget: 100 })), /between 512 and 24576/, lite],
    ['thoughts while it does not think', bodyOf('q', thinking({ includeThoughts: true })), /only enabled when/, lite],
    [
      'a budget of nothing',
      bodyOf('q', thinking({ thinkingBudget: 0 })),
      /only works in thinking mode/,
      'gemini-2.5-pro',
    ],
    ['thinking', bodyOf('q', thinking({})), /Thinking is not enabled/, 'gemini-2.0-flash'],
    [
      'a picture inside the response of an older model',
      turns(ofModel(call('1')), ofUser({ functionResponse: { id: '1', name: 'f', response: {}, parts: [] } })),
      /Multimodal function responses/,
      lite,
    ],
  ];
  for (const [what, body, message, model = flash] of wrongs) {
    it(`refuses ${what}`, async () => {
      const answer = await ask(body, model);
      assert.equal(answer.status, 400);
      assert.match(messageOf(answer), message);
    });
  }

  it('refuses what is no JSON, and knows no other address', async () => {
    const url = `${simulator.gemini.baseUrl}/models/${flash}:streamGenerateContent?alt=sse`;
    assert.equal((await exchange(url, { method: 'POST', headers, body: '{oops' })).status, 400);
    assert.equal((await exchange(`${simulator.gemini.baseUrl}/files`, { headers })).status, 404);
  });

  it('refuses unknown models, and those that cannot chat', async () => {
    for (const model of ['gemini-1.0', 'embedding-001', '..%2Fsecret']) {
      const answer = await ask(bodyOf('Hi'), model);
      assert.equal(answer.status, 404);
      assert.match(answer.body, /NOT_FOUND/);
    }
  });

  it('takes a signature back on the part that it was on, from whom and for what it was', async () => {
    const events = eventsOf(await ask(bodyOf('call f with {"a":1} and call f with {"a":2}')));
    const [first = null, second = null] = partsOf(events);
    assert.ok(stringAt(first, 'thoughtSignature') !== null && stringAt(second, 'thoughtSignature') === null);
    const answered = [first, second].map((part) => response(stringAt(member(part, 'functionCall'), 'id') ?? ''));
    const back = (...parts: readonly Json[]): object => ({
      contents: [said('q'), { role: 'model', parts }, { role: 'user', parts: answered }],
    });
    assert.match(textOf(eventsOf(await ask(back(first, second)))), /The tool `f` says: x/);
    const signature = { thoughtSignature: stringAt(first, 'thoughtSignature') ?? '' };
    const moved = [{ functionCall: objectAt(first, 'functionCall') }, { ...Object(second), ...signature }];
    assert.match(messageOf(await ask(back(...moved))), /Thought signature is not valid/);
    const other = headersOf(simulator.gemini.keyOf('colleague'));
    assert.match(messageOf(await ask(back(first, second), flash, other)), /Thought signature is not valid/);
    assert.match(messageOf(await ask(back(first, second), 'gemini-3.5-flash')), /Thought signature is not valid/);
  });

  it('gives no ids and no signatures with older models', async () => {
    const [part] = partsOf(eventsOf(await ask(bodyOf('call f with {}'), lite)));
    assert.deepEqual(part, { functionCall: { name: 'f', args: {} } });
  });

  it('makes no call of arguments that are none', async () => {
    const events = eventsOf(await ask(bodyOf('call f with {oops}')));
    assert.equal(stringAt(arrayAt(events.at(-1), 'candidates')[0], 'finishReason'), 'MALFORMED_FUNCTION_CALL');
  });

  it('ends every key when everything is revoked', async () => {
    simulator.revokeEverything();
    const answer = await ask(bodyOf('Hi'));
    assert.deepEqual([answer.status, /API_KEY_INVALID/.test(answer.body)], [400, true]);
  });
});

function headersOf(key: string): HeaderPairs {
  return [
    ['x-goog-api-key', key],
    ['Content-Type', 'application/json'],
    ['User-Agent', 'TheMaestro/0.1.0'],
  ];
}

function eventsOf(answer: WireAnswer): readonly Json[] {
  return [...answer.body.matchAll(/^data: (.*)\r$/gm)].map(([, data = '']) => parseJson(data) ?? null);
}

function partsOf(events: readonly Json[]): readonly Json[] {
  return events.flatMap((event) => arrayAt(member(arrayAt(event, 'candidates')[0], 'content'), 'parts'));
}

function textOf(events: readonly Json[]): string {
  return partsOf(events)
    .map((part) => (member(part, 'thought') === true ? '' : (stringAt(part, 'text') ?? '')))
    .join('');
}

function messageOf(answer: WireAnswer): string {
  return stringAt(member(parseJson(answer.body), 'error'), 'message') ?? '';
}
