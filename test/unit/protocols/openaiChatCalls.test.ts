import assert from 'node:assert/strict';
import { readToken } from '../../../src/protocols/openaiChat/replay.ts';
import { callsOf, chunk, decodeChat, done, endOf } from './chatStream.ts';
import { textOf } from './decodeBytes.ts';

/** One entry of `tool_calls`; members that are not given are not there. */
interface Entry {
  readonly index?: number;
  readonly id?: string;
  readonly name?: string;
  readonly args?: unknown;
}

const calls = (...entries: readonly Entry[]): object =>
  chunk({
    tool_calls: entries.map(({ name, args, ...rest }) => ({
      ...rest,
      type: 'function',
      function: { ...(name === undefined ? {} : { name }), ...(args === undefined ? {} : { arguments: args }) },
    })),
  });
const end = chunk({}, 'tool_calls');

describe('Chat Completions tool calls', () => {
  it('grow in parallel, and are given whole at the end, in blocks of their own', () => {
    const parts = decodeChat(
      chunk({ role: 'assistant', content: 'Let me look.' }),
      calls({ index: 0, id: 'a', name: 'weather', args: '' }),
      calls({ index: 0, args: '{"city":' }),
      calls({ index: 1, id: 'b', name: 'time', args: '{}' }),
      calls({ index: 0, args: '"Paris"}' }),
      end,
      done,
    );
    assert.deepEqual(parts.slice(0, -1), [
      { kind: 'text', block: 0, delta: 'Let me look.' },
      { kind: 'tool-input', block: 1, call: 'a', tool: 'weather', delta: '{"city":' },
      { kind: 'tool-input', block: 2, call: 'b', tool: 'time', delta: '{}' },
      { kind: 'tool-input', block: 1, call: 'a', tool: 'weather', delta: '"Paris"}' },
      { kind: 'tool-call', block: 1, call: 'a', tool: 'weather', input: { city: 'Paris' } },
      { kind: 'tool-call', block: 2, call: 'b', tool: 'time', input: {} },
    ]);
    assert.equal(endOf(parts), 'tool-calls');
  });

  it('count although the server says stop, but not against a length or a filter', () => {
    const call = calls({ index: 0, id: 'a', name: 't', args: '{}' });
    const reasons = ['stop', 'function_call', 'length', 'content_filter'];
    assert.deepEqual(
      reasons.map((reason) => endOf(decodeChat(call, chunk({}, reason)))),
      ['tool-calls', 'tool-calls', 'length', 'refused'],
    );
  });

  it('without an index belong together by id, by place, or to the last', () => {
    const byId = decodeChat(
      calls({ id: 'a', name: 't', args: '{"n":' }),
      calls({ id: 'b', name: 't', args: '{"n":' }),
      calls({ id: 'a', args: '1}' }),
      calls({ id: 'b', args: '2}' }),
      end,
    );
    const byPlace = decodeChat(
      calls({ name: 't', args: '{"n":' }, { name: 'u', args: '{"n":' }),
      calls({ args: '1}' }, { args: '2}' }),
      end,
    );
    const last = decodeChat(calls({ name: 't', args: '{"n":' }), calls({ args: '1}' }), end);
    const inputs = [byId, byPlace, last].map((parts) => callsOf(parts).map(([, , input]) => input));
    assert.deepEqual(inputs, [[{ n: 1 }, { n: 2 }], [{ n: 1 }, { n: 2 }], [{ n: 1 }]]);
  });

  it('that are all numbered 0 are seen through by another id, another tool, or whole arguments', () => {
    const by = (first: Entry, second: Entry): unknown =>
      callsOf(decodeChat(calls({ index: 0, ...first }), calls({ index: 0, ...second }), end)).map(([, tool]) => tool);
    assert.deepEqual(by({ id: 'a', name: 't', args: '{}' }, { id: 'b', name: 't', args: '{}' }), ['t', 't']);
    assert.deepEqual(by({ name: 't' }, { name: 'u', args: '{}' }), ['t', 'u']);
    assert.deepEqual(by({ name: 't', args: '{"a":1}' }, { name: 't', args: '{"a":2}' }), ['t', 't']);
    assert.deepEqual(by({ name: 't', args: { a: 1 } }, { name: 't', args: { a: 2 } }), ['t', 't']);
    // A tool's name may come with each piece, and an id anew with each piece without one.
    assert.deepEqual(by({ id: 'a', name: 't', args: '{"a":' }, { id: 'a', name: 't', args: '1}' }), ['t']);
    assert.deepEqual(by({ name: 't', args: '{"a":' }, { name: 't', args: '1}' }), ['t']);
    assert.deepEqual(by({ id: 'a', name: 't', args: '{"a":' }, { id: 'b', args: '1}' }), ['t']);
  });

  it('may have objects, nothing or null as arguments', () => {
    const parts = decodeChat(
      calls({ index: 0, id: 'a', name: 't', args: { deep: [1] } }),
      calls({ index: 0, args: 'ignored' }),
      calls({ index: 1, id: 'b', name: 't' }),
      calls({ index: 2, id: 'c', name: 't', args: 'null' }),
      end,
    );
    assert.deepEqual(
      callsOf(parts).map(([, , input]) => input),
      [{ deep: [1] }, {}, {}],
    );
  });

  it('get an id that no other answer has where the server gives none', () => {
    const parts = decodeChat(calls({ name: 't', args: '{}' }, { name: 'u', args: '{}' }), end);
    assert.deepEqual(
      callsOf(parts).map(([id]) => id),
      ['call_0_mark', 'call_1_mark'],
    );
  });

  it('are all kept where the server gives several one id, each with an id of its own', () => {
    const first = { id: 'call_0', name: 't', args: '{"n":1}' };
    const second = { id: 'call_0', name: 'u', args: '{"n":2}' };
    const whole = [
      ['call_0', 't', { n: 1 }],
      ['call_0_1', 'u', { n: 2 }],
    ];
    const numbered = calls({ index: 0, ...first }, { index: 1, ...second });
    for (const list of [numbered, calls(first, second)]) assert.deepEqual(callsOf(decodeChat(list, end)), whole);
  });

  it('end an answer that has too many of them, also where none has arguments', () => {
    const many = Array.from({ length: 257 }, (_, index) => ({ index, id: `c${index}`, name: 't' }));
    assert.equal(endOf(decodeChat(calls(...many), end)), 'too-much');
    assert.equal(callsOf(decodeChat(calls(...many.slice(1)), end)).length, 256);
  });

  it('with arguments that are cut or no object are not run, but stay visible (ST-63)', () => {
    for (const args of ['{"city":', '[1]', '"x"']) {
      const parts = decodeChat(calls({ index: 0, id: 'a', name: 't', args }), end);
      assert.deepEqual(callsOf(parts), []);
      assert.ok(parts.some((part) => part.kind === 'tool-input' && part.delta === args));
      assert.equal(endOf(parts), 'stop');
    }
  });

  it('that never began are dropped (ST-59)', () => {
    const parts = decodeChat(
      calls({ index: 3, args: '{}' }),
      chunk({ content: 'a' }),
      chunk({ tool_calls: [null] }),
      end,
    );
    assert.deepEqual(callsOf(parts), []);
    assert.equal(textOf(parts), 'a');
  });

  it('of the time before there were several are calls too', () => {
    const old = (fn: object): object => chunk({ function_call: fn });
    const parts = decodeChat(
      old({ name: 't', arguments: '' }),
      old({ arguments: '{"a":1}' }),
      chunk({}, 'function_call'),
    );
    assert.deepEqual(callsOf(parts), [['call_0_mark', 't', { a: 1 }]]);
  });

  it('keep what another vendor put beside them, to be given back', () => {
    const extra_content = { google: { thought_signature: 'sig' } };
    const call = { index: 0, id: 'a', function: { name: 't', arguments: '{}' }, extra_content };
    const parts = decodeChat(chunk({ tool_calls: [call] }), end);
    const [token] = parts.flatMap((part) => (part.kind === 'tool-call' ? [part.replay?.token ?? ''] : []));
    assert.deepEqual(readToken(token ?? ''), { kind: 'extra', extra: extra_content });
  });

  it('hold back no text that might have been a tag', () => {
    const parts = decodeChat(chunk({ content: '<th' }), calls({ index: 0, id: 'a', name: 't', args: '{}' }), end);
    assert.deepEqual(
      parts.map(({ kind }) => kind),
      ['text', 'tool-input', 'tool-call', 'end'],
    );
  });
});
