import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeBytes, joined } from './decodeBytes.ts';
import { decoder, encode } from './geminiStream.ts';

// fast-check prints the seed and the smallest failing input.
const reason = fc.constantFrom('STOP', 'MAX_TOKENS', 'SAFETY', 'OTHER', 'MALFORMED_FUNCTION_CALL', 'x');
const partial = fc.record(
  {
    jsonPath: fc.oneof(fc.constantFrom('$.a', '$.a.b', '$.l[0]', '$.l[1].c', '$["a b"]', '$'), fc.string()),
    stringValue: fc.string({ unit: 'binary' }),
    numberValue: fc.double({ noNaN: true, noDefaultInfinity: true }),
    boolValue: fc.boolean(),
    willContinue: fc.boolean(),
  },
  { requiredKeys: ['jsonPath'] },
);
const functionCall = fc.record(
  {
    id: fc.oneof(fc.string(), fc.anything()),
    name: fc.constantFrom('f', 'g', ''),
    args: fc.oneof(fc.object(), fc.anything()),
    partialArgs: fc.oneof(fc.array(partial, { maxLength: 3 }), fc.anything()),
    willContinue: fc.oneof(fc.boolean(), fc.anything()),
  },
  { requiredKeys: [] },
);
const part = fc.record(
  {
    text: fc.oneof(fc.string({ unit: 'binary' }), fc.anything()),
    thought: fc.oneof(fc.boolean(), fc.anything()),
    thoughtSignature: fc.oneof(fc.string(), fc.anything()),
    functionCall: fc.oneof(functionCall, fc.anything()),
  },
  { requiredKeys: [] },
);
const candidate = fc.record(
  {
    content: fc.oneof(fc.record({ parts: fc.oneof(fc.array(part, { maxLength: 3 }), fc.anything()) }), fc.anything()),
    finishReason: fc.oneof(reason, fc.anything()),
    index: fc.oneof(fc.nat(1), fc.anything()),
    groundingMetadata: fc.anything(),
    citationMetadata: fc.record({ citationSources: fc.array(fc.record({ uri: fc.webUrl() }), { maxLength: 2 }) }),
  },
  { requiredKeys: [] },
);
const event = fc.record(
  {
    candidates: fc.oneof(fc.array(candidate, { maxLength: 2 }), fc.anything()),
    usageMetadata: fc.oneof(fc.record({ promptTokenCount: fc.nat() }), fc.anything()),
    promptFeedback: fc.anything(),
    error: fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.anything() }),
  },
  { requiredKeys: [] },
);

function stream(events: readonly object[]): Uint8Array {
  const texts = events.map((one) =>
    JSON.stringify(one, (_, value: unknown) => (typeof value === 'bigint' ? null : value)),
  );
  return encode(texts.map((text) => `data: ${text}\r\n\r\n`).join(''));
}

describe('Gemini decoder under fuzzing', () => {
  it('any events end in exactly one end, and the same for every split', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), fc.integer({ min: 1, max: 50 }), (events, size) => {
        const bytes = stream(events);
        const whole = decodeBytes(decoder(), bytes);
        assert.equal(whole.filter(({ kind }) => kind === 'end').length, 1);
        assert.equal(whole.at(-1)?.kind, 'end');
        assert.deepEqual(joined(decodeBytes(decoder(), bytes, size)), joined(whole));
      }),
      { numRuns: 1_000 },
    );
  }).timeout(30_000);

  it('any bytes end in exactly one failure', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const end = decodeBytes(decoder(), bytes).at(-1);
        assert.ok(end?.kind === 'end' && end.outcome.kind === 'failed');
      }),
      { numRuns: 1_000 },
    );
  }).timeout(30_000);
});
