import assert from 'node:assert/strict';
import fc from 'fast-check';
import { lineReader, type Run } from '../../../src/webview/highlight/grammars.ts';
import { grammars } from '../../../src/webview/highlight/languages.ts';

describe('grammars of code', () => {
  it('give every character of a line, in its order, to one run', () => {
    const pieces = fc.constantFrom(
      ...'" \' ` / // /* */ # -- <!-- --> < > </ <a ( ) [ ] { } \\ $ @ : ; , . = + - ! ? % & | ^ ~ _ 0 1.5e3 0x a Z if def class <?php ?> $x """ é 中 \u{1F600}'.split(
        ' ',
      ),
      ' ',
      '\t',
    );
    const lines = fc.array(
      fc.array(pieces, { maxLength: 12 }).map((all) => all.join('')),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(fc.constantFrom(...grammars.keys()), lines, (language, all) => {
        const read = lineReader(language);
        assert.ok(read !== null);
        for (const line of all) assert.equal(lengthOf(read(line)), line.length, `${language}: ${line}`);
      }),
      { numRuns: 3_000 },
    );
  });

  it('are done in no time with a line that is made to hold them up (faults WV-46)', function () {
    this.timeout(10_000);
    const shapes = 'a / // ( [ { < <a" " \' \\ $ # * @ 0 1. -- : a: a( .. =" &&'.split(' ');
    for (const language of new Map([...grammars].map(([name, grammar]) => [grammar, name])).values()) {
      for (const shape of [...shapes, ' ', '\t', 'a ']) {
        const read = lineReader(language);
        const line = shape.repeat(Math.floor(499 / shape.length));
        assert.equal(lengthOf(read?.(line) ?? []), line.length, language);
        read?.(`/${line}`);
      }
    }
  });

  it('leave a longer line alone (faults WV-46)', () => {
    assert.deepEqual(lineReader('js')?.(`let ${'a'.repeat(40_000)}`), [{ length: 40_004, kind: null }]);
  });

  it('are found by the names that models give a language, and none is guessed', () => {
    for (const name of 'TypeScript tsx C++ c# py bash SQL yml Dockerfile golang'.split(' '))
      assert.ok(lineReader(name) !== null, name);
    for (const name of ['', 'text', 'nonsense', '__proto__']) assert.equal(lineReader(name), null);
  });

  for (const [language, line, expected] of [
    ['php', '$a = strlen("x"); // y', 'variable:$a|function:strlen|string:"x"|comment:// y'],
    [
      'sql',
      "SELECT name FROM t WHERE id = 1 -- x 'y'",
      "keyword:SELECT|keyword:FROM|keyword:WHERE|number:1|comment:-- x 'y'",
    ],
    ['rust', 'fn main() { let x: u8 = 1; }', 'keyword:fn|function:main|keyword:let|number:1'],
    ['yaml', '- key: "value" # note', 'meta:-|tag:key|string:"value"|comment: # note'],
  ] as const) {
    it(`know the words of ${language}`, () => {
      const found = kindsIn(line, lineReader(language)?.(line) ?? []);
      for (const one of expected.split('|')) assert.ok(found.includes(one), `${one} in ${found.join(' ')}`);
    });
  }
});

function lengthOf(runs: readonly Run[]): number {
  return runs.reduce((sum, { length }) => sum + length, 0);
}

function kindsIn(line: string, runs: readonly Run[]): readonly string[] {
  let at = 0;
  return runs.map(({ length, kind }) => {
    at += length;
    return `${kind}:${line.slice(at - length, at)}`;
  });
}
