import assert from 'node:assert/strict';
import { fileReferenceIn } from '../../../src/webview/markdown/fileReference.ts';

describe('names of files in an answer', () => {
  for (const [text, path, line, column] of [
    ['src/a.ts', 'src/a.ts', null, null],
    ['package.json', 'package.json', null, null],
    ['./src/a.ts:12', './src/a.ts', 12, null],
    ['src\\win\\a.ts:12:5', 'src\\win\\a.ts', 12, 5],
    ['src/a.ts#L12-L20', 'src/a.ts', 12, null],
    ['src/a.ts:12-20', 'src/a.ts', 12, null],
    ['app/[id]/page.tsx', 'app/[id]/page.tsx', null, null],
    ['src/Dockerfile', 'src/Dockerfile', null, null],
    ['файлы/а.txt', 'файлы/а.txt', null, null],
  ] as const) {
    it(`${text} is one`, () => assert.deepEqual(fileReferenceIn(text), { path, line, column }));
  }

  for (const text of [
    'npm run build',
    'x',
    '1.2',
    'foo()',
    'a = b/c',
    '/etc/passwd',
    '//host/share',
    '\\\\host\\share',
    'C:\\a.txt',
    'file:///etc/passwd',
    'https://a.test/b.ts',
    'src/%2e%2e/a.ts',
    '..',
    '../..',
    'a\u202Eb.ts',
    `${'a/'.repeat(200)}b.ts`,
  ]) {
    it(`${JSON.stringify(text.slice(0, 30))} is none (faults WV-27)`, () => assert.equal(fileReferenceIn(text), null));
  }
});
