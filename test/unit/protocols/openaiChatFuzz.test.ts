import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { StreamPart } from '../../../src/core/parts.ts';
import { ChatDecoder } from '../../../src/protocols/openaiChat/decode.ts';
import { ThinkTags } from '../../../src/protocols/openaiChat/thinkTags.ts';
import { testIssuer } from '../../testModel.ts';
import { chatBytes } from './chatStream.ts';
import { decodeBytes, joined } from './decodeBytes.ts';

// fast-check prints the seed and the smallest failing input.
const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 12 }), fc.constantFrom('<think>', '</think>', '<th', ' '));
const anything = fc.oneof(text, fc.json(), fc.anything());
const call = fc.record(
  {
    index: fc.oneof(fc.nat(2), anything),
    id: fc.oneof(fc.constantFrom('a', 'b', ''), anything),
    function: fc.record(
      { name: fc.oneof(fc.constantFrom('t', 'u', ''), anything), arguments: fc.oneof(fc.json(), anything) },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);
const delta = fc.record(
  {
    role: fc.constantFrom('assistant', null),
    content: fc.oneof(text, fc.array(fc.record({ text, thinking: anything })), anything),
    reasoning: fc.oneof(text, anything),
    reasoning_content: text,
    reasoning_details: fc.oneof(
      fc.array(fc.record({ type: fc.constant('reasoning.text'), text, index: fc.nat(1) })),
      anything,
    ),
    refusal: anything,
    tool_calls: fc.oneof(fc.array(call, { maxLength: 3 }), anything),
    function_call: anything,
    annotations: anything,
  },
  { requiredKeys: [] },
);
const choice = fc.record(
  {
    index: fc.constantFrom(0, 0, 1),
    delta: fc.oneof(delta, anything),
    finish_reason: fc.constantFrom(null, null, 'stop', 'length'),
  },
  { requiredKeys: [] },
);
const event = fc.record(
  {
    id: fc.constantFrom('x', 'x', 'y'),
    choices: fc.oneof(fc.array(choice, { maxLength: 2 }), anything),
    usage: fc.oneof(fc.constant(null), fc.object()),
    error: fc.oneof({ weight: 20, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: anything }),
  },
  { requiredKeys: ['choices'] },
);

function decode(bytes: Uint8Array, size?: number): readonly StreamPart[] {
  return decodeBytes(new ChatDecoder(testIssuer, 'mark'), bytes, size);
}

describe('Chat Completions decoder under fuzzing', () => {
  it('any events end in exactly one end, and the same for every split', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), fc.integer({ min: 1, max: 50 }), (events, size) => {
        const lines = events.map((one) =>
          JSON.stringify(one, (_, value: unknown) => (typeof value === 'bigint' ? null : value)),
        );
        const bytes = chatBytes(lines.map((line) => `data: ${line}\n\n`));
        const whole = decode(bytes);
        assert.equal(whole.filter(({ kind }) => kind === 'end').length, 1);
        assert.equal(whole.at(-1)?.kind, 'end');
        assert.deepEqual(joined(decode(bytes, size)), joined(whole));
      }),
      { numRuns: 1_000 },
    );
  }).timeout(30_000);

  it('any bytes end in exactly one failure', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const end = decode(bytes).at(-1);
        assert.ok(end?.kind === 'end' && end.outcome.kind === 'failed');
      }),
      { numRuns: 1_000 },
    );
  }).timeout(30_000);

  it('content without tags comes out as it went in, and tags are told apart the same however it is cut', () => {
    const split = (pieces: readonly string[]): string => {
      const tags = new ThinkTags();
      const found = [...pieces.flatMap((piece) => tags.split(piece)), ...tags.end()];
      return ['text', 'reasoning']
        .map((kind) => found.map((one) => (one.kind === kind ? one.text : '')).join(''))
        .join('|');
    };
    fc.assert(
      fc.property(fc.array(text, { maxLength: 8 }), (pieces) => {
        const whole = pieces.join('');
        assert.equal(split(pieces), split([whole]));
        if (!whole.trimStart().startsWith('<think>')) assert.equal(split([whole]), `${whole}|`);
      }),
      { numRuns: 1_000 },
    );
  });
});
