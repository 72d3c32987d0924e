import assert from 'node:assert/strict';
import fc from 'fast-check';
import { base64 } from '../../../src/core/base64.ts';
import { arrayAt, stringAt } from '../../../src/core/json.ts';
import { accountId, callId, imageTypes, type Message, type NonEmpty } from '../../../src/core/model.ts';
import { ResponsesDecoder } from '../../../src/protocols/openaiResponses/decode.ts';
import { encodeResponsesRequest } from '../../../src/protocols/openaiResponses/encode.ts';
import { asEventStream } from '../../recordings.ts';
import { wrongInput } from '../../simulator/openai/responsesInput.ts';
import { asked } from '../../testMessages.ts';
import { testAbilities, testIssuer, testModel } from '../../testModel.ts';
import { decodeBytes, joined } from './decodeBytes.ts';

// fast-check prints the seed and the smallest failing input.
const types = fc.constantFrom(
  'response.created',
  'response.output_item.added',
  'response.output_item.done',
  'response.output_text.delta',
  'response.refusal.delta',
  'response.output_text.annotation.added',
  'response.reasoning_summary_text.delta',
  'response.reasoning_text.delta',
  'response.function_call_arguments.delta',
  'response.custom_tool_call_input.delta',
  'codex.rate_limits',
  'response.completed',
  'response.incomplete',
  'response.failed',
  'error',
);
const odd = fc.constantFrom(null, 7, '', 'x', [], {});
const url = fc.constantFrom('https://a.example/1', 'https://b.example', 'ftp://c.example', '');
const item = fc.record(
  {
    type: fc.constantFrom('message', 'reasoning', 'function_call', 'custom_tool_call', 'web_search_call'),
    call_id: fc.string(),
    name: fc.string(),
    arguments: fc.oneof(fc.json(), fc.string()),
    content: fc.array(
      fc.record(
        { type: fc.constant('output_text'), text: fc.string(), annotations: fc.array(fc.record({ url })) },
        { requiredKeys: [] },
      ),
    ),
    summary: fc.oneof(fc.array(fc.record({ text: fc.string() })), odd),
    encrypted_content: odd,
    phase: odd,
  },
  { requiredKeys: [] },
);
const event = fc.record(
  {
    type: types,
    output_index: fc.oneof(fc.nat(3), fc.anything()),
    content_index: fc.nat(2),
    sequence_number: fc.nat(5),
    summary_index: fc.nat(2),
    delta: fc.oneof(fc.string({ unit: 'binary' }), fc.anything()),
    annotation: fc.oneof(fc.record({ url, title: fc.string() }), odd),
    rate_limits: fc.oneof(fc.record({ primary: fc.record({ used_percent: odd, reset_at: fc.nat() }) }), odd),
    item,
    response: fc.oneof(fc.record({ output: fc.array(item), usage: fc.object() }), fc.anything()),
  },
  { requiredKeys: ['type'] },
);

function stream(events: readonly object[]): Uint8Array {
  const texts = events.map((one) =>
    JSON.stringify(one, (_, value: unknown) => (typeof value === 'bigint' ? null : value)),
  );
  return new TextEncoder().encode(asEventStream(texts));
}

describe('Responses decoder under fuzzing', () => {
  it('any events end in exactly one end, and the same for every split', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), fc.integer({ min: 1, max: 50 }), (events, size) => {
        const bytes = stream(events);
        const whole = decodeBytes(new ResponsesDecoder(testIssuer), bytes);
        assert.equal(whole.filter(({ kind }) => kind === 'end').length, 1);
        assert.equal(whole.at(-1)?.kind, 'end');
        assert.deepEqual(joined(decodeBytes(new ResponsesDecoder(testIssuer), bytes, size)), joined(whole));
      }),
      { numRuns: 500 },
    );
  }).timeout(30_000);

  it('any bytes end in exactly one failure', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const end = decodeBytes(new ResponsesDecoder(testIssuer), bytes).at(-1);
        assert.ok(end?.kind === 'end' && end.outcome.kind === 'failed');
      }),
      { numRuns: 1_000 },
    );
  }).timeout(30_000);
});

const id = fc.oneof(fc.constantFrom('c1', 'c2', 'call_1', 'call_2'), fc.string({ maxLength: 70 }));
const replayed = fc.option(
  fc.record({
    vendor: fc.constant(testIssuer.vendor),
    account: fc.constantFrom(testIssuer.account, accountId('other')),
    model: fc.constant(testIssuer.model),
    token: fc.constantFrom(
      '{"type":"reasoning","encrypted_content":"g","summary":[]}',
      '{"phase":"commentary"}',
      '{oops',
    ),
  }),
);
const picture = fc.uint8Array({ minLength: 1 }).map((bytes) => base64(bytes));
const shown = fc.oneof(
  fc.record({ kind: fc.constant('text' as const), text: fc.string() }),
  fc.record({ kind: fc.constant('image' as const), type: fc.constantFrom(...imageTypes), data: picture }),
);
const said = fc.oneof(
  fc.record({ kind: fc.constantFrom('text' as const, 'reasoning' as const), text: fc.string(), replay: replayed }),
  fc.record({ kind: fc.constant('citation' as const), source: fc.record({ url, title: fc.string() }) }),
  fc.record({
    kind: fc.constant('tool-call' as const),
    call: id.map(callId),
    tool: fc.constant('t'),
    input: fc.constant({}),
    replay: replayed,
  }),
);
const outcome = fc.record({ call: id.map(callId), content: nonEmpty(shown), failed: fc.boolean() });
const message: fc.Arbitrary<Message> = fc.oneof(
  fc.record({ role: fc.constant('user' as const), content: nonEmpty(shown) }),
  fc.record({ role: fc.constant('assistant' as const), content: nonEmpty(said) }),
  fc.record({ role: fc.constant('tool' as const), results: nonEmpty(outcome) }),
);

function nonEmpty<T>(one: fc.Arbitrary<T>): fc.Arbitrary<NonEmpty<T>> {
  return fc.tuple(one, fc.array(one, { maxLength: 5 })).map(([first, rest]): NonEmpty<T> => [first, ...rest]);
}

describe('Responses request under fuzzing', () => {
  it('any history makes input that the API’s rules allow, with no reasoning left alone', () => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 8 }), (messages) => {
        const model = testModel({ can: testAbilities({ images: messages.length % 2 === 0 }) });
        const tools = { mode: 'none' } as const;
        const request = {
          model,
          instructions: 'i',
          messages: asked(messages, 'q'),
          tools,
          verbosity: 'low',
          effort: null,
        } as const;
        const input = arrayAt(
          encodeResponsesRequest(request, testIssuer, { summaries: true, parallelCalls: true }),
          'input',
        );
        assert.equal(wrongInput(input), null);
        const types = input.map((item) => stringAt(item, 'type'));
        types.forEach((type, index) => {
          if (type === 'reasoning') assert.match(types[index + 1] ?? '', /^(reasoning|message|function_call)$/);
        });
      }),
      { numRuns: 500 },
    );
  }).timeout(30_000);
});
