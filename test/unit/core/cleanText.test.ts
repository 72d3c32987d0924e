import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cleanLabel, cleanText } from '../../../src/core/cleanText.ts';

describe('a foreign text where VS Code shows one line', () => {
  const max = 40;
  const pieces = fc.constantFrom(
    '$',
    '$(',
    '(',
    'trash',
    ')',
    '\n',
    '\r',
    '\t',
    '\u202e',
    '\u200b',
    '\u001b[31m',
    '\u{e0041}',
    'a',
  );
  const text = fc.array(fc.oneof(pieces, fc.string({ unit: 'binary' })), { maxLength: 60 }).map((all) => all.join(''));
  const unseen = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069\u200b-\u200f\u{e0000}-\u{e007f}]/u;

  it('has neither line ends nor what cannot be seen, is short, and in a list is no icon (WV-40)', () => {
    fc.assert(
      fc.property(text, (foreign) => {
        assert.doesNotMatch(cleanText(foreign, max), unseen);
        assert.ok(cleanText(foreign, max).length <= max);
        assert.doesNotMatch(cleanLabel(foreign, max), /\$\(/);
      }),
      { numRuns: 1_000 },
    );
    assert.equal(cleanLabel('$$(trash)\n$(check) `$(rm -rf)`'), '$$ (trash) $ (check) `$ (rm -rf)`');
  });
});
