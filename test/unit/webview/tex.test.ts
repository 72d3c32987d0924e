import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Formula, formulaOf } from '../../../src/webview/markdown/tex.ts';

describe('a formula', () => {
  for (const [source, read] of [
    ['e^{i\\pi} + 1 = 0', 'e^(iπ) + 1 = 0'],
    ['a_1^2 - b_{n-1}', 'a_(1)^(2) − b_(n−1)'],
    ['\\frac{1}{2} \\le \\sqrt{x + 1}', '(1/2) ≤ √(x + 1)'],
    ['\\sum_{i=1}^n x_i \\in \\mathbb{R}', '∑_(i=1)^(n) x_(i) ∈ ℝ'],
    ['\\sin^2 \\theta\\,\\text{if } x', 'sin^(2) θ if  x'],
    ['\\left( \\vec{v} \\right)', '( v\u20D7 )'],
    ["f'(x) = \\{1, \\ldots\\}", 'f′(x) = {1, …}'],
    ['\\begin{aligned} a &= b \\\\ c &= d \\end{aligned}', ' a = b \n c = d '],
    ['\\frac12', '(1/2)'],
  ] as const) {
    it(`is read: ${source}`, () => assert.equal(written(formulaOf(source) ?? []), read));
  }

  for (const source of [
    '\\href{javascript:alert(1)}{x}',
    '\\includegraphics{https://attacker.test/x.png}',
    '\\htmlData{a=b}{x}',
    '\\begin{pmatrix} a & b \\end{pmatrix}',
    '\\unknown',
    '\\frac{1}',
    'x^',
    '{x',
    'x}',
    '\\sqrt[3]{x}',
    '\\text{a $b$}',
    '{'.repeat(100) + '}'.repeat(100),
    'x'.repeat(3_000),
  ]) {
    it(`is left as its source where it is not known in full: ${source.slice(0, 40)} (faults WV-26)`, () => {
      assert.equal(formulaOf(source), null);
    });
  }

  it('is read or left, whatever it is', () => {
    const pieces = fc.constantFrom(
      ...'{ } ^ _ \\frac \\sqrt \\text \\vec \\\\ \\begin \\left ( & a 1 \\pi [ ] ~ %'.split(' '),
    );
    fc.assert(fc.property(fc.array(pieces), (all) => void formulaOf(all.join(''))));
    fc.assert(fc.property(fc.string(), (text) => void formulaOf(text)));
  });
});

function written(formula: Formula): string {
  return formula
    .map((part) => {
      if ('text' in part) return part.text;
      if (part.kind === 'fraction') return `(${written(part.above)}/${written(part.below)})`;
      return `${{ sup: '^', sub: '_', root: '√' }[part.kind]}(${written(part.of)})`;
    })
    .join('');
}
