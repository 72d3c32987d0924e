import assert from 'node:assert/strict';
import { beginAuthorization } from '../../../src/core/auth/authorize.ts';
import type { BrowserMethod, SignedIn } from '../../../src/core/auth/method.ts';
import { type Failure, failureOf } from '../../../src/core/failure.ts';
import type { Product, ProductOptions } from '../../product.ts';
import { productLab } from '../../productLab.ts';
import { PersonAtConsole } from '../../simulator/anthropic/person.ts';
import type { AnthropicPersonaId } from '../../simulator/anthropic/personas.ts';
import type { Person } from '../../testSignInUi.ts';

describe('Anthropic sign-in by OAuth', () => {
  const lab = productLab();

  const byOAuth = (decision: AnthropicPersonaId | 'deny', options: ProductOptions = {}): Promise<SignedIn> =>
    lab.open(options).signInBy('anthropic', 'oauth', new PersonAtConsole(decision));
  const without = (name: string): ProductOptions => ({ settings: { [`maestro.anthropic.${name}`]: '' } });
  const failing = async (options: ProductOptions = {}): Promise<Failure> =>
    failureOf(await byOAuth('developer', options).catch((error: unknown) => error));

  function methodOf(product: Product): BrowserMethod {
    const vendor = product.maestro.vendors.find(({ id }) => id === 'anthropic');
    const method = vendor?.methods.find(({ id }) => id === 'oauth');
    assert.ok(method?.kind === 'browser');
    return method;
  }

  it('takes the code that the page shows and finds out whose it is', async () => {
    const { account, credential } = await byOAuth('company');
    assert.equal(account.label, 'katherine@corp.example');
    assert.equal(account.workspace, '00a00000-0000-4000-8000-000000000002');
    assert.ok(credential.kind === 'oauth' && credential.tokens.refresh !== null);
    assert.equal(credential.tokens.clientId, lab.simulator.anthropic.clientId);
    assert.deepEqual(credential.tokens.scopes, ['user:inference']);
  });

  it('sends the authorization parameters of Anthropic’s flow', async () => {
    await byOAuth('developer');
    const query = lab.simulator.journal.find(({ path }) => path === '/oauth/authorize')?.query ?? '';
    assert.deepEqual(
      [...new URLSearchParams(query).keys()],
      [
        'code',
        'client_id',
        'response_type',
        'redirect_uri',
        'scope',
        'code_challenge',
        'code_challenge_method',
        'state',
      ],
    );
  });

  it('the same person is the same account; another organization of theirs is another', async () => {
    const [first, again, other] = [
      await byOAuth('company'),
      await byOAuth('company'),
      await byOAuth('company-second-organization'),
    ];
    assert.equal(first.account.id, again.account.id);
    assert.notEqual(first.account.id, other.account.id);
  });

  it('an answer that names nobody still makes an account', async () => {
    lab.simulator.script({ tokens: { omit: ['account', 'organization', 'scope', 'token_type'] }, times: 2 });
    const [one, two] = [await byOAuth('developer'), await byOAuth('developer')];
    assert.equal(one.account.label, 'Anthropic account');
    assert.notEqual(one.account.id, two.account.id);
    assert.ok(one.credential.kind === 'oauth');
    assert.deepEqual(one.credential.tokens.scopes, ['user:inference']);
  });

  it('a refusal on the page is one', async () => {
    const error = await byOAuth('deny').catch((thrown: unknown) => thrown);
    assert.deepEqual(failureOf(error), {
      code: 'sign-in-denied',
      detail: 'The resource owner denied the request',
    });
  });

  it('a code that the service refuses fails the sign-in only', async () => {
    const person = new PersonAtConsole();
    const late: Person = {
      open: (page) => person.open(page),
      paste: async () => ((await person.paste()) ?? '').replace(/^[^#]+/, 'made-up'),
    };
    const error = await lab
      .open()
      .signInBy('anthropic', 'oauth', late)
      .catch((thrown: unknown) => thrown);
    assert.equal(failureOf(error).code, 'code-refused');
    lab.simulator.script({ named: 'server-error', host: 'anthropic-console', path: '/v1/oauth/token' });
    assert.equal((await failing()).code, 'server');
  });

  it('without a client id names the setting and the API key, and opens nothing', async () => {
    const failure = await failing(without('oauth.clientId'));
    assert.ok(failure.code === 'bad-setting' && failure.setting === 'maestro.anthropic.oauth.clientId');
    assert.match(failure.detail, /ANTHROPIC_CLIENT_ID.*API key/);
    assert.equal(lab.simulator.journal.length, 0);
  });

  it('takes the client id from the environment', async () => {
    const environment = { ANTHROPIC_CLIENT_ID: lab.simulator.anthropic.clientId };
    assert.equal((await byOAuth('developer', { ...without('oauth.clientId'), environment })).credential.kind, 'oauth');
  });

  it('takes tokens from the API itself unless told otherwise', async () => {
    await byOAuth('developer', without('oauth.tokenUrl'));
    assert.ok(lab.simulator.journal.some(({ host, path }) => host === 'anthropic' && path === '/v1/oauth/token'));
  });

  it('names the setting that is missing or wrong', async () => {
    const wrongs: readonly (readonly [name: string, value: unknown])[] = [
      ['oauth.authorizeUrl', ''],
      ['oauth.redirectUri', ''],
      ['oauth.redirectUri', 'http://elsewhere.example/'],
      ['oauth.tokenUrl', 'nonsense'],
      ['oauth.scopes', 'user:inference'],
      ['oauth.scopes', ['two words']],
      ['oauth.clientId', 7],
    ];
    for (const [name, value] of wrongs) {
      const failure = await failing({ settings: { [`maestro.anthropic.${name}`]: value } });
      assert.ok(failure.code === 'bad-setting' && failure.setting === `maestro.anthropic.${name}`, name);
    }
  });

  it('asks for no scope where none is set', async () => {
    const person: Person = { open: async () => undefined, paste: async () => null };
    const product = lab.open({ settings: { 'maestro.anthropic.oauth.scopes': [] } });
    await assert.rejects(product.signInBy('anthropic', 'oauth', person), (error) => {
      return failureOf(error).code === 'sign-in-cancelled';
    });
    const method = methodOf(product);
    const page = await method.authorizeUrl(await beginAuthorization('https://page.example/'));
    assert.equal(page.searchParams.has('scope'), false);
    assert.deepEqual(method.denied('server_error', ''), { code: 'sign-in-denied', detail: 'server_error' });
    assert.equal(method.issuer, page.origin);
  });

  it('lets tokens go to the API, and to where they are renewed, only', () => {
    const other = { 'maestro.anthropic.oauth.tokenUrl': 'https://login.example/token' };
    const api = new URL(lab.simulator.anthropic.apiBaseUrl).origin;
    assert.deepEqual(methodOf(lab.open()).origins, [api]);
    assert.deepEqual(methodOf(lab.open({ settings: other })).origins, [api, 'https://login.example']);
  });
});
