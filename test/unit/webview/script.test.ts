import assert from 'node:assert/strict';
import path from 'node:path';
import { build } from 'esbuild';

const root = path.join(import.meta.dirname, '../../..');

describe('the scripts of the page', () => {
  for (const entry of ['src/webview/main.ts', 'src/webview/highlight/grammars.ts']) {
    it(`make neither markup nor script of a string: ${entry} (faults WV-16)`, async () => {
      const { outputFiles } = await build({
        absWorkingDir: root,
        entryPoints: [entry],
        bundle: true,
        write: false,
        format: 'esm',
        legalComments: 'none',
        minify: true,
      });
      const script = outputFiles[0]?.text ?? '';
      assert.ok(script.length > 10_000);
      const forbidden =
        /\beval\(|\bnew Function\b|[^.\w]Function\(|\.(?:inner|outer)HTML\s*[+=]|insertAdjacentHTML|document\.write|createContextualFragment|setHTMLUnsafe|srcdoc|DOMParser/g;
      assert.deepEqual(script.match(forbidden), null);
    });
  }
});
