import assert from 'node:assert/strict';
import fc from 'fast-check';
import { inputProblem } from '../../../../src/core/agent/inputProblem.ts';
import { type Json, parseJson } from '../../../../src/core/json.ts';

const schema: Json = {
  type: 'object',
  properties: {
    path: { type: 'string' },
    line: { type: ['integer', 'null'] },
    how: { enum: ['text', 'files'] },
    edits: { type: 'array', items: { type: 'object', properties: { find: { type: 'string' } }, required: ['find'] } },
  },
  required: ['path'],
};

describe('the input of a tool', () => {
  const cases: readonly (readonly [Json, string | null])[] = [
    [{ path: 'a', line: 1, how: 'text', edits: [{ find: 'x' }], more: {} }, null],
    [{ path: 'a', line: null }, null],
    [{}, '`input.path` is missing.'],
    ['a', '`input` must be object.'],
    [[], '`input` must be object.'],
    [{ path: 1 }, '`input.path` must be string.'],
    [{ path: 'a', line: 1.5 }, '`input.line` must be integer or null.'],
    [{ path: 'a', how: 'both' }, '`input.how` must be one of "text", "files".'],
    [{ path: 'a', edits: [{ find: 'x' }, {}] }, '`input.edits[1].find` is missing.'],
  ];
  for (const [input, problem] of cases) {
    it(`${JSON.stringify(input)}: ${problem ?? 'fits'}`, () => assert.equal(inputProblem(schema, input), problem));
  }

  it('is never the end of Maestro, whatever schema a server gives and however deep it is nested (WV-52)', () => {
    fc.assert(
      fc.property(fc.json(), fc.json(), (given, input) => {
        const problem = inputProblem(parseJson(given), parseJson(input) ?? null);
        return problem === null || problem.endsWith('.');
      }),
    );
    let deep: Json = 'end';
    let nested: Json = { type: 'string' };
    for (let depth = 0; depth < 50_000; depth++) {
      deep = { in: deep };
      nested = { type: 'object', properties: { in: nested }, required: ['in'] };
    }
    assert.equal(inputProblem(nested, deep), null);
  });
});
