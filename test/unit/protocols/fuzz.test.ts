import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ResponsesDecoder } from '../../../src/protocols/openaiResponses/decode.ts';
import { asEventStream } from '../../recordings.ts';
import { decodeBytes, joined } from './decodeBytes.ts';

// fast-check prints the seed and the smallest failing input.
const types = fc.constantFrom(
  'response.created',
  'response.output_item.added',
  'response.output_item.done',
  'response.output_text.delta',
  'response.refusal.delta',
  'response.reasoning_summary_text.delta',
  'response.function_call_arguments.delta',
  'response.completed',
  'response.incomplete',
  'response.failed',
  'error',
);
const item = fc.record(
  {
    type: fc.constantFrom('message', 'reasoning', 'function_call', 'web_search_call'),
    call_id: fc.string(),
    name: fc.string(),
    arguments: fc.oneof(fc.json(), fc.string()),
    content: fc.array(fc.record({ type: fc.constant('output_text'), text: fc.string() })),
  },
  { requiredKeys: [] },
);
const event = fc.record(
  {
    type: types,
    output_index: fc.oneof(fc.nat(3), fc.anything()),
    content_index: fc.nat(2),
    sequence_number: fc.nat(5),
    delta: fc.oneof(fc.string({ unit: 'binary' }), fc.anything()),
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
        const whole = decodeBytes(new ResponsesDecoder(), bytes);
        assert.equal(whole.filter(({ kind }) => kind === 'end').length, 1);
        assert.equal(whole.at(-1)?.kind, 'end');
        assert.deepEqual(joined(decodeBytes(new ResponsesDecoder(), bytes, size)), joined(whole));
      }),
      { numRuns: 1_000 },
    );
  }).timeout(30_000);

  it('any bytes end in exactly one failure', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const end = decodeBytes(new ResponsesDecoder(), bytes).at(-1);
        assert.ok(end?.kind === 'end' && end.outcome.kind === 'failed');
      }),
      { numRuns: 1_000 },
    );
  }).timeout(30_000);
});
