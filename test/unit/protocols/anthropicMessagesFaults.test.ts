import assert from 'node:assert/strict';
import type { Failure } from '../../../src/core/failure.ts';
import type { StreamPart } from '../../../src/core/parts.ts';
import { asEventStream } from '../../recordings.ts';
import { joined, textOf } from './decodeBytes.ts';
import { close, decode, decodeStream, delta, open, outcome, start, stopped, text } from './messagesEvents.ts';

describe('Messages stream that goes wrong', () => {
  it('ends at an error event with what it means, and hears nothing after (ST-16, ST-61)', () => {
    const failing = (type: string, message = 'm'): readonly StreamPart[] =>
      decode([start, ...text(0, 'a'), { type: 'error', error: { type, message } }, ...text(1, 'late')]);
    const codeOf = (type: string): unknown => {
      const end = failing(type).at(-1);
      return end?.kind === 'end' && end.outcome.kind === 'failed' ? end.outcome.failure.code : null;
    };
    assert.equal(codeOf('overloaded_error'), 'overloaded');
    assert.equal(codeOf('rate_limit_error'), 'rate-limited');
    assert.equal(codeOf('authentication_error'), 'credential-rejected');
    assert.deepEqual(outcome(failing('api_error')), { kind: 'failed', failure: { code: 'server', status: 500 } });
    assert.equal(textOf(failing('api_error')), 'a');
    assert.equal(textOf(decode([start, ...text(0, 'a'), ...stopped('end_turn'), ...text(1, 'late')])), 'a');
  });

  it('drops deltas of blocks that never began, have ended or are something else (ST-59)', () => {
    const parts = decode([
      start,
      delta(7, { type: 'text_delta', text: 'x' }),
      close(7),
      open(0, { type: 'text', text: '' }),
      delta(0, { type: 'input_json_delta', partial_json: 'x' }),
      delta(0, { type: 'thinking_delta', thinking: 'x' }),
      delta(0, { type: 'text_delta', text: 'ok' }),
      open(0, { type: 'tool_use', id: 'again', name: 'x', input: {} }),
      close(0),
      delta(0, { type: 'text_delta', text: 'x' }),
      close(0),
      open(1, { type: 'thinking', thinking: '' }),
      delta(1, { type: 'text_delta', text: 'x' }),
      delta(1, { type: 'signature_delta', signature: '' }),
      close(1),
      open(2, { type: 'tool_use', id: 'c', name: 'x', input: {} }),
      delta(2, { type: 'text_delta', text: 'x' }),
      ...stopped('end_turn'),
    ]);
    assert.deepEqual(joined(parts).slice(0, -1), [{ kind: 'text', block: 0, delta: 'ok' }]);
  });

  it('keeps the first answer when the service restarts (ST-60)', () => {
    const parts = decode([start, ...text(0, 'first'), start, ...text(1, 'second'), ...stopped('end_turn')]);
    assert.equal(textOf(parts), 'first');
    assert.deepEqual(outcome(parts), { kind: 'failed', failure: { code: 'restarted' } });
  });

  it('passes over two unreadable events and gives up at the third (ST-20, ST-21)', () => {
    const wrong = [
      'data: {oops\n\n',
      'data: {"type":"content_block_delta","index":0,"delta":null}\n\n',
      'data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":7}}\n\n',
      'data: {"type":"content_block_start","index":"0","content_block":{"type":"text"}}\n\n',
      'data: {"type":"content_block_stop"}\n\n',
      'data: {"type":"message_start"}\n\n',
      'data: []\n\n',
    ];
    const events = (list: readonly object[]): string => asEventStream(list.map((event) => JSON.stringify(event)));
    for (const one of wrong) {
      const outcomes = [2, 3].map((count) => {
        const begun = events([start, open(0, { type: 'text', text: '' })]);
        const stream = begun + one.repeat(count) + events([...stopped('end_turn')]);
        return outcome(decodeStream(stream));
      });
      const failure: Failure = { code: 'unreadable', detail: 'three events could not be read' };
      assert.deepEqual(outcomes, [
        { kind: 'complete', reason: 'stop' },
        { kind: 'failed', failure },
      ]);
    }
  });

  it('ends as truncated or empty without message_stop (ST-11, ST-12)', () => {
    const [answer = {}] = stopped('end_turn');
    const codes = [[start], [start, ...text(0, 'a')], [start, ...text(0, 'a'), answer]].map((events) => {
      const end = decode(events).at(-1);
      return end?.kind === 'end' && end.outcome.kind === 'failed' && end.outcome.failure.code;
    });
    assert.deepEqual(codes, ['empty', 'truncated', 'truncated']);
  });

  it('is the same for every line ending and with a byte order mark (ST-24, ST-25)', () => {
    const events = [start, ...text(0, 'é🙂'), ...stopped('end_turn')].map((event) => JSON.stringify(event));
    const stream = asEventStream(events);
    const expected = decodeStream(stream);
    for (const variant of [stream.replaceAll('\n', '\r\n'), stream.replaceAll('\n', '\r'), `\uFEFF${stream}`]) {
      for (let size = 1; size <= 7; size++) {
        // A lone CR at the very end is complete only with the byte that follows it.
        assert.deepEqual(decodeStream(`${variant}:\n`, size), expected);
      }
    }
  });
});
