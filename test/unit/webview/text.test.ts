import assert from 'node:assert/strict';
import { codeOf, copyable, proseOf, withoutControls } from '../../../src/webview/markdown/invisible.ts';
import { hostToShow, openableHref } from '../../../src/webview/markdown/links.ts';
import { continuesPlainly } from '../../../src/webview/markdown/plain.ts';
import { tokensOf } from '../../../src/webview/markdown/tokens.ts';
import { sentencesIn } from '../../../src/webview/sentences.ts';

const england = '🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}';

describe('text of an answer', () => {
  it('loses control characters, so that a terminal sees no escape sequence', () => {
    assert.equal(withoutControls('a\u001b]52;c;x\u0007\u009bb\u0000\u007f\tc\r\nd\re'), 'a]52;c;xb\tc\nd\ne');
  });

  it('has its direction controls isolated and its smuggled characters named', () => {
    assert.deepEqual(proseOf('plain, שלום and 👩‍👩‍👧'), [{ kind: 'plain', text: 'plain, שלום and 👩‍👩‍👧' }]);
    assert.deepEqual(proseOf('a\u202Eb'), [{ kind: 'isolated', text: 'a\u202Eb' }]);
    assert.deepEqual(proseOf('a\u{E0041}b'), [
      { kind: 'plain', text: 'a' },
      { kind: 'hidden', name: 'U+E0041' },
      { kind: 'plain', text: 'b' },
    ]);
    assert.deepEqual(proseOf(`go ${england}!`), [{ kind: 'plain', text: `go ${england}!` }]);
  });

  it('has every character of code named that cannot be seen', () => {
    assert.deepEqual(codeOf('x\u2066y\u200D'), [
      { kind: 'plain', text: 'x' },
      { kind: 'hidden', name: 'U+2066' },
      { kind: 'plain', text: 'y' },
      { kind: 'hidden', name: 'U+200D' },
    ]);
    assert.deepEqual(codeOf(''), []);
  });

  it('is copied without what cannot be seen, flags excepted', () => {
    assert.equal(copyable(`a\u202Eb\u{E0041}c\u001bd ${england} 👩‍👩‍👧`), `abcd ${england} 👩‍👩‍👧`);
  });

  it('goes on plainly only with words', () => {
    for (const text of ['word', ' more, words', '中文', '12']) assert.equal(continuesPlainly(text), true, text);
    for (const text of ['a*', 'a.', 'a\n', 'a ', '', '_', ':', '`', 'a|b', '\uD83D']) {
      assert.equal(continuesPlainly(text), false, JSON.stringify(text));
    }
  });

  it('is nested only so deep, and none of it is lost', () => {
    const tokens = tokensOf(`${'> '.repeat(3_000)}end`, {}).tokens;
    assert.ok(Math.max(...tokens.map(({ level }) => level)) < 50);
    assert.match(tokens.map(({ content }) => content).join(''), /end$/);
  });
});

describe('a link', () => {
  it('opens only the web and mail', () => {
    assert.equal(openableHref('https://EXAMPLE.com/ä'), 'https://example.com/%C3%A4');
    assert.equal(openableHref('mailto:a@example.com'), 'mailto:a@example.com');
    const refused = [
      'javascript:alert(1)',
      '\u0001javascript:alert(1)',
      'java\nscript:x',
      'data:text/html,x',
      'file:///etc/passwd',
      'command:x',
      'vscode://x',
      '//example.com',
      '\\\\host\\share',
      'example.com',
      'https://user@example.com',
      'https://user:pass@example.com',
      'mailto:?attach=/etc/passwd',
      'mailto:a@b.test?attach=x',
      `https://example.com/${'a'.repeat(5_000)}`,
      '',
    ];
    for (const href of refused) assert.equal(openableHref(href), null, href);
  });

  it('names its host when its text names another or the host looks like another', () => {
    assert.equal(hostToShow('https://bank.com/login', 'https://evil.test/'), 'evil.test');
    assert.equal(hostToShow('bank.com', 'https://evil.test/'), 'evil.test');
    assert.equal(hostToShow('docs', 'https://xn--e1awd7f.com/'), 'xn--e1awd7f.com');
    assert.equal(hostToShow('example.com', 'https://www.example.com/'), null);
    assert.equal(hostToShow('https://example.com/a', 'https://example.com/a'), null);
    assert.equal(hostToShow('the docs of Node.js', 'https://nodejs.org/'), null);
    assert.equal(hostToShow('main.py', 'https://example.com/main.py'), null);
  });
});

describe('what a screen reader hears', () => {
  const open = { complete: false, inCode: false };

  it('is whole sentences without marks', () => {
    const heard = sentencesIn('## Title\nUse **this** [page](https://x.test). Version 1.2 is no', open);
    assert.deepEqual(heard.sentences, ['Title', 'Use this page.']);
    assert.equal('## Title\nUse **this** [page](https://x.test).'.length, heard.consumed);
  });

  it('mentions code and does not read it', () => {
    const text = 'Look:\n```ts\nlet a = 1;\n```\nDone';
    assert.deepEqual(sentencesIn(text, { ...open, complete: true }).sentences, ['Look:', 'Code block.', 'Done']);
    assert.equal(sentencesIn('```ts\nlet a', open).inCode, true);
  });

  it('takes text without an end a piece at a time', () => {
    assert.equal(sentencesIn('x'.repeat(5_000), open).consumed, 5_000);
    assert.equal(sentencesIn('x'.repeat(500), open).consumed, 0);
  });
});
