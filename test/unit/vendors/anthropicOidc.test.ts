import assert from 'node:assert/strict';
import { type Authorization, beginAuthorization, readCallback } from '../../../src/core/auth/authorize.ts';
import type { SignedIn } from '../../../src/core/auth/method.ts';
import { newVerifier } from '../../../src/core/auth/pkce.ts';
import { failureOf } from '../../../src/core/failure.ts';
import { isSession, type OAuthTokens } from '../../../src/core/model.ts';
import type { Call } from '../../../src/core/vendor.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { closingAfterEach } from '../../closing.ts';
import { directHttp } from '../../directHttp.ts';
import { Product } from '../../product.ts';
import { answerText, RawServer } from '../../rawServer.ts';
import type { Person } from '../../testSignInUi.ts';
import { dueRenewal } from '../../testVendor.ts';
import { AnthropicOidcServer, registeredPlace } from './anthropicOidcServer.ts';
import { walkThroughLogin } from './oidcLogin.ts';
import type { OidcServer } from './oidcServer.ts';

/** Signs in on the provider's pages and pastes what a page at the redirect URI would show. */
class PersonWithCode implements Person {
  #shown: string | null = null;

  async open(page: URL): Promise<void> {
    const { searchParams } = new URL(await walkThroughLogin(page, 'ada'));
    this.#shown = `${searchParams.get('code')}#${searchParams.get('state')}`;
  }

  async paste(): Promise<string | null> {
    return this.#shown;
  }
}

describe('Anthropic OAuth against a certified OpenID provider', () => {
  const closing = closingAfterEach();
  let provider: OidcServer;
  let product: Product;
  let call: Call;

  beforeEach(async () => {
    const server = closing(await AnthropicOidcServer.start());
    const api = closing(
      await RawServer.start(({ socket }) =>
        socket.write(answerText('{"data":[]}', ['Content-Type: application/json'])),
      ),
    );
    const settings = {
      'maestro.anthropic.apiBaseUrl': api.origin,
      'maestro.anthropic.oauth.clientId': registeredPlace.clientId,
      'maestro.anthropic.oauth.authorizeUrl': server.provider.issuer + registeredPlace.authorize,
      'maestro.anthropic.oauth.tokenUrl': server.tokenUrl,
      'maestro.anthropic.oauth.redirectUri': registeredPlace.redirectUri,
      'maestro.anthropic.oauth.scopes': ['user:inference'],
    };
    product = closing(new Product({ settings }));
    const http = closing(directHttp());
    provider = server.provider;
    call = { http, clock: systemClock, signal: new AbortController().signal };
  });

  const signIn = (): Promise<SignedIn> => product.signInBy('anthropic', 'oauth', new PersonWithCode());

  function tokensOf({ credential }: Pick<SignedIn, 'credential'>): OAuthTokens {
    assert.ok(isSession(credential));
    return credential.tokens;
  }

  async function renew({ account, credential }: SignedIn): Promise<SignedIn> {
    assert.ok(isSession(credential));
    const vendor = product.maestro.vendor(account.vendor);
    const renewed = await vendor.renew(account, credential, call, dueRenewal);
    return { account, credential: renewed.credential, notice: null };
  }

  const refusal = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => assert.fail('it was accepted'),
      (error: unknown) => failureOf(error).code,
    );

  /** Goes through the pages once; the code that comes of it can be traded again and again, with whatever was sent changed. */
  async function consented(): Promise<(changed: Partial<Authorization>) => Promise<SignedIn>> {
    const vendor = product.maestro.vendors.find(({ id }) => id === 'anthropic');
    const method = vendor?.methods.find(({ id }) => id === 'oauth');
    assert.ok(method?.kind === 'browser');
    const authorization = await beginAuthorization(registeredPlace.redirectUri);
    const end = await walkThroughLogin(await method.authorizeUrl(authorization), 'ada');
    return async (changed) => {
      const result = readCallback({ ...authorization, ...changed }, method.issuer, new URL(end).searchParams);
      assert.ok(result.kind === 'ok');
      return method.redeem(result.redirect, call);
    };
  }

  it('PKCE, the pasted code and its exchange are right', async () => {
    const signedIn = await signIn();
    assert.notEqual(tokensOf(signedIn).refresh, null);
    assert.equal(tokensOf(signedIn).clientId, registeredPlace.clientId);
    assert.deepEqual(provider.refusals, []);
  });

  it('a code is good once, with its own verifier and redirect URI; its second use ends the session too', async () => {
    const redeem = await consented();
    assert.equal(await refusal(redeem({ verifier: newVerifier() })), 'code-refused');
    assert.equal(await refusal(redeem({ redirectUri: `${registeredPlace.redirectUri}/` })), 'code-refused');
    const signedIn = await redeem({});
    assert.equal(await refusal(redeem({})), 'code-refused');
    assert.deepEqual(provider.refusals, [
      'code_verifier does not match code_challenge',
      'authorization code redirect_uri mismatch',
      'authorization code already consumed',
    ]);
    assert.equal(await refusal(renew(signedIn)), 'credential-rejected');
  });

  it('renewal rotates, and a used refresh token is refused for good', async () => {
    const first = await signIn();
    const second = await renew(first);
    const third = await renew(second);
    const all = [first, second, third].map((one) => tokensOf(one).refresh?.reveal());
    assert.equal(new Set(all).size, 3);
    assert.equal(provider.revokedGrants.length, 0);
    assert.equal(await refusal(renew(first)), 'credential-rejected');
    assert.equal(provider.revokedGrants.length, 1);
    assert.equal(await refusal(renew(third)), 'credential-rejected');
  });
});
