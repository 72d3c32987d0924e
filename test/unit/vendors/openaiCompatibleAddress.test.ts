import assert from 'node:assert/strict';
import { BlockList } from 'node:net';
import fc from 'fast-check';
import { readBaseUrl } from '../../../src/core/baseUrl.ts';
import { failureOf } from '../../../src/core/failure.ts';
import { addressOf, addressProblem, isNear } from '../../../src/vendors/openaiCompatible/address.ts';

describe('Address of an OpenAI-compatible server', () => {
  const near = [
    'http://localhost:11434/v1',
    'http://127.0.0.1:8000',
    'http://0.0.0.0:11434',
    'http://[::1]:8080/v1',
    'http://[fd12:3456::1]/v1',
    'http://10.0.0.7:8000/v1',
    'http://172.16.0.1/v1',
    'http://172.31.255.1/v1',
    'http://192.168.178.20:11434/v1',
    'http://gpu-box:11434/v1',
    'http://gpu-box.local./v1',
    'http://localhost./v1',
    'http://[fc00::1]/v1',
    'http://desk.home.arpa/v1',
    'http://host.docker.internal:1234/v1',
    'http://app.localhost/v1',
  ];
  for (const text of near) {
    it(`may be ${text}, which is near`, () => {
      assert.equal(addressProblem(text), null);
      assert.ok(isNear(new URL(text)));
    });
  }

  const far = [
    'http://example.com/v1',
    'http://8.8.8.8/v1',
    'http://172.32.0.1/v1',
    'http://192.169.0.1/v1',
    'http://[2001:db8::1]/v1',
    'http://10.example.com/v1',
    'http://127.0.0.1.example.com/v1',
    'http://mylocal.example.internal.com/v1',
    'http://169.254.169.254/v1',
    'http://ai./v1',
    'http://localhost../v1',
    'http://[fc::1]/v1',
    'http://[fd1::2]/v1',
  ];
  for (const text of far) {
    it(`may not be ${text} without TLS`, () => {
      assert.match(addressProblem(text) ?? '', /https:\/\//);
      assert.equal(addressProblem(text.replace('http:', 'https:')), null);
    });
  }

  it('must be a plain address', () => {
    for (const text of [
      'localhost:11434',
      'ftp://localhost',
      'https://',
      'https://a:b@example.com',
      'https://e.com/?a=1',
      'https://e.com/#a',
      '',
    ]) {
      assert.notEqual(addressProblem(text), null, text);
      assert.throws(
        () => addressOf(text),
        (error) => failureOf(error).code === 'bad-setting',
      );
    }
  });

  it('leads where it says, and without TLS to near hosts only, however it is written', () => {
    const near = new BlockList();
    for (const [net, bits] of [
      ['127.0.0.0', 8],
      ['10.0.0.0', 8],
      ['172.16.0.0', 12],
      ['192.168.0.0', 16],
    ] as const) {
      near.addSubnet(net, bits);
    }
    near.addAddress('0.0.0.0');
    const byte = fc.constantFrom(
      '0',
      '10',
      '127',
      '172',
      '16',
      '31',
      '192',
      '168',
      '8',
      '0x7f',
      '0177',
      '256',
      '2130706433',
    );
    const host = fc.oneof(
      fc.array(byte, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('.')),
      fc.ipV6().map((address) => `[${address}]`),
      fc.ipV4().map((address) => `[::ffff:${address}]`),
      fc.domain(),
      fc.constantFrom(
        'localhost',
        'a@localhost',
        'localhost.thief.example',
        'localhost%2ethief.example',
        'ⓛocalhost',
        '1２7.0.0.1',
      ),
    );
    const tail = fc.constantFrom(
      '',
      ':80',
      '/v1',
      '?',
      '#',
      '\\@thief.example',
      '@thief.example/v1',
      '/../..',
      ':99999',
    );
    const text = fc
      .tuple(fc.constantFrom('http://', 'https://', 'HTTP://', 'http:/', 'http:\\\\', 'ftp://'), host, tail)
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(text, fc.string()), (typed) => {
        if (addressProblem(typed) !== null) return;
        const { protocol, hostname, username, search, hash } = addressOf(typed);
        assert.equal(username + search + hash, '');
        if (protocol === 'https:') return;
        assert.equal(protocol, 'http:');
        if (/^[\d.]+$/.test(hostname)) assert.ok(near.check(hostname), typed);
        else if (hostname.startsWith('[')) assert.match(hostname, /^\[(::1\]|f[cd])/, typed);
        else assert.match(hostname, /^[^.]+$|(localhost|local|home\.arpa|internal)\.?$/, typed);
      }),
      { numRuns: 5_000 },
    );
  }).timeout(20_000);

  it('of a vendor’s own setting leads without TLS to this computer only', () => {
    for (const text of [...near, ...far].filter((one) => !/\/\/(localhost|127\.0\.0\.1|\[::1\])[:/]/.test(one))) {
      assert.throws(
        () => readBaseUrl('s', text),
        (error) => failureOf(error).code === 'bad-setting',
      );
    }
  });

  it('loses what people copy along', () => {
    for (const tail of ['', '/', '//', '/chat/completions', '/chat/completions/', '/models', '/completions']) {
      assert.equal(addressOf(`https://example.com/v1${tail}`).href, 'https://example.com/v1');
    }
    assert.equal(addressOf('http://localhost:11434/').href, 'http://localhost:11434/');
  });
});
