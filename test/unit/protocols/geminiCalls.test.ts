import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Json, type JsonObject, parseJson } from '../../../src/core/json.ts';
import type { StreamPart } from '../../../src/core/parts.ts';
import { readPath } from '../../../src/protocols/gemini/jsonPath.ts';
import { call, chunk, decode, outcome, text } from './geminiStream.ts';

const begins = (name: string, more: object = {}): object =>
  chunk([{ functionCall: { name, willContinue: true }, ...more }]);
const grows = (...partialArgs: readonly object[]): object =>
  chunk([{ functionCall: { partialArgs, willContinue: true } }]);
const ends = chunk([{ functionCall: {} }]);
const at = (jsonPath: string, value: object, willContinue?: boolean): object => ({
  jsonPath,
  ...value,
  ...(willContinue === undefined ? {} : { willContinue }),
});
const string = (stringValue: string): object => ({ stringValue });
const stop = chunk([text('')], 'STOP');

const callsOf = (parts: readonly StreamPart[]): readonly (readonly [string, string, JsonObject])[] =>
  parts.flatMap((part) => (part.kind === 'tool-call' ? [[part.call, part.tool, part.input] as const] : []));
const inputOf = (parts: readonly StreamPart[]): string =>
  parts.map((part) => (part.kind === 'tool-input' ? part.delta : '')).join('');
const tokens = (parts: readonly StreamPart[]): readonly (string | null)[] =>
  parts.flatMap((part) => (part.kind === 'tool-call' ? [part.replay?.token ?? null] : []));

describe('Gemini function calls', () => {
  it('come whole, in parallel, with their ids or with ones that no other answer has', () => {
    const withId = { functionCall: { id: 'own', name: 'c', args: { x: 1 } } };
    const parts = decode([chunk([call('a', {}, { thoughtSignature: 'S' }), call('b', { y: [] }), withId]), stop]);
    assert.deepEqual(callsOf(parts), [
      ['a-0', 'a', {}],
      ['a-1', 'b', { y: [] }],
      ['own', 'c', { x: 1 }],
    ]);
    assert.deepEqual(tokens(parts), ['S', null, null]);
    assert.equal(outcome(parts), 'tool-calls');
    assert.deepEqual(callsOf(decode([chunk([{ functionCall: { name: 'bare' } }], 'STOP')])), [['a-0', 'bare', {}]]);
  });

  it('stop for length even where a call was made', () => {
    assert.equal(outcome(decode([chunk([call('a', {})], 'MAX_TOKENS')])), 'length');
  });

  it('show streamed arguments as JSON that grows, each fragment once', () => {
    const parts = decode([
      begins('cook', { thoughtSignature: 'S' }),
      grows(at('$.name', string('La'), true)),
      grows(at('$.name', string('"sagna'), true), at('$.name', string(''))),
      grows(at('$.steps[0].minutes', { numberValue: 5 })),
      grows(at('$.steps[0].covered', { boolValue: false })),
      grows(at('$.steps[1]["odd key"]', { nullValue: 'NULL_VALUE' })),
      grows(at("$.steps[1]['it\\'s']", string('é'))),
      ends,
      stop,
    ]);
    const expected = {
      name: 'La"sagna',
      steps: [
        { minutes: 5, covered: false },
        { 'odd key': null, "it's": 'é' },
      ],
    };
    assert.deepEqual(callsOf(parts), [['a-0', 'cook', expected]]);
    assert.deepEqual(parseJson(inputOf(parts)), expected);
    assert.deepEqual(tokens(parts), ['S']);
    assert.deepEqual(parts.flatMap((part) => (part.kind === 'tool-input' ? [part.delta] : [])).slice(0, 4), [
      '{',
      '"name":"La',
      '\\"sagna',
      '"',
    ]);
  });

  it('are complete without their closing part when the model stops, but not within a text or when it is cut', () => {
    const whole = [begins('f'), grows(at('$.a', string('x')))];
    assert.deepEqual(callsOf(decode([...whole, stop])), [['a-0', 'f', { a: 'x' }]]);
    assert.deepEqual(callsOf(decode([...whole, begins('g'), ends, stop])), [
      ['a-0', 'f', { a: 'x' }],
      ['a-1', 'g', {}],
    ]);
    const inText = decode([begins('f'), grows(at('$.a', string('x'), true)), chunk([text('Sorry.')], 'STOP')]);
    assert.deepEqual(callsOf(inText), []);
    assert.equal(inputOf(inText), '{"a":"x');
    assert.equal(outcome(inText), 'stop');
    assert.deepEqual(callsOf(decode([...whole, chunk([], 'MAX_TOKENS')])), []);
    assert.deepEqual(outcome(decode(whole)), { code: 'truncated' });
  });

  it('take the last fragment without willContinue for the end', () => {
    const last = chunk([{ functionCall: { partialArgs: [at('$.a[0]', { numberValue: 1 })] } }]);
    assert.deepEqual(callsOf(decode([begins('f'), last, stop])), [['a-0', 'f', { a: [1] }]]);
  });

  it('drop what goes on with a call that never began or has ended (ST-59)', () => {
    const parts = decode([grows(at('$.a', string('x'))), ends, begins('f'), ends, grows(at('$.b', string('y'))), stop]);
    assert.deepEqual(callsOf(parts), [['a-0', 'f', {}]]);
  });

  it('are not made when a fragment cannot be read (ST-63)', () => {
    const bad = [
      at('a', string('x')),
      at('$', string('x')),
      at('$.a', {}),
      at('$..a', string('x')),
      at('$.a[*]', string('x')),
      at('$.a[3]', string('x')),
      at("$['\\x']", string('x')),
      at(`$${'.a'.repeat(65)}`, string('x')),
      at('$[0]', string('x')),
      at('$.ok.inside', string('x')),
      at('$.ok', { numberValue: 1 }),
      at('$.list.name', string('x')),
    ];
    for (const one of bad) {
      const good = grows(at('$.ok', string('x')), at('$.list[0]', string('x')));
      const parts = decode([begins('f'), good, grows(one), ends, chunk([text('a')], 'STOP')]);
      assert.deepEqual(callsOf(parts), [], JSON.stringify(one));
      assert.equal(outcome(parts), 'stop');
    }
    const parts = decode([begins('f'), chunk([{ functionCall: { partialArgs: 'x' } }]), chunk([text('a')], 'STOP')]);
    assert.deepEqual(callsOf(parts), []);
  });

  it('stay right where fragments come out of order; only what grows is no longer shown', () => {
    const parts = decode([
      begins('f'),
      grows(at('$.a.b', string('1'))),
      grows(at('$.c', string('2'))),
      grows(at('$.a.d', string('3'))),
      grows(at('$.c', string('4'))),
      ends,
      stop,
    ]);
    assert.deepEqual(callsOf(parts), [['a-0', 'f', { a: { b: '1', d: '3' }, c: '24' }]]);
    assert.equal(inputOf(parts), '{"a":{"b":"1"},"c":"2"');
    const again = decode([begins('f'), grows(at('$.c', string('2'))), grows(at('$.c', string('4'))), ends, stop]);
    assert.deepEqual(callsOf(again), [['a-0', 'f', { c: '24' }]]);
    assert.equal(inputOf(again), '{"c":"2"');
  });

  it('change no prototype', () => {
    const parts = decode([begins('f'), grows(at('$.__proto__.polluted', string('x'))), ends, stop]);
    assert.equal(Object.hasOwn(callsOf(parts)[0]?.[2] ?? {}, '__proto__'), true);
    assert.equal('polluted' in {}, false);
  });

  it('any arguments come through whole, in fragments of any size, and as the same text', () => {
    const name = fc.string({ minLength: 1, maxLength: 4 }).filter((one) => one !== '__proto__');
    const { value } = fc.letrec<{ value: Json }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.string({ unit: 'grapheme' }),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value'), { minLength: 1, maxLength: 3 }),
        fc.dictionary(name, tie('value'), { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(
        fc.dictionary(name, value, { noNullPrototype: true }),
        fc.integer({ min: 1, max: 5 }),
        (input, size) => {
          const fragments = [...leaves('$', input, size)].map((one) => grows(one));
          const parts = decode([begins('f'), ...fragments, ends, stop]);
          assert.deepEqual(callsOf(parts), [['a-0', 'f', input]]);
          assert.deepEqual(parseJson(inputOf(parts)), input);
        },
      ),
      { numRuns: 500 },
    );
  }).timeout(30_000);
});

/** The values of a JSON text in the order in which they are written, texts in pieces. */
function* leaves(path: string, value: Json, size: number): Generator<object> {
  if (typeof value === 'string') {
    for (let from = 0; from + size < value.length; from += size) {
      yield at(path, string(value.slice(from, from + size)), true);
    }
    yield at(path, string(value.slice(Math.max(0, Math.ceil(value.length / size) - 1) * size)));
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* leaves(`${path}[${index}]`, item, size);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value)) yield* leaves(`${path}[${JSON.stringify(name)}]`, item, size);
  } else if (typeof value === 'number') yield at(path, { numberValue: value });
  else yield at(path, typeof value === 'boolean' ? { boolValue: value } : { nullValue: 'NULL_VALUE' });
}

describe('JSON paths', () => {
  it('are names and indexes, plain and quoted', () => {
    assert.deepEqual(readPath('$.a.b[0]["c d"][\'e"f\'].g-h'), ['a', 'b', 0, 'c d', 'e"f', 'g-h']);
  });
});
