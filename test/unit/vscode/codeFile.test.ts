import assert from 'node:assert/strict';
import { fileNamedIn } from '../../../src/vscode/codeFile.ts';

describe('the file that a code block names', () => {
  for (const [info, code, file] of [
    ['ts title="src/a b.ts"', '', 'src/a b.ts'],
    ["js filename='a.js' {1,3}", '', 'a.js'],
    ['ts:src/a.ts', '', 'src/a.ts'],
    ['python scripts/run.py', '', 'scripts/run.py'],
    ['src/[id]/page.tsx', '', 'src/[id]/page.tsx'],
    ['ts', '// src/a.ts\nlet a;', 'src/a.ts'],
    ['py', '# file: a/b.py\nx', 'a/b.py'],
    ['html', '<!-- public/index.html -->\n<p>', 'public/index.html'],
    ['css', '/* a.css */', 'a.css'],
    ['diff', '--- a/src/a.ts\n+++ b/src/a.ts\n@@ -1 +1 @@', 'src/a.ts'],
    ['ts', 'let a;\n// src/a.ts', null],
    ['ts', '// See the notes in a.md', null],
    ['ts {1,3}', '#!/usr/bin/env node', null],
    ['ts twoslash', '// a comment', null],
    ['diff', '--- a/a.ts\n+++ /dev/null', null],
    ['', '', null],
  ] as const) {
    it(`${JSON.stringify(info)} with ${JSON.stringify(code.split('\n')[0])}: ${file ?? 'none'}`, () => {
      assert.equal(fileNamedIn({ info, code }), file);
    });
  }
});
