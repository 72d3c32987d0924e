import assert from 'node:assert/strict';
import { arrayAt, member, objectAt, parseJson, stringAt } from '../../../src/core/json.ts';
import { ResponsesDecoder } from '../../../src/protocols/openaiResponses/decode.ts';
import { asEventStream, recordings } from '../../recordings.ts';
import { skipWithout } from '../../skip.ts';
import { testIssuer } from '../../testModel.ts';
import { decodeBytes, joined, textOf } from './decodeBytes.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const decode = (events: readonly object[], chunkBytes?: number): ReturnType<typeof decodeBytes> =>
  decodeBytes(
    new ResponsesDecoder(testIssuer),
    encode(asEventStream(events.map((event) => JSON.stringify(event)))),
    chunkBytes,
  );

const created = { type: 'response.created', response: { id: 'r' } };
const completed = {
  type: 'response.completed',
  response: { output: [], usage: { input_tokens: 3, output_tokens: 5 } },
};
const message = (output_index: number): object => ({
  type: 'response.output_item.added',
  output_index,
  item: { type: 'message', role: 'assistant', content: [] },
});
const delta = (output_index: number, text: string, more: object = {}): object => ({
  type: 'response.output_text.delta',
  output_index,
  content_index: 0,
  delta: text,
  ...more,
});

describe('Responses stream', () => {
  it('gives text, usage and one end', () => {
    const parts = decode([created, message(0), delta(0, 'Hel'), delta(0, 'lo'), completed]);
    assert.deepEqual(joined(parts), [
      { kind: 'text', block: 0, delta: 'Hello' },
      {
        kind: 'end',
        outcome: { kind: 'complete', reason: 'stop' },
        usage: { input: 3, output: 5, cached: null, reasoning: null },
      },
    ]);
  });

  it('gives reasoning before text, in blocks of their own', () => {
    const reasoning = [
      { type: 'response.output_item.added', output_index: 0, item: { type: 'reasoning', summary: [] } },
      { type: 'response.reasoning_summary_text.delta', output_index: 0, summary_index: 0, delta: 'Think' },
      { type: 'response.output_item.done', output_index: 0, item: { type: 'reasoning', summary: [{ text: 'Think' }] } },
    ];
    const parts = joined(decode([created, ...reasoning, message(1), delta(1, 'Yes'), completed]));
    assert.deepEqual(parts.slice(0, 2), [
      { kind: 'reasoning', block: 0, delta: 'Think', replay: null },
      { kind: 'text', block: 1, delta: 'Yes' },
    ]);
  });

  it('gives parallel tool calls whole, their arguments as they grow', () => {
    const call = (output_index: number, name: string, args: string): readonly object[] => [
      {
        type: 'response.output_item.added',
        output_index,
        item: { type: 'function_call', call_id: `c${output_index}`, name },
      },
      { type: 'response.function_call_arguments.delta', output_index, delta: args.slice(0, 3) },
      { type: 'response.function_call_arguments.delta', output_index, delta: args.slice(3) },
      {
        type: 'response.output_item.done',
        output_index,
        item: { type: 'function_call', call_id: `c${output_index}`, name, arguments: args },
      },
    ];
    const parts = decode([created, ...call(0, 'a', '{"x":1}'), ...call(1, 'b', ''), completed]);
    assert.deepEqual(
      parts.filter((part) => part.kind === 'tool-call').map(({ tool, input }) => [tool, input]),
      [
        ['a', { x: 1 }],
        ['b', {}],
      ],
    );
    assert.equal(joined(parts).filter((part) => part.kind === 'tool-input').length, 1);
    const end = parts.at(-1);
    assert.deepEqual(end?.kind === 'end' && end.outcome, { kind: 'complete', reason: 'tool-calls' });
  });

  it('fills in text that the deltas lost (closing events are authoritative)', () => {
    const done = {
      type: 'response.output_item.done',
      output_index: 0,
      item: { type: 'message', content: [{ type: 'output_text', text: 'Hello, world' }] },
    };
    assert.equal(textOf(decode([created, message(0), delta(0, 'Hello'), done, completed])), 'Hello, world');
    assert.equal(textOf(decode([created, done, completed])), 'Hello, world');
  });

  it('says refused, length and filtered for what they are', () => {
    const refusal = { type: 'message', content: [{ type: 'refusal', refusal: 'No.' }] };
    const refused = decode([created, { type: 'response.completed', response: { output: [refusal] } }]);
    assert.equal(textOf(refused), 'No.');
    const reasons = ['max_output_tokens', 'content_filter'].map((reason) => {
      const end = decode([
        created,
        message(0),
        delta(0, 'a'),
        { type: 'response.incomplete', response: { incomplete_details: { reason } } },
      ]).at(-1);
      return end?.kind === 'end' && end.outcome.kind === 'complete' ? end.outcome.reason : null;
    });
    assert.deepEqual(reasons, ['length', 'refused']);
  });

  it('ends at response.failed and at error with what they mean (ST-16)', () => {
    const failureOf = (event: object): unknown => {
      const end = decode([created, event, delta(0, 'late')]).at(-1);
      return end?.kind === 'end' && end.outcome.kind === 'failed' ? end.outcome.failure.code : null;
    };
    const failed = (code: string): object => ({ type: 'response.failed', response: { error: { code, message: 'm' } } });
    assert.equal(failureOf(failed('context_length_exceeded')), 'context-too-long');
    assert.equal(failureOf(failed('rate_limit_exceeded')), 'rate-limited');
    assert.equal(failureOf({ type: 'error', error: { code: 'insufficient_quota', message: 'm' } }), 'billing');
    assert.equal(failureOf({ type: 'error', code: 'server_is_overloaded', message: 'm' }), 'overloaded');
  });

  it('ignores what follows the end (ST-61)', () => {
    assert.equal(textOf(decode([created, message(0), delta(0, 'a'), completed, delta(0, 'b')])), 'a');
  });

  it('drops an event that comes twice under one sequence number (ST-57)', () => {
    const once = delta(0, 'a', { sequence_number: 7 });
    assert.equal(
      textOf(decode([created, message(0), once, once, delta(0, 'b', { sequence_number: 9 }), completed])),
      'ab',
    );
  });

  it('drops deltas of blocks that never began or are something else (ST-59)', () => {
    const wrong = { type: 'response.function_call_arguments.delta', output_index: 0, delta: 'x' };
    assert.equal(textOf(decode([created, message(0), delta(5, 'x'), wrong, delta(0, 'ok'), completed])), 'ok');
  });

  it('keeps the first answer when the service restarts (ST-60)', () => {
    const parts = decode([created, message(0), delta(0, 'first'), created, delta(0, 'second'), completed]);
    assert.equal(textOf(parts), 'first');
    const end = parts.at(-1);
    assert.deepEqual(end?.kind === 'end' && end.outcome, { kind: 'failed', failure: { code: 'restarted' } });
  });

  it('passes over two unreadable events and gives up at the third (ST-20, ST-21)', () => {
    const stream = (bad: number): string =>
      asEventStream([created, message(0), delta(0, 'a')].map((event) => JSON.stringify(event))) +
      'data: {oops\n\n'.repeat(bad) +
      asEventStream([JSON.stringify(completed)]);
    const kinds = [2, 3].map((bad) => {
      const end = decodeBytes(new ResponsesDecoder(testIssuer), encode(stream(bad))).at(-1);
      return end?.kind === 'end' && end.outcome.kind;
    });
    assert.deepEqual(kinds, ['complete', 'failed']);
  });

  it('ends as truncated or empty without a final event (ST-11, ST-12)', () => {
    const codes = [[created], [created, message(0), delta(0, 'a')]].map((events) => {
      const end = decode(events).at(-1);
      return end?.kind === 'end' && end.outcome.kind === 'failed' && end.outcome.failure.code;
    });
    assert.deepEqual(codes, ['empty', 'truncated']);
  });

  it('is the same for every line ending and with a byte order mark (ST-24, ST-25)', () => {
    const text = asEventStream([created, message(0), delta(0, 'é🙂'), completed].map((event) => JSON.stringify(event)));
    const expected = decodeBytes(new ResponsesDecoder(testIssuer), encode(text));
    for (const variant of [text.replaceAll('\n', '\r\n'), text.replaceAll('\n', '\r'), `\uFEFF${text}`]) {
      for (let size = 1; size <= 7; size++) {
        // A lone CR at the very end is complete only with the byte that follows it.
        assert.deepEqual(decodeBytes(new ResponsesDecoder(testIssuer), encode(`${variant}:\n`), size), expected);
      }
    }
  });

  it('survives values of every wrong shape', () => {
    const wrong = [null, 1, 'x', [], {}, { type: 1 }, { type: 'response.output_text.delta', delta: {} }];
    const fields = [
      'response.created',
      'response.output_item.added',
      'response.output_item.done',
      'response.completed',
      'response.failed',
      'response.incomplete',
      'error',
      'response.function_call_arguments.delta',
    ];
    const shapes = fields.flatMap((type) => [
      { type },
      { type, response: 'x', item: [], output_index: '0', error: 7 },
      { type, item: { type: 'function_call', arguments: '[1' }, output_index: 0, response: { output: [null, 3] } },
    ]);
    for (const event of [...wrong, ...shapes]) {
      const parts = decodeBytes(new ResponsesDecoder(testIssuer), encode(`data: ${JSON.stringify(event)}\n\n`));
      assert.equal(parts.filter((part) => part.kind === 'end').length, 1);
    }
  });
});

describe('Responses recordings', () => {
  const all = recordings('openai-responses');

  before(function () {
    skipWithout(all, this);
  });

  for (const { name, events: recorded } of all) {
    // A recording may hold several answers; a stream is the first.
    const final = recorded.findIndex((event) =>
      /^response\.(completed|failed|incomplete)$/.test(stringAt(parseJson(event), 'type') ?? ''),
    );
    const events = recorded.slice(0, final + 1);
    const bytes = encode(asEventStream(events));
    const whole = decodeBytes(new ResponsesDecoder(testIssuer), bytes);

    it(`${name}: text and calls equal the final response`, () => {
      const last = parseJson(events.at(-1) ?? '');
      const output = arrayAt(objectAt(last, 'response'), 'output');
      const texts = output
        .flatMap((item) => arrayAt(item, 'content'))
        .map((content) => stringAt(content, 'text') ?? '');
      const calls = output.filter((item) => stringAt(item, 'type') === 'function_call');
      if (stringAt(last, 'type') !== 'response.completed') return;
      const ofMessages = output.filter((item) => stringAt(item, 'type') === 'message');
      const expected = ofMessages
        .flatMap((item) => arrayAt(item, 'content'))
        .map((content) => stringAt(content, 'text') ?? '');
      assert.equal(textOf(whole), expected.join(''));
      assert.ok(texts.length >= expected.length);
      const seen = whole.flatMap((part) => (part.kind === 'tool-call' ? [[part.tool, part.input]] : []));
      for (const call of calls) {
        const input = parseJson(stringAt(call, 'arguments') ?? '');
        assert.ok(
          seen.some(([tool, args]) => tool === member(call, 'name') && JSON.stringify(args) === JSON.stringify(input)),
        );
      }
    });

    it(`${name}: the same at every chunk size from 1 to 64 bytes`, () => {
      const expected = joined(whole);
      for (let size = 1; size <= 64; size++) {
        assert.deepEqual(
          joined(decodeBytes(new ResponsesDecoder(testIssuer), bytes, size)),
          expected,
          `chunks of ${size}`,
        );
      }
    }).timeout(60_000);

    it(`${name}: cut after any event it is a prefix and one honest failure`, () => {
      const step = Math.max(1, Math.floor(events.length / 60));
      for (let count = 0; count < events.length; count += step) {
        const parts = decodeBytes(new ResponsesDecoder(testIssuer), encode(asEventStream(events.slice(0, count))));
        const end = parts.at(-1);
        assert.equal(parts.filter((part) => part.kind === 'end').length, 1);
        if (count < events.length - 1 && end?.kind === 'end' && end.outcome.kind === 'complete')
          assert.fail(`complete after ${count} events`);
        assert.ok(textOf(whole).startsWith(textOf(parts)));
      }
    }).timeout(60_000);
  }

  it('are there', () => assert.ok(all.length > 0));
});
