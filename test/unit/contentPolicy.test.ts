import assert from 'node:assert/strict';
import { contentPolicy } from '../../src/vscode/contentPolicy.ts';

describe('content policy of the page (WV-01)', () => {
  const source = 'https://extension.example';
  const directives = new Map(
    contentPolicy(source, 'n0nce')
      .split('; ')
      .map((directive): [string, readonly string[]] => {
        const [name = '', ...values] = directive.split(' ');
        return [name, values];
      }),
  );

  it('allows nothing that it does not name', () => {
    assert.deepEqual(directives.get('default-src'), [`'none'`]);
    for (const name of ['connect-src', 'frame-src', 'form-action', 'base-uri', 'trusted-types']) {
      assert.deepEqual(directives.get(name), [`'none'`], name);
    }
  });

  it('runs one script, by its nonce, and loads the rest from the extension only', () => {
    assert.deepEqual(directives.get('script-src'), [`'nonce-n0nce'`]);
    for (const name of ['style-src', 'font-src']) assert.deepEqual(directives.get(name), [source], name);
    assert.deepEqual(directives.get('img-src'), [source, 'data:']);
  });

  it('has no way round it', () => {
    const values = [...directives.values()].flat();
    assert.deepEqual(
      values.filter((value) => /unsafe|\*|^https:$|^http:/.test(value)),
      [],
    );
    assert.deepEqual(directives.get('require-trusted-types-for'), [`'script'`]);
  });
});
