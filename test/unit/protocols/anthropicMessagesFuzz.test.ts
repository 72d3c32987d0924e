import assert from 'node:assert/strict';
import fc from 'fast-check';
import { MessagesDecoder } from '../../../src/protocols/anthropicMessages/decode.ts';
import { asEventStream } from '../../recordings.ts';
import { testIssuer } from '../../testModel.ts';
import { decodeBytes } from './decodeBytes.ts';

// fast-check prints the seed and the smallest failing input.
const types = fc.constantFrom(
  'message_start',
  'content_block_start',
  'content_block_delta',
  'content_block_stop',
  'message_delta',
  'message_stop',
  'ping',
  'error',
);
const index = fc.oneof(fc.nat(3), fc.anything());
const content_block = fc.oneof(
  fc.record(
    {
      type: fc.constantFrom('text', 'thinking', 'redacted_thinking', 'tool_use', 'server_tool_use'),
      text: fc.string(),
      thinking: fc.string(),
      data: fc.string(),
      id: fc.string(),
      name: fc.string(),
      input: fc.oneof(fc.object(), fc.anything()),
      citations: fc.array(fc.record({ url: fc.webUrl(), title: fc.string() }), { maxLength: 2 }),
    },
    { requiredKeys: ['type'] },
  ),
  fc.anything(),
);
const delta = fc.oneof(
  fc.record(
    {
      type: fc.constantFrom(
        'text_delta',
        'thinking_delta',
        'signature_delta',
        'input_json_delta',
        'citations_delta',
        'compaction_delta',
      ),
      text: fc.string({ unit: 'binary' }),
      thinking: fc.string(),
      signature: fc.string(),
      partial_json: fc.oneof(fc.json(), fc.string()),
      citation: fc.oneof(fc.record({ url: fc.webUrl(), title: fc.string() }), fc.anything()),
      stop_reason: fc.constantFrom('end_turn', 'tool_use', 'refusal'),
    },
    { requiredKeys: ['type'] },
  ),
  fc.anything(),
);
const event = fc.record(
  {
    type: types,
    index,
    content_block,
    delta,
    message: fc.oneof(fc.record({ content: fc.array(content_block, { maxLength: 2 }) }), fc.anything()),
    usage: fc.oneof(fc.record({ input_tokens: fc.nat(), output_tokens: fc.nat() }), fc.anything()),
    error: fc.anything(),
  },
  { requiredKeys: ['type'] },
);

function stream(events: readonly object[]): Uint8Array {
  const texts = events.map((one) =>
    JSON.stringify(one, (_, value: unknown) => (typeof value === 'bigint' ? null : value)),
  );
  return new TextEncoder().encode(asEventStream(texts));
}

describe('Messages decoder under fuzzing', () => {
  it('any events end in exactly one end, and the same for every split', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), fc.integer({ min: 1, max: 50 }), (events, size) => {
        const bytes = stream(events);
        const whole = decodeBytes(new MessagesDecoder(testIssuer), bytes);
        assert.equal(whole.filter(({ kind }) => kind === 'end').length, 1);
        assert.equal(whole.at(-1)?.kind, 'end');
        assert.deepEqual(decodeBytes(new MessagesDecoder(testIssuer), bytes, size), whole);
      }),
      { numRuns: 1_000 },
    );
  }).timeout(30_000);

  it('any bytes end in exactly one failure', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const end = decodeBytes(new MessagesDecoder(testIssuer), bytes).at(-1);
        assert.ok(end?.kind === 'end' && end.outcome.kind === 'failed');
      }),
      { numRuns: 1_000 },
    );
  }).timeout(30_000);
});
