import assert from 'node:assert/strict';
import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';
import { describe, it } from 'mocha';
import { arrayAt, member, numberAt, objectAt, parseJson, stringAt } from '../../src/core/json.ts';
import { idTokenFaults } from '../simulator/openai/idTokenFaults.ts';
import { codeFields, signInAs } from '../simulator/openai/person.ts';
import { personas } from '../simulator/openai/personas.ts';
import { exchange, postForm, type WireAnswer } from '../simulator/wire.ts';
import { simulatorLab } from './simulatorLab.ts';

const authClaim = 'https://api.openai.com/auth';
const clientId = 'app_EMoamEEZ73f0CkXaXp7hrann';

describe('simulator: token endpoint', () => {
  const lab = simulatorLab();

  const token = (fields: Readonly<Record<string, string>>) =>
    postForm(`${lab.simulator.authBaseUrl}/oauth/token`, fields);
  const renew = (refresh: string) =>
    token({ grant_type: 'refresh_token', refresh_token: refresh, client_id: clientId });
  const trade = (idToken: string) => token({ ...exchangeFields, subject_token: idToken });
  const revoke = (body: object) =>
    exchange(`${lab.simulator.authBaseUrl}/oauth/revoke`, {
      method: 'POST',
      headers: [['Content-Type', 'application/json']],
      body: JSON.stringify(body),
    });

  it('gives an RS256 ID token that an independent verifier accepts, with the claims of the persona', async () => {
    const { id, persona } = await signInAs(lab.simulator, 'enterprise');
    const keys = parseJson((await exchange(`${lab.simulator.authBaseUrl}/.well-known/jwks.json`)).body);
    const [key] = arrayAt(keys, 'keys');
    const jwks = createLocalJWKSet({
      keys: [{ kty: 'RSA', kid: stringAt(key, 'kid') ?? '', n: stringAt(key, 'n') ?? '', e: stringAt(key, 'e') ?? '' }],
    });
    const { payload } = await jwtVerify(id, jwks, { issuer: lab.simulator.authBaseUrl, audience: clientId });
    assert.equal(payload.sub, persona.sub);
    assert.equal(payload['email'], persona.email);
    const claims = objectAt(parseJson(JSON.stringify(payload)), authClaim);
    assert.equal(claims['chatgpt_account_id'], persona.accountId);
    assert.equal(claims['chatgpt_plan_type'], 'enterprise');
    assert.equal(claims['organization_id'], persona.organization?.id);
    assert.equal(claims['project_id'], persona.organization?.projectId);
  });

  const wrongExchanges: readonly (readonly [name: string, value: string, error: string])[] = [
    ['client_id', 'app_other', 'invalid_client'],
    ['code', 'ac_unknown', 'invalid_grant'],
    ['redirect_uri', 'http://localhost:1457/auth/callback', 'invalid_grant'],
    ['code_verifier', 'x'.repeat(43), 'invalid_grant'],
    ['code_verifier', 'x'.repeat(42), 'invalid_request'],
    ['code_verifier', 'x'.repeat(129), 'invalid_request'],
    ['code_verifier', `${'x'.repeat(43)}+`, 'invalid_request'],
    ['code_verifier', '', 'invalid_request'],
    ['grant_type', 'password', 'unsupported_grant_type'],
    ['state', 'does not belong here', 'invalid_request'],
  ];
  for (const [name, value, error] of wrongExchanges) {
    it(`OA-13: refuses a code exchange with ${name}=${value.slice(0, 20)} (${value.length})`, async () => {
      const answer = await token({ ...(await codeFields(lab.simulator, 'plus')), [name]: value });
      assert.equal(errorOf(answer), error);
    });
  }

  it('refuses JSON and a parameter given twice', async () => {
    const url = `${lab.simulator.authBaseUrl}/oauth/token`;
    const fields = await codeFields(lab.simulator, 'plus');
    const asJson = [['Content-Type', 'application/json']] as const;
    const first = await exchange(url, { method: 'POST', headers: asJson, body: JSON.stringify(fields) });
    assert.match(first.body, /x-www-form-urlencoded/);
    const asForm = [['Content-Type', 'application/x-www-form-urlencoded']] as const;
    const body = `${new URLSearchParams(fields)}&code=again`;
    assert.match((await exchange(url, { method: 'POST', headers: asForm, body })).body, /code is given twice/);
  });

  it('refuses a code after a minute', async () => {
    const fields = await codeFields(lab.simulator, 'plus');
    lab.aheadMs = 60_000;
    assert.equal(errorOf(await token(fields)), 'invalid_grant');
  });

  it('takes a code once; the second time it revokes what was issued for the first', async () => {
    const fields = await codeFields(lab.simulator, 'plus');
    const first = await token(fields);
    assert.equal(first.status, 200);
    assert.equal(errorOf(await token(fields)), 'invalid_grant');
    const refresh = stringAt(parseJson(first.body), 'refresh_token') ?? '';
    assert.equal(errorOf(await renew(refresh)), 'refresh_token_invalidated');
  });

  it('rotates the refresh token; using the old one again ends the session', async () => {
    const { refresh } = await signInAs(lab.simulator, 'plus');
    const renewed = await renew(refresh);
    const next = stringAt(parseJson(renewed.body), 'refresh_token') ?? '';
    assert.equal(renewed.status, 200);
    assert.notEqual(next, refresh);
    const reused = await renew(refresh);
    assert.equal(reused.status, 401);
    assert.equal(errorOf(reused), 'refresh_token_reused');
    assert.equal(errorOf(await renew(next)), 'refresh_token_invalidated');
  });

  it('knows expired, unknown and revoked refresh tokens apart', async () => {
    const { refresh } = await signInAs(lab.simulator, 'plus');
    assert.equal(errorOf(await renew('rt_unknown')), 'invalid_grant');
    assert.equal((await revoke({ token: refresh, token_type_hint: 'refresh_token' })).status, 401);
    lab.aheadMs = 31 * 24 * 3600 * 1000;
    assert.equal(errorOf(await renew(refresh)), 'refresh_token_expired');
    lab.aheadMs = 0;
    assert.equal((await revoke({ token: refresh, token_type_hint: 'refresh_token', client_id: clientId })).status, 200);
    assert.equal(errorOf(await renew(refresh)), 'refresh_token_invalidated');
  });

  for (const persona of personas) {
    it(`${persona.organization === null ? 'refuses' : 'gives'} ${persona.id} an API key`, async () => {
      const answer = await trade((await signInAs(lab.simulator, persona.id)).id);
      if (persona.organization === null) {
        assert.equal(answer.status, 401);
        assert.match(answer.body, /missing organization_id/);
        return;
      }
      const key = stringAt(parseJson(answer.body), 'access_token') ?? '';
      assert.match(key, /^sk-/);
      assert.ok(lab.simulator.secrets.includes(key));
    });
  }

  it('refuses to trade anything but a live ID token of its own', async () => {
    const { id, access } = await signInAs(lab.simulator, 'enterprise');
    assert.equal((await trade(access)).status, 401);
    const wrongs = {
      requested_token: 'other',
      subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      client_id: 'x',
    };
    for (const [name, value] of Object.entries(wrongs)) {
      assert.notEqual((await token({ ...exchangeFields, subject_token: id, [name]: value })).status, 200, name);
    }
    lab.aheadMs = 3600 * 1000;
    assert.match((await trade(id)).body, /expired/);
  });

  for (const fault of idTokenFaults) {
    it(`can issue an ID token that is wrong: ${fault}`, async () => {
      lab.simulator.script({ tokens: { idToken: fault } });
      const { id } = await signInAs(lab.simulator, 'enterprise');
      const keys = parseJson((await exchange(`${lab.simulator.authBaseUrl}/.well-known/jwks.json`)).body);
      assert.notEqual(await verdict(id, keys, lab.simulator.authBaseUrl), 'a good token');
    });
  }

  it('can answer with missing and strange members', async () => {
    lab.simulator.script({
      tokens: { omit: ['id_token', 'refresh_token'], set: { expires_in: '3600', token_type: 'mac' } },
    });
    const answer = parseJson((await token(await codeFields(lab.simulator, 'plus'))).body);
    assert.equal(member(answer, 'id_token'), undefined);
    assert.equal(member(answer, 'refresh_token'), undefined);
    assert.equal(member(answer, 'expires_in'), '3600');
    assert.equal(member(answer, 'token_type'), 'mac');
  });

  it('remembers every secret that it gave or got', async () => {
    const fields = await codeFields(lab.simulator, 'plus');
    const answer = parseJson((await token(fields)).body);
    const given = ['access_token', 'refresh_token', 'id_token'].map((name) => stringAt(answer, name) ?? '');
    for (const secret of [fields['code'] ?? '', fields['code_verifier'] ?? '', ...given]) {
      assert.ok(secret !== '' && lab.simulator.secrets.includes(secret));
    }
  });

  it('has workspaces of which no two share an id, and one person with two of them', () => {
    const ids = personas.flatMap(({ accountId, organization }) => [
      accountId,
      ...(organization === null ? [] : [organization.id, organization.projectId]),
    ]);
    assert.equal(new Set(ids).size, ids.length);
    for (const people of [personas.map(({ sub }) => sub), personas.map(({ userId }) => userId)]) {
      assert.equal(new Set(people).size, personas.length - 1);
    }
  });
});

const exchangeFields = {
  grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
  client_id: clientId,
  requested_token: 'openai-api-key',
  subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
};

function errorOf(answer: WireAnswer): string | null {
  const body = parseJson(answer.body);
  return stringAt(body, 'error') ?? stringAt(member(body, 'error'), 'code');
}

/** What a careful client would say of the token. */
async function verdict(id: string, keys: ReturnType<typeof parseJson>, issuer: string): Promise<string> {
  const [key] = arrayAt(keys, 'keys');
  const jwks = createLocalJWKSet({
    keys: [{ kty: 'RSA', kid: stringAt(key, 'kid') ?? '', n: stringAt(key, 'n') ?? '', e: stringAt(key, 'e') ?? '' }],
  });
  try {
    await jwtVerify(id, jwks, { issuer, audience: clientId, requiredClaims: ['sub', 'exp'], maxTokenAge: '1h' });
  } catch (error) {
    return error instanceof Error ? error.message : 'refused';
  }
  const claims = parseJson(JSON.stringify(decodeJwt(id)));
  const account = objectAt(claims, authClaim);
  if (typeof account['chatgpt_account_id'] !== 'string') return 'no account';
  const isExpected = personas.some(
    ({ sub, accountId }) => sub === claimOf(claims, 'sub') && accountId === account['chatgpt_account_id'],
  );
  if (!isExpected || numberAt(claims, 'exp') === null) return 'another account';
  return id.length > 100_000 ? 'too long' : 'a good token';
}

function claimOf(claims: ReturnType<typeof parseJson>, name: string): string | null {
  return stringAt(claims, name);
}
