import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { authorizationParameters, authorizationUrl, decideConsent } from '../simulator/openai/person.ts';
import { personas } from '../simulator/openai/personas.ts';
import { type Simulator, startSimulator } from '../simulator/simulator.ts';
import { exchange, postForm } from '../simulator/wire.ts';

describe('simulator: authorization endpoint', () => {
  let simulator: Simulator;
  before(async () => {
    simulator = await startSimulator();
  });
  after(() => simulator.close());

  const open = (parameters: Readonly<Record<string, string>> | readonly [string, string][]) =>
    exchange(`${simulator.authBaseUrl}/oauth/authorize?${new URLSearchParams(parameters)}`);

  const wrongValues: readonly (readonly [name: string, value: string])[] = [
    ['response_type', 'token'],
    ['client_id', 'app_other'],
    ['redirect_uri', 'http://127.0.0.1:1455/auth/callback'],
    ['redirect_uri', 'http://localhost:1456/auth/callback'],
    ['redirect_uri', 'http://localhost:1455/auth/callback/'],
    ['redirect_uri', 'https://localhost:1455/auth/callback'],
    ['redirect_uri', 'http://localhost:1455@evil.example/auth/callback'],
    ['scope', 'profile email'],
    ['code_challenge', 'tooshort'],
    ['code_challenge', 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM'],
    ['code_challenge_method', 'plain'],
    ['id_token_add_organizations', 'false'],
    ['codex_cli_simplified_flow', '1'],
    ['state', 'short'],
    ['originator', ''],
  ];
  for (const [name, value] of wrongValues) {
    it(`refuses ${name}=${value} and does not redirect`, async () => {
      const answer = await open({ ...authorizationParameters, [name]: value });
      assert.equal(answer.status, 400);
      assert.match(answer.body, new RegExp(`The parameter ${name} is wrong`));
      assert.equal(answer.headers['location'], undefined);
    });
  }

  for (const name of Object.keys(authorizationParameters)) {
    it(`refuses a request without ${name}`, async () => {
      const others = Object.entries(authorizationParameters).filter(([other]) => other !== name);
      const answer = await open(others);
      assert.equal(answer.status, 400);
      assert.match(answer.body, new RegExp(`The parameter ${name} is missing`));
    });
    it(`refuses ${name} given twice`, async () => {
      const answer = await open([...Object.entries(authorizationParameters), [name, 'again']]);
      assert.equal(answer.status, 400);
      assert.match(answer.body, new RegExp(`The parameter ${name} is given twice`));
    });
  }

  it('refuses another order and says which one it wants', async () => {
    const answer = await open(Object.entries(authorizationParameters).toReversed());
    assert.equal(answer.status, 400);
    assert.match(answer.body, /wrong order. Expected: response_type, client_id, redirect_uri/);
  });

  it('shows the program’s name as text, whatever is in it', async () => {
    const answer = await open({ ...authorizationParameters, originator: '<img src=x onerror=alert(1)>' });
    assert.equal(answer.status, 200);
    assert.ok(answer.body.includes('&lt;img src=x onerror=alert(1)&gt;'));
    assert.ok(!answer.body.includes('<img'));
  });

  it('offers every persona, one of them chosen, on a page that can load nothing', async () => {
    const answer = await exchange(authorizationUrl(simulator));
    assert.equal(answer.status, 200);
    for (const { email } of personas) assert.ok(answer.body.includes(email), email);
    assert.equal(answer.body.match(/ checked>/g)?.length, 1);
    assert.match(String(answer.headers['content-security-policy']), /default-src 'none'/);
    assert.doesNotMatch(answer.body, /<script|src=|https?:\/\/(?!localhost:1455)/);
  });

  it('sends the browser back with code, scope and state in OpenAI’s order', async () => {
    const callback = await decideConsent(authorizationUrl(simulator), 'plus');
    assert.equal(callback.origin + callback.pathname, 'http://localhost:1455/auth/callback');
    assert.deepEqual([...callback.searchParams.keys()], ['code', 'scope', 'state']);
    assert.equal(callback.searchParams.get('state'), authorizationParameters['state']);
    assert.ok(simulator.secrets.includes(callback.searchParams.get('code') ?? ''));
  });

  it('tells the program when the person denies', async () => {
    const callback = await decideConsent(authorizationUrl(simulator), 'deny');
    assert.deepEqual([...callback.searchParams.keys()], ['error', 'error_description', 'state']);
    assert.equal(callback.searchParams.get('error'), 'access_denied');
  });

  it('takes each decision once', async () => {
    const page = await exchange(authorizationUrl(simulator));
    const request = /name="request" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
    const fields = { request, decision: 'continue', persona: 'plus' };
    const url = `${simulator.authBaseUrl}/oauth/consent`;
    assert.equal((await postForm(url, fields)).status, 302);
    assert.equal((await postForm(url, fields)).status, 400);
  });

  it('brings the browser back wrong when told to', async () => {
    const redirected = async (redirect: object): Promise<URL> => {
      simulator.script({ redirect });
      return decideConsent(authorizationUrl(simulator), 'plus');
    };
    assert.equal((await redirected({ set: { state: 'other' } })).searchParams.get('state'), 'other');
    assert.equal((await redirected({ omit: ['state'] })).searchParams.has('state'), false);
    assert.equal((await redirected({ add: { code: 'second' } })).searchParams.getAll('code').length, 2);
    assert.match((await redirected({ stateSuffix: '.more' })).searchParams.get('state') ?? '', /cdef\.more$/);
    const started = Date.now();
    await redirected({ delayMs: 80 });
    assert.ok(Date.now() - started >= 75);
  });
});
