import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readPasted } from '../../../../src/core/auth/pasted.ts';

const redirectUri = 'http://localhost:1455/auth/callback';
const read = (text: string): readonly (string | null)[] | null => {
  const query = readPasted(text, redirectUri);
  return query === null ? null : [query.get('code'), query.get('state'), query.get('error')];
};

describe('what a person pastes', () => {
  it('may be the code and the state as the page shows them, with blanks around', () => {
    assert.deepEqual(read('  abc_1-2#state=ful  \n'), ['abc_1-2', 'state=ful', null]);
  });

  it('may be the address that the browser ended at, or its query', () => {
    assert.deepEqual(read('http://localhost:1455/auth/callback?code=a%2Bb&state=s'), ['a+b', 's', null]);
    assert.deepEqual(read('?code=a&state=s'), ['a', 's', null]);
    assert.deepEqual(read('state=s&error=access_denied'), [null, 's', 'access_denied']);
  });

  it('may have come along with what mail and chat put around an address (OA-56)', () => {
    for (const text of [
      `"${redirectUri}?code=a&state=s"`,
      `<${redirectUri}?code=a&state=s>`,
      `\u200B${redirectUri}?code=a\r\n&state=s \uFEFF`,
      'Bearer a#s',
    ]) {
      assert.deepEqual(read(text), ['a', 's', null], text);
    }
  });

  it('is nothing when the address is another than the vendor was told (OA-57), or too long (OA-60)', () => {
    for (const address of ['http://localhost:1457/auth/callback', 'http://localhost:1455/', 'https://thief.example/']) {
      assert.equal(read(`${address}?code=a&state=s`), null, address);
    }
    assert.equal(read(`${redirectUri}?code=${'a'.repeat(1_000_000)}&state=s`), null);
  });

  it('is nothing without a state, and nothing when it is something else', () => {
    for (const text of ['', 'abc', '#state', 'code#', 'a#b#c', 'two words#state', 'https://example.com/?code=a']) {
      assert.equal(read(text), null, text);
    }
  });

  it('is an answer of this sign-in’s address or nothing, whatever it is', () => {
    const address = fc.tuple(
      fc.constantFrom('', ' ', '<', '"', 'Bearer ', '\u200B'),
      fc.constantFrom('http://', 'https://', 'HTTP://', 'http:\\\\', 'ftp://', '//', ''),
      fc.constantFrom('', 'a@', 'localhost:1455@', 'a:b@'),
      fc.constantFrom(
        'localhost:1455',
        'LOCALHOST:01455',
        'localhost',
        'localhost:14550',
        '127.0.0.1:1455',
        'thief.example',
      ),
      fc.constantFrom(
        '/auth/callback',
        '/auth/./callback',
        '/auth/callback/',
        '/auth%2fcallback',
        '\\auth\\callback',
        '/',
        '',
      ),
      fc.constantFrom(
        '?code=a&state=s',
        '?state=s&error=e',
        '?code=a',
        '#code=a&state=s',
        '?code=a&state=s#x',
        '',
        '\uD800',
      ),
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      address.map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (pasted) => {
        const query = readPasted(pasted, redirectUri);
        if (query === null) return;
        assert.ok(query.has('state') && (query.has('code') || query.has('error')));
        if (!URL.canParse(pasted) || !pasted.includes('://')) return;
        const { origin, pathname } = new URL(pasted);
        assert.equal(origin + pathname, redirectUri);
      }),
      { numRuns: 5_000 },
    );
  }).timeout(20_000);
});
