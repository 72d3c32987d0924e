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
    for (const unseen of '\u00AD\u034F\u115F\u1160\u180E\u2028\u2029\u2064\u3164\uFE00\uFE0F\uFEFF\uFFA0') {
      const name = `U+${unseen.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
      assert.deepEqual(codeOf(`a${unseen}`), [
        { kind: 'plain', text: 'a' },
        { kind: 'hidden', name },
      ]);
    }
    assert.deepEqual(codeOf('⚠\uFE0F'), [{ kind: 'plain', text: '⚠\uFE0F' }], 'it shows, as an emoji');
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
  it('opens only the web and mail (faults WV-21)', () => {
    assert.equal(openableHref('https://EXAMPLE.com/ä'), 'https://example.com/%C3%A4');
    assert.equal(openableHref('mailto:a@example.com'), 'mailto:a@example.com');
    const refused = [
      'javascript:alert(1)',
      '\u0001javascript:alert(1)',
      'java\nscript:x',
      'data:text/html,x',
      'file:///etc/passwd',
      'JaVaScRiPt:alert(1)',
      'vbscript:x',
      'command:x',
      'vscode://x',
      'vscode-insiders://x',
      'vscode-file://vscode-app/x',
      'vscode-webview://x',
      'smb://host/share',
      'ms-msdt:/id x',
      'search-ms:query=x',
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

  it('names its host when its text names another, wherever and in whatever characters', () => {
    const texts = [
      'https://bank.com/login',
      'bank.com',
      'Log in at bank.com today',
      '“bank.com”',
      'BANK.com:443',
      'bank.c0m',
      'https:/bank.com',
      '\\\\bank.com',
      'https://localhost',
      '192.168.0.1/admin',
      'evil.test@bank.com',
      'https://bank.com@evil.test',
      'https://evil.test.bank.com',
      'evil.test\u2800\u2800bank.com',
      'ba\u00ADnk.com',
      'bank\u200B.com',
      '\u202Emoc.knab',
      '\u202Esj.knab',
      '\u202Ehttps://evil.test/moc.knab//:sptth',
      'https://evil.test/א/bank.com',
      'ｂａｎｋ.com',
      'bank。com',
      'bank\uA4F8com',
      '𝐛𝐚𝐧𝐤.com',
      'bаnk.com',
      'i❤.ws',
      'https://bank.py',
      'bank.rs/login',
    ];
    for (const text of texts) assert.equal(hostToShow(text, 'https://evil.test/'), 'evil.test', JSON.stringify(text));
    assert.equal(hostToShow('https://bank.com', 'mailto:me@evil.test'), 'evil.test');
  });

  it('names its host when that looks like another', () => {
    assert.equal(hostToShow('docs', 'https://xn--e1awd7f.com/'), 'xn--e1awd7f.com');
    assert.equal(hostToShow('раypal.com', 'https://xn--ypal-43d9g.com/'), 'xn--ypal-43d9g.com');
  });

  it('needs no host beside a text that names its own or none', () => {
    const texts = [
      'example.com',
      'www.EXAMPLE.com/a/b.html?c.org',
      '(https://example.com/a)',
      'the docs of Node.js',
      'src/main.ts:12',
      'README.md#usage',
      'See the docs, e.g. those of version 1.2.3.',
      'Python 3.12',
      'Read more…',
      '参见文档。',
      '⚠\uFE0F careful',
      'example.com/wiki/Zürich',
    ];
    for (const text of texts) assert.equal(hostToShow(text, 'https://example.com/'), null, text);
    assert.equal(hostToShow('a@example.com', 'mailto:a@example.com'), null);
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
