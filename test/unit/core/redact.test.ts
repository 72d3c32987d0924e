import assert from 'node:assert/strict';
import { SentSecrets } from '../../../src/core/redact.ts';
import { Secret } from '../../../src/core/secret.ts';

const key = 'Zq7-opaque+key/of.a~server';

/** What is left of a vendor's words after a request with the key. */
async function shown(detail: string): Promise<string> {
  const sent = new SentSecrets();
  const http = sent.noting({ send: () => Promise.reject(new Error('offline')) });
  const headers = [['Authorization', new Secret(`Bearer ${key}`)]] as const;
  const request = { method: 'GET', url: new URL('https://a.example'), headers, body: null } as const;
  await http.send(request, new AbortController().signal).catch(() => undefined);
  const failure = sent.redact({ code: 'rejected', status: 400, detail });
  return failure.code === 'rejected' ? failure.detail : failure.code;
}

describe('A vendor’s words in a failure', () => {
  it('lose the key that was sent, whole or cut', async () => {
    assert.equal(await shown(`got "${key}", again ${key}.`), 'got "[secret]", again [secret].');
    assert.equal(
      await shown(`headers: authorization=Bearer ${key.slice(0, 15)}…`),
      'headers: authorization=Bearer [secret]…',
    );
  });

  it('lose what looks like a secret of anybody', async () => {
    for (const secret of [
      'sk-ant-oat01-AbCdEf_123456',
      'sk-proj-AbCdEf123456',
      `AIza${'b1'.repeat(17)}c`,
      'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln-_',
      'at-0123456789abcdefghij',
      'oaiapp_123',
      'Bearer 0123456789abcdef',
      'x-api-key: 0123456789abcdef',
      '"x-goog-api-key":"0123456789abcdef"',
      'code=ac_0123456789',
      'code_verifier=0123456789abcdef',
      '"refresh_token":"rt_0123456789.ab"',
      'id_token=0123456789abcdef',
      'Cookie: sid=0123456789abcdef; other=abc',
    ]) {
      const left = await shown(`Refused: ${secret}`);
      assert.match(left, /\[secret\]"?$/);
      assert.doesNotMatch(left, /[a-z]?[0-9]{3,}|abc$/i, left);
    }
  });

  it('stay as they are where they only speak of secrets', async () => {
    for (const words of [
      'Missing Bearer authentication in header Authorization: required',
      'error code=404, code=model_not_available_anywhere',
      'The task-based disk-cache is at-the-very-end-of-the-list.',
      'refresh_token is required; invalid cookie: sign in again',
    ]) {
      assert.equal(await shown(words), words);
    }
  });
});
