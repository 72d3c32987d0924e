import assert from 'node:assert/strict';
import { type Authorization, beginAuthorization, readCallback } from '../../../../src/core/auth/authorize.ts';
import { base64url } from '../../../../src/core/base64.ts';

const issuer = 'https://auth.openai.com';
const redirectUri = 'http://localhost:1455/auth/callback';

async function judge(query: (authorization: Authorization) => string): Promise<string> {
  const authorization = await beginAuthorization(redirectUri);
  return readCallback(authorization, issuer, new URLSearchParams(query(authorization))).kind;
}

describe('authorization request', () => {
  it('is new every time: 1,000 verifiers, states and challenges without a repetition (OA-11)', async () => {
    const all = await Promise.all(Array.from({ length: 1_000 }, () => beginAuthorization(redirectUri)));
    const verifiers = all.map(({ verifier }) => verifier.reveal());
    for (const verifier of verifiers) assert.match(verifier, /^[A-Za-z0-9\-._~]{43,128}$/);
    for (const { state } of all) assert.match(state, /^[A-Za-z0-9_-]{43}$/);
    assert.equal(new Set(verifiers).size, 1_000);
    assert.equal(new Set(all.map(({ state }) => state)).size, 1_000);
    assert.equal(new Set([...verifiers, ...all.map(({ state }) => state)]).size, 2_000);
  });

  it('its challenge is the SHA-256 of its verifier (RFC 7636, S256)', async () => {
    const { verifier, challenge } = await beginAuthorization(redirectUri);
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier.reveal()));
    assert.equal(challenge, base64url(new Uint8Array(digest)));
    assert.match(challenge, /^[A-Za-z0-9_-]{43}$/);
  });
});

describe('callback', () => {
  const cases: readonly (readonly [name: string, query: (a: Authorization) => string, kind: string])[] = [
    ['with our state and a code is ours', (a) => `code=c&state=${a.state}`, 'ok'],
    ['OA-01: without state is not', () => 'code=c', 'not-ours'],
    ['OA-02: with a wrong state is not', () => 'code=c&state=x', 'not-ours'],
    ['OA-02: with a longer state is not', (a) => `code=c&state=${a.state}x`, 'not-ours'],
    ['OA-03: with an error before the state is not', () => 'error=access_denied', 'not-ours'],
    ['OA-03: with an error and a wrong state is not', () => 'error=access_denied&state=x', 'not-ours'],
    ['with an error and our state is a refusal', (a) => `error=access_denied&state=${a.state}`, 'denied'],
    ['OA-08: with a foreign issuer is not', (a) => `code=c&state=${a.state}&iss=https://auth.openai.com/`, 'not-ours'],
    ['with the right issuer is ours', (a) => `code=c&state=${a.state}&iss=${issuer}`, 'ok'],
    ['OA-09: with two codes is not', (a) => `code=c&code=d&state=${a.state}`, 'not-ours'],
    ['OA-09: with two states is not', (a) => `code=c&state=${a.state}&state=${a.state}`, 'not-ours'],
    ['OA-09: with two issuers is not', (a) => `code=c&state=${a.state}&iss=${issuer}&iss=${issuer}`, 'not-ours'],
    ['OA-10: with a token in the front channel is not', (a) => `code=c&state=${a.state}&access_token=t`, 'not-ours'],
    ['OA-10: with an ID token in the front channel is not', (a) => `code=c&state=${a.state}&id_token=t`, 'not-ours'],
    ['with an empty code is not', (a) => `code=&state=${a.state}`, 'not-ours'],
    [
      'with OpenAI’s suffix on the state is ours',
      (a) => `code=c&state=${a.state}.onboarding_entrypoint=life_sciences`,
      'ok',
    ],
  ];
  for (const [name, query, kind] of cases) {
    it(name, async () => assert.equal(await judge(query), kind));
  }

  it('a refusal is cleaned before anyone reads it (OA-31)', async () => {
    const authorization = await beginAuthorization(redirectUri);
    const nasty = `<b>\u001b[31m\u202e\r\nSet-Cookie: x${'y'.repeat(10_000)}`;
    const query = new URLSearchParams({ error: 'access_denied', error_description: nasty, state: authorization.state });
    const result = readCallback(authorization, issuer, query);
    assert.ok(result.kind === 'denied' && result.description.length <= 500);
    assert.doesNotMatch(result.kind === 'denied' ? result.description : '', /[\p{Cc}\u202e]/u);
  });

  it('nothing of it can be printed', async () => {
    const authorization = await beginAuthorization(redirectUri);
    const result = readCallback(
      authorization,
      issuer,
      new URLSearchParams({ code: 'the-code', state: authorization.state }),
    );
    const { inspect } = await import('node:util');
    const printed = [
      JSON.stringify(result),
      inspect(result, { depth: 9, showHidden: true }),
      `${Object.values(result)}`,
    ].join();
    assert.ok(!printed.includes('the-code'));
    assert.ok(!printed.includes(authorization.verifier.reveal()));
  });
});
