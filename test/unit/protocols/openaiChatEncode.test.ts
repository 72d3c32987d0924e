import assert from 'node:assert/strict';
import { arrayAt, type Json, type JsonObject, member, stringAt } from '../../../src/core/json.ts';
import {
  type AssistantPart,
  accountId,
  type ChatRequest,
  callId,
  type Message,
  type NonEmpty,
  type Replay,
  type UserPart,
} from '../../../src/core/model.ts';
import { type Dialect, encodeChatRequest } from '../../../src/protocols/openaiChat/encode.ts';
import { type ReplayToken, writeToken } from '../../../src/protocols/openaiChat/replay.ts';
import { userMessage } from '../../testMessages.ts';
import { testAbilities, testIssuer, testModel } from '../../testModel.ts';

const usual: Dialect = { effort: 'reasoning_effort', callIds: 'usual', streamsCalls: true, without: [] };
const weather = { name: 'weather', description: 'Tells the weather', parameters: { type: 'object' } };
const tools = { mode: 'auto', tools: [weather] } as const;
const image: UserPart = { kind: 'image', type: 'image/png', data: 'AAAA' };
const words = (text: string): UserPart => ({ kind: 'text', text });
const text = (content: string): AssistantPart => ({ kind: 'text', text: content, replay: null });
const user = (...content: NonEmpty<UserPart>): Message => ({ role: 'user', content });
const assistant = (...content: NonEmpty<AssistantPart>): Message => ({ role: 'assistant', content });
const call = (id: string, replay: Replay | null = null): AssistantPart => ({
  kind: 'tool-call',
  call: callId(id),
  tool: 'weather',
  input: { city: 'Paris' },
  replay,
});
const result = (id: string, content: NonEmpty<UserPart> = [words('sunny')], failed = false): Message => ({
  role: 'tool',
  results: [{ call: callId(id), content, failed }],
});
const given = (token: ReplayToken): Replay => ({ ...testIssuer, token: writeToken(token) });

function encode(
  messages: NonEmpty<Message>,
  over: Partial<ChatRequest> = {},
  dialect: Partial<Dialect> = {},
): JsonObject {
  const request: ChatRequest = {
    model: testModel(),
    instructions: 'Be brief.',
    messages,
    tools: { mode: 'none' },
    verbosity: 'low',
    effort: null,
    ...over,
  };
  return encodeChatRequest(request, testIssuer, { ...usual, ...dialect });
}

/** The messages after the instructions. */
const sent = (...args: Parameters<typeof encode>): readonly Json[] => arrayAt(encode(...args), 'messages').slice(1);
const roles = (messages: readonly Json[]): readonly (string | null)[] => messages.map((one) => stringAt(one, 'role'));
/** The ids of calls and results, in the order in which they stand. */
const idsIn = (messages: readonly Json[]): readonly (string | null)[] =>
  messages.flatMap((one) => [
    ...arrayAt(one, 'tool_calls').map((made) => stringAt(made, 'id')),
    ...(stringAt(one, 'role') === 'tool' ? [stringAt(one, 'tool_call_id')] : []),
  ]);

describe('Chat Completions request', () => {
  it('says only what every server knows', () => {
    assert.deepEqual(encode([userMessage('q')]), {
      model: 'model-1',
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'q' },
      ],
      stream: true,
      stream_options: { include_usage: true },
    });
    assert.deepEqual(roles(arrayAt(encode([userMessage('q')], { instructions: '' }), 'messages')), ['user']);
  });

  it('offers tools, and says so where one must be used', () => {
    const bare = { name: 'now', description: '', parameters: {} };
    const body = encode([userMessage('q')], { tools: { mode: 'required', tools: [weather, bare] } });
    assert.deepEqual(member(body, 'tools'), [
      { type: 'function', function: weather },
      { type: 'function', function: { ...bare, parameters: { type: 'object', properties: {} } } },
    ]);
    assert.equal(member(body, 'tool_choice'), 'required');
    assert.equal(member(encode([userMessage('q')], { tools }), 'tool_choice'), undefined);
  });

  it('follows the server: no tools for a model without, no stream where it loses calls, nothing that is refused', () => {
    const blind = testModel({ can: testAbilities({ tools: false }) });
    assert.equal(member(encode([userMessage('q')], { tools, model: blind }), 'tools'), undefined);
    const whole = encode([userMessage('q')], { tools }, { streamsCalls: false });
    assert.deepEqual([member(whole, 'stream'), member(whole, 'stream_options')], [false, undefined]);
    assert.equal(member(encode([userMessage('q')], {}, { streamsCalls: false }), 'stream'), true);
    const slow = encode([userMessage('q')], { model: testModel({ can: testAbilities({ streaming: false }) }) });
    assert.deepEqual([member(slow, 'stream'), member(slow, 'stream_options')], [false, undefined]);
    const refused = encode([userMessage('q')], {}, { without: ['stream_options'] });
    assert.deepEqual(Object.keys(refused), ['model', 'messages', 'stream']);
  });

  it('asks for an effort that the model lists, in the server’s words', () => {
    const model = testModel({ reasoning: { efforts: ['low', 'high'], usual: null, control: 'effort' } });
    assert.equal(member(encode([userMessage('q')], { model, effort: 'high' }), 'reasoning_effort'), 'high');
    const openRouter = encode([userMessage('q')], { model, effort: 'low' }, { effort: 'reasoning' });
    assert.deepEqual(member(openRouter, 'reasoning'), { effort: 'low' });
    assert.equal(member(encode([userMessage('q')], { model, effort: 'max' }), 'reasoning_effort'), undefined);
    assert.equal(member(encode([userMessage('q')], { effort: 'low' }), 'reasoning_effort'), undefined);
  });

  it('shows images as data URLs, and a model that sees none that there was one', () => {
    const [message] = sent([user(words('Look:'), image)]);
    assert.deepEqual(member(message, 'content'), [
      { type: 'text', text: 'Look:' },
      { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
    ]);
    const [blind] = sent([user(words('Look:'), image)], {
      model: testModel({ can: testAbilities({ images: false }) }),
    });
    assert.equal(member(blind, 'content'), 'Look:\n\n[An image that this model cannot see]');
  });

  it('gives calls and results back, results directly after their calls', () => {
    const history = sent([userMessage('q'), assistant(text('Hm.'), call('a'), call('b')), result('b'), result('a')]);
    assert.deepEqual(history.slice(1), [
      {
        role: 'assistant',
        content: 'Hm.',
        tool_calls: ['a', 'b'].map((id) => ({
          id,
          type: 'function',
          function: { name: 'weather', arguments: '{"city":"Paris"}' },
        })),
      },
      { role: 'tool', tool_call_id: 'a', content: 'sunny' },
      { role: 'tool', tool_call_id: 'b', content: 'sunny' },
    ]);
    const [, onlyCall] = sent([userMessage('q'), assistant(call('a')), result('a')]);
    assert.equal(member(onlyCall, 'content'), null);
  });

  it('says in a result that it is an error, and lets the user show its image', () => {
    const history = sent([
      userMessage('q'),
      assistant(call('a')),
      result('a', [words('no'), image], true),
      userMessage('?'),
    ]);
    assert.deepEqual(history.slice(2), [
      { role: 'tool', tool_call_id: 'a', content: 'Error: no\n[The image follows]' },
      {
        role: 'user',
        content: [
          { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
          { type: 'text', text: '?' },
        ],
      },
    ]);
  });

  it('leaves out calls without results, results without calls and answers without words, and lets the sides alternate', () => {
    const thought: AssistantPart = { kind: 'reasoning', text: 'hm', replay: null };
    const cited: AssistantPart = { kind: 'citation', source: { url: 'https://a', title: 'A' } };
    const history = sent([userMessage('1'), assistant(thought, cited, call('a')), result('b'), userMessage('2')]);
    assert.deepEqual(history, [{ role: 'user', content: '1\n\n2' }]);
    const twice = sent([userMessage('q'), assistant(text('a')), assistant(text('b'), call('c')), result('c')]);
    assert.deepEqual(roles(twice), ['user', 'assistant', 'tool']);
    assert.equal(stringAt(twice[1], 'content'), 'ab');
  });

  it('gives every call of the conversation an id of its own that the server takes', () => {
    const long = 'toolu_'.repeat(10);
    const turn = (id: string): readonly Message[] => [assistant(call(id)), result(id), userMessage('on')];
    const history: NonEmpty<Message> = [
      userMessage('q'),
      ...turn('call_0'),
      ...turn('call_0'),
      ...turn(long),
      ...turn('x y'),
    ];
    const ids = ['call_0', 'call00001', 'call00002', 'call00003'];
    assert.deepEqual(
      idsIn(sent(history)),
      ids.flatMap((id) => [id, id]),
    );
    assert.deepEqual(idsIn(sent(history)), idsIn(sent(history)));
    const nine = idsIn(sent([userMessage('q'), ...turn('abcDEF123'), ...turn('call_0')], {}, { callIds: 'nine' }));
    assert.deepEqual(nine, ['abcDEF123', 'abcDEF123', 'call00001', 'call00001']);
  });

  it('pairs an id that is used again with the nearest result', () => {
    const history = sent([
      userMessage('q'),
      assistant(call('a')),
      userMessage('stop'),
      assistant(call('a')),
      result('a'),
    ]);
    assert.deepEqual(roles(history), ['user', 'assistant', 'tool']);
  });

  it('gives details of reasoning back always, plain thoughts while tools are used, and both only to whom they came from', () => {
    const details = [{ type: 'reasoning.encrypted', data: 'x' }];
    const sealed: AssistantPart = { kind: 'reasoning', text: '', replay: given({ kind: 'details', details }) };
    const plain: AssistantPart = {
      kind: 'reasoning',
      text: 'hm',
      replay: given({ kind: 'field', field: 'reasoning_content' }),
    };
    const extra = given({ kind: 'extra', extra: { google: { thought_signature: 's' } } });
    const messages: NonEmpty<Message> = [
      userMessage('1'),
      assistant(sealed, plain, text('a')),
      userMessage('2'),
      assistant(plain, text('b')),
      userMessage('3'),
      assistant(plain, plain, call('c', extra)),
      result('c'),
    ];
    const [, first, , second, , third] = sent(messages);
    assert.deepEqual(member(first, 'reasoning_details'), details);
    assert.deepEqual(Object.keys(second ?? {}), ['role', 'content']);
    assert.equal(member(third, 'reasoning_content'), 'hmhm');
    assert.deepEqual(member(arrayAt(third, 'tool_calls')[0], 'extra_content'), { google: { thought_signature: 's' } });
    // The image of a result is shown by the user, who has not asked anything with it.
    const shown = sent([userMessage('q'), assistant(plain, call('c')), result('c', [words('r'), image])]);
    assert.deepEqual(
      [roles(shown), member(shown[1], 'reasoning_content')],
      [['user', 'assistant', 'tool', 'user'], 'hm'],
    );

    const elsewhere = { ...testIssuer, account: accountId('another') };
    const request: ChatRequest = {
      model: testModel(),
      instructions: '',
      messages,
      tools: { mode: 'none' },
      verbosity: 'low',
      effort: null,
    };
    const foreign = JSON.stringify(encodeChatRequest(request, elsewhere, usual));
    assert.doesNotMatch(foreign, /reasoning|thought_signature|hm/);
  });

  it('gives nothing back for a token that cannot be read', () => {
    const broken = { ...testIssuer, token: 'not one' };
    const thought: AssistantPart = { kind: 'reasoning', text: 'hm', replay: broken };
    const history = sent([userMessage('q'), assistant(thought, call('a', broken)), result('a')]);
    assert.deepEqual(Object.keys(history[1] ?? {}), ['role', 'content', 'tool_calls']);
  });
});
