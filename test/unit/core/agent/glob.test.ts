import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isCovered } from '../../../../src/core/agent/glob.ts';

describe('what a pattern of files.exclude hides', () => {
  const cases: readonly (readonly [pattern: string, path: string, isHidden: boolean])[] = [
    ['**/.git', '.git', true],
    ['**/.git', 'a/.git/config', true],
    ['**/.git', 'a.git', false],
    ['out', 'out/a.js', true],
    ['out', 'src/out/a.js', false],
    ['*.js', 'a.js', true],
    ['*.js', 'a/b.js', false],
    ['**/*.js', 'a/b.js', true],
    ['**/*.js', 'a/b.jsx', false],
    ['src/**/x', 'src/x', true],
    ['src/**/x', 'src/a/b/x', true],
    ['**/node_modules/**', 'a/node_modules/x/y', true],
    ['**/{dist,*.{min,map}.js}', 'a/b.min.js', true],
    ['**/{dist,*.{min,map}.js}', 'a/dist/b', true],
    ['[a-c]?.txt', 'b1.txt', true],
    ['[!a-c]?.txt', 'b1.txt', false],
    ['a.b+(c)', 'a.b+(c)', true],
    ['a.b+(c)', 'aXb+(c)', false],
    ['{a', '{a', true],
    ['', 'a', false],
  ];
  for (const [pattern, path, isHidden] of cases) {
    it(`${pattern} and ${path}`, () => assert.equal(isCovered(pattern, path), isHidden));
  }

  it('is found out soon and without an error, whatever the pattern (WV-48)', () => {
    const piece = fc.constantFrom('*', '**', '/', '?', 'a', '{', '}', ',', '[', ']', '!', '-', '\\');
    const pattern = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));
    fc.assert(fc.property(pattern, fc.string(), (one, path) => typeof isCovered(one, path) === 'boolean'));
    assert.equal(isCovered('**/*a*b'.repeat(140), 'a/'.repeat(400)), false);
    assert.equal(isCovered('{a,b}'.repeat(150), 'a'.repeat(150)), false);
  });
});
