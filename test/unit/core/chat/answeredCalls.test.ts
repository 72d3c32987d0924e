import assert from 'node:assert/strict';
import fc from 'fast-check';
import { answeredCalls } from '../../../../src/core/chat/answeredCalls.ts';
import { CallIds } from '../../../../src/core/chat/callIds.ts';
import { type AssistantPart, callId, type Message, type ToolResult } from '../../../../src/core/model.ts';
import { userMessage } from '../../../testMessages.ts';

const calls = (...ids: [string, ...string[]]): Message => {
  const [first, ...rest] = ids.map(
    (id): AssistantPart => ({ kind: 'tool-call', call: callId(id), tool: 't', input: {}, replay: null }),
  );
  assert.ok(first !== undefined);
  return { role: 'assistant', content: [first, ...rest] };
};
const results = (...ids: [string, ...string[]]): Message => {
  const [first, ...rest] = ids.map(
    (id): ToolResult => ({ call: callId(id), content: [{ kind: 'text', text: 'r' }], failed: false }),
  );
  assert.ok(first !== undefined);
  return { role: 'tool', results: [first, ...rest] };
};

/** The pairs as places: message and part of the call, message and part of the result. */
function places(messages: readonly Message[]): readonly string[] {
  const placeOf = (one: AssistantPart | ToolResult): string =>
    messages
      .flatMap((message, at) => {
        const parts: readonly unknown[] = message.role === 'tool' ? message.results : message.content;
        return parts.includes(one) ? `${at}.${parts.indexOf(one)}` : [];
      })
      .join();
  return [...answeredCalls(messages)].map(([call, result]) => `${placeOf(call)} ${placeOf(result)}`);
}

describe('answered calls', () => {
  it('are paired with what answers them, however late, in the order of the answers', () => {
    assert.deepEqual(places([calls('a', 'b'), userMessage('hm'), results('b'), results('a')]), ['0.1 2.0', '0.0 3.0']);
  });

  it('are the nearest ones where a vendor counts anew in each answer', () => {
    assert.deepEqual(places([calls('a'), results('a'), calls('a'), results('a')]), ['0.0 1.0', '2.0 3.0']);
    assert.deepEqual(places([calls('a'), calls('a'), results('a')]), ['1.0 2.0']);
  });

  it('are neither those without an answer nor those that are answered before', () => {
    assert.deepEqual(places([results('a'), calls('a', 'b'), results('c')]), []);
  });

  it('count once where an id is there twice', () => {
    assert.deepEqual(places([calls('a', 'a'), results('a', 'a'), results('a')]), ['0.0 1.0']);
  });
});

describe('ids of calls', () => {
  const nine = /^[A-Za-z0-9]{9}$/;

  it('stay as they are where they fit and are not used yet', () => {
    const ids = new CallIds(/^\w{1,9}$/);
    assert.deepEqual(
      ['one', 'two', 'call00001'].map((id) => ids.take(id)),
      ['one', 'two', 'call00001'],
    );
  });

  it('fit and are each another, whatever was wanted, and the same every time', () => {
    const wanted = fc.oneof(fc.constantFrom('call00001', 'call00002', '', 'a'), fc.string());
    fc.assert(
      fc.property(fc.array(wanted, { maxLength: 20 }), (list) => {
        const taken = (): readonly string[] => {
          const ids = new CallIds(nine);
          return list.map((id) => ids.take(id));
        };
        assert.ok(taken().every((id) => nine.test(id)));
        assert.equal(new Set(taken()).size, list.length);
        assert.deepEqual(taken(), taken());
      }),
    );
  });
});
