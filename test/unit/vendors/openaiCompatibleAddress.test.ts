import assert from 'node:assert/strict';
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

  it('loses what people copy along', () => {
    for (const tail of ['', '/', '//', '/chat/completions', '/chat/completions/', '/models', '/completions']) {
      assert.equal(addressOf(`https://example.com/v1${tail}`).href, 'https://example.com/v1');
    }
    assert.equal(addressOf('http://localhost:11434/').href, 'http://localhost:11434/');
  });
});
