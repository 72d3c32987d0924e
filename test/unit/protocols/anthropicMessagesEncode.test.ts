import assert from 'node:assert/strict';
import fc from 'fast-check';
import { arrayAt, type JsonObject, member, stringAt } from '../../../src/core/json.ts';
import {
  type AssistantPart,
  type CallId,
  type ChatRequest,
  callId,
  type Message,
  modelId,
  type Replay,
} from '../../../src/core/model.ts';
import { wrongMessages } from '../../simulator/anthropic/messagesContent.ts';
import { userMessage } from '../../testMessages.ts';
import { testAbilities, testIssuer, testModel } from '../../testModel.ts';
import { assistant, call, contents, encode, limits, result, use, weather } from './messagesRequest.ts';

const pixel = 'iVBORw0KGgo=';
const said = (text: string): AssistantPart => ({ kind: 'text', text, replay: null });
const brought = (id: string): JsonObject => ({
  type: 'tool_result',
  tool_use_id: id,
  content: [{ type: 'text', text: 'sunny' }],
});

describe('Messages request', () => {
  it('has what the API requires, and marks what may be kept: system and the last message', () => {
    assert.deepEqual(encode(), {
      model: 'model-1',
      max_tokens: 64_000,
      stream: true,
      system: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral' } }],
      messages: [{ role: 'user', content: [{ type: 'text', text: 'q', cache_control: { type: 'ephemeral' } }] }],
    });
  });

  it('wants the answer as a whole of a model that does not stream', () => {
    const model = testModel({ limits, can: testAbilities({ streaming: false }) });
    assert.deepEqual([member(encode(), 'stream'), member(encode({ model }), 'stream')], [true, false]);
  });

  it('puts a preamble in a system block of its own before the instructions', () => {
    const system = arrayAt(encode({}, 'You are theirs.'), 'system');
    assert.deepEqual(
      system.map((block) => stringAt(block, 'text')),
      ['You are theirs.', 'Be brief.'],
    );
    assert.deepEqual(
      system.map((block) => member(block, 'cache_control') !== undefined),
      [false, true],
    );
    assert.equal(member(encode({ instructions: ' ' }), 'system'), undefined);
  });

  it('asks for as many tokens as the model gives, within reason; all of them for the longest efforts', () => {
    const maxTokens = (outputTokens: number | null, effort: ChatRequest['effort'] = null): unknown =>
      member(
        encode({
          model: testModel({
            limits: { inputTokens: 1, outputTokens },
            reasoning: { efforts: ['max'], usual: null, control: 'adaptive' },
          }),
          effort,
        }),
        'max_tokens',
      );
    assert.equal(maxTokens(128_000), 64_000);
    assert.equal(maxTokens(32_000), 32_000);
    assert.equal(maxTokens(null), 8_192);
    assert.equal(maxTokens(128_000, 'max'), 128_000);
  });

  it('offers tools with a schema that says it is an object, and says whether one must be used', () => {
    const body = encode({ tools: { mode: 'required', tools: [weather] } });
    assert.deepEqual(member(body, 'tools'), [
      { name: 'weather', description: 'Tells the weather', input_schema: { type: 'object', properties: {} } },
    ]);
    assert.deepEqual(member(body, 'tool_choice'), { type: 'any' });
    assert.deepEqual(member(encode({ tools: { mode: 'auto', tools: [weather] } }), 'tool_choice'), { type: 'auto' });
  });

  it('gives images as they are, also in a result; a result that is an error has text only', () => {
    const image = { kind: 'image', type: 'image/png', data: pixel } as const;
    const block = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: pixel } };
    const content = [{ kind: 'text', text: 'seen' }, image] as const;
    const results = (failed: boolean): Message => ({ role: 'tool', results: [{ call: callId('a'), content, failed }] });
    const body = encode({
      messages: [
        { role: 'user', content: [image] },
        assistant(call('a')),
        results(false),
        assistant(call('a')),
        results(true),
      ],
    });
    const seen = { type: 'text', text: 'seen' };
    assert.deepEqual(contents(body), [
      [block],
      [use('a')],
      [{ type: 'tool_result', tool_use_id: 'a', content: [seen, block] }],
      [use('a_2')],
      [{ type: 'tool_result', tool_use_id: 'a_2', content: [seen], is_error: true }],
    ]);
  });

  it('has a word for a result that is an error without a text', () => {
    for (const part of [
      { kind: 'text', text: ' \n' },
      { kind: 'image', type: 'image/png', data: pixel },
    ] as const) {
      const results: Message = { role: 'tool', results: [{ call: callId('a'), content: [part], failed: true }] };
      const [, , answered] = contents(encode({ messages: [userMessage('q'), assistant(call('a')), results] }));
      const content = [{ type: 'text', text: 'The tool failed.' }];
      assert.deepEqual(answered, [{ type: 'tool_result', tool_use_id: 'a', content, is_error: true }]);
    }
  });
});

describe('Messages history', () => {
  it('joins results and what the person says next into one turn, results first', () => {
    const body = encode({
      messages: [
        userMessage('q'),
        assistant(said('Let me see.'), call('a'), call('b')),
        result('b'),
        result('a'),
        userMessage('and?'),
      ],
    });
    assert.deepEqual(contents(body), [
      [{ type: 'text', text: 'q' }],
      [{ type: 'text', text: 'Let me see.' }, use('a'), use('b')],
      [brought('b'), brought('a'), { type: 'text', text: 'and?' }],
    ]);
  });

  it('leaves out calls and results that are not answered right away, and what is said without a word', () => {
    const messages = [
      userMessage('q'),
      assistant(call('a'), said(' \n')),
      userMessage('never mind'),
      assistant({ kind: 'citation', source: { url: 'https://a.example/', title: 'A' } }),
      result('a'),
      result('x'),
      userMessage('so?'),
    ] as const;
    assert.deepEqual(contents(encode({ messages })), [
      ['q', 'never mind', 'so?'].map((text) => ({ type: 'text', text })),
    ]);
  });

  it('makes ids fit, the same for call and result, and no two calls alike', () => {
    const long = `fc:${'x'.repeat(80)}`;
    const messages = [
      userMessage('q'),
      assistant(call('call.1'), call(long), call('')),
      result('call.1'),
      result(long),
      result(''),
      assistant(call('call.1'), call(long)),
      result('call.1'),
      result(long),
    ] as const;
    const turns = contents(encode({ messages }));
    const ids = (turn: number, name: string): readonly unknown[] =>
      (turns[turn] ?? []).map((block) => member(block, name));
    assert.deepEqual(ids(1, 'id'), ['call_1', `fc_${'x'.repeat(61)}`, 'call']);
    assert.deepEqual(ids(2, 'tool_use_id'), ids(1, 'id'));
    assert.deepEqual(ids(3, 'id'), ['call_1_2', `fc_${'x'.repeat(59)}_2`]);
    assert.deepEqual(ids(4, 'tool_use_id'), ids(3, 'id'));
  });

  it('takes a call that is there twice once, as its result', () => {
    const messages = [userMessage('q'), assistant(call('a'), call('a')), result('a'), result('a')] as const;
    assert.deepEqual(contents(encode({ messages })).slice(1), [[use('a')], [brought('a')]]);
  });

  it('gives signed thinking back unchanged and in its place, to whom it came from only', () => {
    const reasoning = (text: string, token: string | null, over: Partial<Replay> = {}): AssistantPart => ({
      kind: 'reasoning',
      text,
      replay: token === null ? null : { ...testIssuer, token, ...over },
    });
    const body = encode({
      messages: [
        userMessage('q'),
        assistant(
          reasoning('Hm', '{"signature":"sig"}'),
          reasoning('', '{"data":"sealed"}'),
          reasoning('unsigned', null),
          reasoning('theirs', '{"signature":"x"}', { model: modelId('other') }),
          reasoning('odd', 'not ours'),
          call('a'),
        ),
        result('a'),
      ],
    });
    assert.deepEqual(contents(body)[1], [
      { type: 'thinking', thinking: 'Hm', signature: 'sig' },
      { type: 'redacted_thinking', data: 'sealed' },
      use('a'),
    ]);
  });

  it('leaves out thinking that led to nothing', () => {
    const signed: AssistantPart = {
      kind: 'reasoning',
      text: 'Hm',
      replay: { ...testIssuer, token: '{"signature":"s"}' },
    };
    const messages = [userMessage('q'), assistant(said('So:'), signed, call('a')), userMessage('and?')] as const;
    assert.deepEqual(contents(encode({ messages }))[1], [{ type: 'text', text: 'So:' }]);
  });

  it('names the tools of a history with calls even where none may be called', () => {
    const body = encode({ messages: [userMessage('q'), assistant(call('a')), result('a')] });
    assert.deepEqual(member(body, 'tools'), [{ name: 'weather', input_schema: { type: 'object' } }]);
    assert.deepEqual(member(body, 'tool_choice'), { type: 'none' });
  });

  it('whatever the history, it is one that the API takes', () => {
    const id: fc.Arbitrary<CallId> = fc.constantFrom('a', 'b', 'c.1', '', 'x'.repeat(70)).map(callId);
    const text = fc.constantFrom('hello', ' ', '');
    const part: fc.Arbitrary<AssistantPart> = fc.oneof(
      text.map(said),
      id.map((one) => call(one)),
      text.map((one): AssistantPart => ({ kind: 'reasoning', text: one, replay: null })),
      text.map(
        (one): AssistantPart => ({ kind: 'reasoning', text: one, replay: { ...testIssuer, token: '{"data":"x"}' } }),
      ),
    );
    const message: fc.Arbitrary<Message> = fc.oneof(
      text.map(userMessage),
      fc.tuple(part, fc.array(part, { maxLength: 3 })).map(([first, rest]) => assistant(first, ...rest)),
      fc.tuple(id, text).map(([one, what]) => result(one, what)),
    );
    fc.assert(
      fc.property(fc.array(message, { maxLength: 8 }), (history) => {
        const [first = userMessage('q'), ...rest] = [...history, userMessage('q')];
        assert.equal(wrongMessages(encode({ messages: [first, ...rest] })), null);
      }),
      { numRuns: 1_000 },
    );
  }).timeout(30_000);
});
