import assert from 'node:assert/strict';
import fc from 'fast-check';
import { changeBetween, placed } from '../../../src/vscode/codePlacement.ts';

const file = ['class A {', '  run() {', '    one();', '  }', '', '  stop() {', '    two();', '  }', '}', ''].join('\n');

describe('where code of an answer goes in a file', () => {
  it('takes the place of what is selected', () => {
    const start = file.indexOf('one');
    assert.equal(placed(file, 'three', { start, end: start + 3 }), file.replace('one', 'three'));
  });

  it('takes the place of the part that begins and ends as it does, as deep as that is indented', () => {
    const code = 'stop() {\n  three();\n\n  four();\n}';
    const expected = file.replace('    two();', '    three();\n\n    four();');
    assert.equal(placed(file, code, { start: 0, end: 0 }), expected);
  });

  it('takes the place of the whole file where it is as long as that', () => {
    assert.equal(placed(file, 'class B {\n  a();\n  b();\n  c();\n}', null), 'class B {\n  a();\n  b();\n  c();\n}\n');
    assert.equal(placed('\n', 'one', null), 'one\n');
  });

  it('is put where the cursor is, or at the end, when nothing says where it belongs', () => {
    const long = 'line\n'.repeat(50);
    assert.equal(placed(long, 'new', { start: 5, end: 5 }), `line\nnew\n${'line\n'.repeat(49)}`);
    assert.equal(placed(long, 'new', null), `${long}\nnew\n`);
  });

  it('is not put in a place that could be another: its first line is in the file twice', () => {
    const twice = `${file}${file}`.repeat(3);
    assert.equal(placed(twice, 'stop() {\n  x();\n}', null), `${twice}\nstop() {\n  x();\n}\n`);
  });

  it('is applied as the patch that it is, whatever numbers its hunks have', () => {
    const patch = [
      '--- a/a.js',
      '+++ b/a.js',
      '@@ -40,3 +40,4 @@ class A',
      '   stop() {',
      '-    two();',
      '+    three();',
      '+    four();',
      '   }',
    ];
    assert.equal(placed(file, patch.join('\n'), null), file.replace('    two();', '    three();\n    four();'));
    assert.equal(placed('something\nelse\n', patch.join('\n'), null), null);
  });

  it('is applied with all its hunks, each after what those before have moved', () => {
    const patch = '@@ -1,2 +1,3 @@\n class A {\n+  x;\n   run() {\n@@ -6,2 +7,1 @@\n   stop() {\n-    two();';
    assert.equal(placed(file, patch, null), file.replace('{\n', '{\n  x;\n').replace('    two();\n', ''));
  });

  it('differs from the file by one change, which makes the one of the other', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n') });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const { start, end, text: put } = changeBetween(before, after);
        assert.equal(before.slice(0, start) + put + before.slice(end), after);
      }),
    );
    assert.deepEqual(changeBetween('one two three', 'one 2 three'), { start: 4, end: 7, text: '2' });
  });
});
