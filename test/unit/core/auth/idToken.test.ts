import assert from 'node:assert/strict';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { checkIdToken } from '../../../../src/core/auth/idToken.ts';
import { failureOf } from '../../../../src/core/failure.ts';
import type { JsonObject } from '../../../../src/core/json.ts';
import { epochMs } from '../../../../src/core/model.ts';
import { Secret } from '../../../../src/core/secret.ts';

const issuer = 'https://auth.example';
const clientId = 'client';
const nowS = 1_800_000_000;
const rules = { issuer, clientId, now: epochMs(nowS * 1_000), nonce: null };
const goodClaims: JWTPayload = { iss: issuer, aud: clientId, sub: 'u', iat: nowS - 10, exp: nowS + 600 };

describe('ID token', () => {
  let keys: JsonObject = {};
  let sign: (claims: JWTPayload, header?: object) => Promise<string>;

  before(async () => {
    const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
    const { kty = '', n = '', e = '' } = await exportJWK(publicKey);
    keys = { keys: [{ kty, n, e, kid: 'k', alg: 'RS256', use: 'sig' }] };
    sign = (claims, header = {}) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'k', ...header }).sign(privateKey);
  });

  const check = async (token: string): Promise<string> =>
    checkIdToken(new Secret(token), keys, rules).then(
      () => 'ok',
      (error: unknown) => failureOf(error).code,
    );

  it('a good one gives its claims', async () => {
    const claims = await checkIdToken(new Secret(await sign({ ...goodClaims, email: 'a@b.c' })), keys, rules);
    assert.equal(claims['email'], 'a@b.c');
  });

  it('OA-15: a nonce that was sent must come back, and where none was sent, any may be there', async () => {
    const token = new Secret(await sign({ ...goodClaims, nonce: 'n-1' }));
    const withNonce = (nonce: string | null): Promise<string> =>
      checkIdToken(token, keys, { ...rules, nonce }).then(
        () => 'ok',
        (error: unknown) => failureOf(error).code,
      );
    assert.deepEqual(await Promise.all(['n-1', null, 'n-2'].map(withNonce)), ['ok', 'ok', 'bad-id-token']);
    const none = await checkIdToken(new Secret(await sign(goodClaims)), keys, { ...rules, nonce: 'n-1' }).catch(
      failureOf,
    );
    assert.deepEqual(none, { code: 'bad-id-token', detail: 'nonce is another sign-in’s' });
  });

  it('OA-16: wrong iss, aud or azp, one at a time', async () => {
    assert.equal(await check(await sign({ ...goodClaims, iss: `${issuer}/` })), 'bad-id-token');
    assert.equal(await check(await sign({ ...goodClaims, aud: 'other' })), 'bad-id-token');
    assert.equal(await check(await sign({ ...goodClaims, aud: [clientId, 'other'] })), 'bad-id-token');
    assert.equal(await check(await sign({ ...goodClaims, aud: [clientId, 'other'], azp: 'other' })), 'bad-id-token');
    assert.equal(await check(await sign({ ...goodClaims, aud: [clientId, 'other'], azp: clientId })), 'ok');
  });

  it('OA-17: expired, from the future, not yet valid, each beyond a minute’s tolerance', async () => {
    assert.equal(await check(await sign({ ...goodClaims, exp: nowS - 30 })), 'ok');
    assert.equal(await check(await sign({ ...goodClaims, exp: nowS - 90 })), 'bad-id-token');
    assert.equal(await check(await sign({ ...goodClaims, iat: nowS + 86_400 })), 'bad-id-token');
    assert.equal(await check(await sign({ ...goodClaims, nbf: nowS + 300 })), 'bad-id-token');
  });

  it('OA-18: alg none, a symmetric algorithm, an unknown crit, another key', async () => {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    assert.equal(await check(`${part({ alg: 'none' })}.${part(goodClaims)}.`), 'bad-id-token');
    const symmetric = await new SignJWT(goodClaims)
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode('client'.padEnd(32)));
    assert.equal(await check(symmetric), 'bad-id-token');
    const [, payload = '', signature = ''] = (await sign(goodClaims)).split('.');
    assert.equal(
      await check(`${part({ alg: 'RS256', kid: 'k', crit: ['x'], x: 1 })}.${payload}.${signature}`),
      'bad-id-token',
    );
    const other = await generateKeyPair('RS256');
    assert.equal(
      await check(await new SignJWT(goodClaims).setProtectedHeader({ alg: 'RS256', kid: 'k' }).sign(other.privateKey)),
      'bad-id-token',
    );
  });

  it('OA-19: whatever is not a token fails the same way and touches no prototype', async () => {
    const part = (text: string): string => Buffer.from(text).toString('base64url');
    const head = part('{"alg":"RS256","kid":"k"}');
    const shapes = [
      '',
      'a.b',
      'a.b.c.d',
      '!.!.!',
      `${head}.${part('[]')}.x`,
      'x'.repeat(1_000_000),
      `${head}.${part('{"__proto__":{"polluted":1}}')}.x`,
    ];
    for (const shape of shapes) assert.equal(await check(shape), 'bad-id-token');
    assert.equal(Reflect.get({}, 'polluted'), undefined);
    assert.equal(await check(await sign({ ...goodClaims, sub: '' })), 'bad-id-token');
  });

  it('says what was wrong without quoting the token', async () => {
    const token = await sign({ ...goodClaims, aud: 'other', email: 'private@example.com' });
    const failure = await checkIdToken(new Secret(token), keys, rules).then(() => null, failureOf);
    assert.deepEqual(failure, { code: 'bad-id-token', detail: 'aud is wrong' });
  });
});
