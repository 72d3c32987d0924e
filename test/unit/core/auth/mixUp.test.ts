import assert from 'node:assert/strict';
import { beginAuthorization, readCallback } from '../../../../src/core/auth/authorize.ts';

describe('sign-ins at two vendors at once', () => {
  it('OA-06: a code is taken with its own state from its own issuer only, and traded with its own verifier', async () => {
    const [a, b] = await Promise.all([
      beginAuthorization('http://localhost:1455/auth/callback'),
      beginAuthorization('http://localhost:1457/auth/callback'),
    ]);
    const answer = (state: string, iss: string): URLSearchParams =>
      new URLSearchParams({ code: 'code-of-a', state, iss });
    const [issuerA, issuerB] = ['https://a.example', 'https://b.example'];
    assert.equal(readCallback(a, issuerA, answer(b.state, issuerA)).kind, 'not-ours');
    assert.equal(readCallback(b, issuerB, answer(a.state, issuerB)).kind, 'not-ours');
    assert.equal(readCallback(b, issuerB, answer(b.state, issuerA)).kind, 'not-ours');
    const taken = readCallback(a, issuerA, answer(a.state, issuerA));
    assert.ok(taken.kind === 'ok' && taken.redirect.verifier.equals(a.verifier));
    assert.equal(taken.redirect.redirectUri, a.redirectUri);
  });
});
