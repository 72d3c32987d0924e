import assert from 'node:assert/strict';
import { validateHeaderValue } from 'node:http';
import fc from 'fast-check';
import { keyTextProblem } from '../../../../src/core/auth/apiKey.ts';

describe('a key that is pasted', () => {
  it('is taken only as what one header can carry as it is, and never as a second one', () => {
    const pieces = fc.constantFrom(
      'sk-',
      'a',
      '~',
      ' ',
      '\t',
      '\r\n',
      'X-Other: 1',
      '\u00e9',
      '\u200b',
      '\0',
      '\u{1f511}',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces).map((list) => list.join('')),
    );
    fc.assert(
      fc.property(text, (key) => {
        if (keyTextProblem(key) !== null) return;
        validateHeaderValue('Authorization', `Bearer ${key}`);
        assert.equal(new Headers({ key }).get('key'), key);
      }),
      { numRuns: 2_000 },
    );
    assert.notEqual(keyTextProblem('k'.repeat(8_001)), null);
    assert.notEqual(keyTextProblem(''), null);
    assert.equal(keyTextProblem('sk-proj_a.b~c'), null);
  });
});
