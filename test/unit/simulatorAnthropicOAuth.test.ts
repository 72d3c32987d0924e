import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { decideAnthropicConsent, postTokens, readShownCode } from '../simulator/anthropic/person.ts';
import { anthropicPersonas } from '../simulator/anthropic/personas.ts';
import { exchange } from '../simulator/wire.ts';
import { ask, bodyOf, headersOf, messageOf } from './simulatorAnthropicWire.ts';
import { simulatorLab } from './simulatorLab.ts';

/** The example of RFC 7636, appendix B. */
const pkce = {
  verifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
  challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
} as const;
const state = 'simulated-state-0123456789abcdef';

describe('simulator: Anthropic OAuth', () => {
  const lab = simulatorLab({ deltaMs: 0 });

  const parameters = (): Readonly<Record<string, string>> => ({
    code: 'true',
    client_id: lab.simulator.anthropic.clientId,
    response_type: 'code',
    redirect_uri: lab.simulator.anthropic.redirectUri,
    scope: 'user:inference',
    code_challenge: pkce.challenge,
    code_challenge_method: 'S256',
    state,
  });
  const page = (query: Readonly<Record<string, string>>): string =>
    `${lab.simulator.anthropic.consoleBaseUrl}/oauth/authorize?${new URLSearchParams(query)}`;
  const shownCode = async (): Promise<string> =>
    readShownCode(await decideAnthropicConsent(page(parameters()), 'developer'));
  const trade = async (change: Readonly<Record<string, string>> = {}) => {
    const [code = ''] = (await shownCode()).split('#');
    const fields = { grant_type: 'authorization_code', code, state, client_id: lab.simulator.anthropic.clientId };
    const given = {
      ...fields,
      redirect_uri: lab.simulator.anthropic.redirectUri,
      code_verifier: pkce.verifier,
      ...change,
    };
    return { given, answer: await postTokens(lab.simulator, given) };
  };
  const renew = (refresh_token: string) =>
    postTokens(lab.simulator, {
      grant_type: 'refresh_token',
      refresh_token,
      client_id: lab.simulator.anthropic.clientId,
    });

  it('shows everyone to choose from, and then code#state', async () => {
    const consent = await exchange(page(parameters()));
    for (const { email } of anthropicPersonas) assert.ok(consent.body.includes(email));
    assert.match(await shownCode(), new RegExp(`^[\\w-]{43}#${state}$`));
  });

  it('sends nobody anywhere for a wrong request', async () => {
    for (const name of Object.keys(parameters())) {
      const { [name]: _, ...without } = parameters();
      assert.equal((await exchange(page(without))).status, 400, `without ${name}`);
      assert.equal((await exchange(page({ ...parameters(), [name]: 'x' }))).status, 400, `wrong ${name}`);
    }
    assert.equal((await exchange(`${page(parameters())}&state=${state}`)).status, 400);
    assert.equal((await exchange(page({ ...parameters(), extra: 'x' }))).status, 400);
  });

  it('lets a person decline', async () => {
    const address = await decideAnthropicConsent(page(parameters()), 'deny');
    assert.equal(address.searchParams.get('error'), 'access_denied');
    assert.match((await exchange(address)).body, /You declined/);
  });

  it('trades a code once, for tokens that the API takes', async () => {
    const { given, answer } = await trade();
    const token = headersOf(['authorization', `Bearer ${answer.access}`], 'oauth-2025-04-20');
    assert.equal((await ask(lab.simulator, bodyOf('Hi'), token)).status, 200);
    assert.equal((await postTokens(lab.simulator, given)).error, 'invalid_grant');
    assert.equal((await ask(lab.simulator, bodyOf('Hi'), token)).status, 401);
  });

  const wrongs: readonly (readonly [name: string, value: string, error: string])[] = [
    ['client_id', 'other', 'invalid_client'],
    ['code', 'unknown', 'invalid_grant'],
    ['redirect_uri', 'https://elsewhere.example/', 'invalid_grant'],
    ['state', 'another-state-0123456789', 'invalid_grant'],
    ['code_verifier', 'x'.repeat(43), 'invalid_grant'],
    ['code_verifier', 'x'.repeat(42), 'invalid_request'],
    ['extra', 'x', 'invalid_request'],
    ['grant_type', 'password', 'unsupported_grant_type'],
  ];
  for (const [name, value, error] of wrongs) {
    it(`OA-13: refuses a code with ${name} ${value.slice(0, 12)}`, async () => {
      assert.equal((await trade({ [name]: value })).answer.error, error);
    });
  }

  it('takes JSON alone', async () => {
    const answer = await exchange(`${lab.simulator.anthropic.consoleBaseUrl}/v1/oauth/token`, {
      method: 'POST',
      headers: [['content-type', 'application/x-www-form-urlencoded']],
      body: 'grant_type=refresh_token',
    });
    assert.equal(answer.status, 400);
  });

  it('rotates refresh tokens; one that comes again ends the session', async () => {
    const { answer } = await trade();
    const second = await renew(answer.refresh);
    assert.notEqual(second.refresh, answer.refresh);
    assert.equal((await renew(answer.refresh)).error, 'invalid_grant');
    assert.equal((await renew(second.refresh)).error, 'invalid_grant');
  });

  it('lets codes and tokens expire', async () => {
    const [code = ''] = (await shownCode()).split('#');
    const { answer } = await trade();
    lab.aheadMs = 9 * 3_600_000;
    assert.equal((await trade({ code })).answer.error, 'invalid_grant');
    const headers = headersOf(['authorization', `Bearer ${answer.access}`], 'oauth-2025-04-20');
    assert.match(messageOf(await ask(lab.simulator, bodyOf('Hi'), headers)), /expired/);
  });

  it('remembers every secret', async () => {
    const { given, answer } = await trade();
    for (const secret of [given.code, given.code_verifier, state, answer.access, answer.refresh]) {
      assert.ok(secret !== undefined && lab.simulator.secrets.includes(secret));
    }
  });
});
