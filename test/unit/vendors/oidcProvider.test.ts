import assert from 'node:assert/strict';
import { issuerOf } from '../../../src/core/baseUrl.ts';
import { failureOf } from '../../../src/core/failure.ts';
import { type Account, type Credential, isSession, type SessionCredential } from '../../../src/core/model.ts';
import type { Call, Renewed, Vendor } from '../../../src/core/vendor.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { changeRegistration } from '../../../src/vendors/openai/sharing/registration.ts';
import { closingAfterEach } from '../../closing.ts';
import { directHttp } from '../../directHttp.ts';
import { navigate } from '../../navigate.ts';
import { Product } from '../../product.ts';
import { answerText, RawServer } from '../../rawServer.ts';
import type { Person } from '../../testSignInUi.ts';
import { dueRenewal } from '../../testVendor.ts';
import { walkThroughLogin } from './oidcLogin.ts';
import { codexPlace, OidcServer, type SignInPlace, sharingPlace, type Workspace } from './oidcServer.ts';

const personal: Workspace = { chatgpt_account_id: 'ws-1', chatgpt_plan_type: 'plus' };
const company: Workspace = { chatgpt_account_id: 'ws-2', chatgpt_plan_type: 'enterprise', organization_id: 'org-1' };
interface Setup {
  readonly server: OidcServer;
  readonly product: Product;
  readonly vendor: Vendor;
  readonly call: Call;
}

describe('Sign-in against a certified OpenID provider', () => {
  const closing = closingAfterEach();

  async function setUp(place: SignInPlace, workspace: Workspace): Promise<Setup> {
    const server = closing(await OidcServer.start(place, workspace));
    const api = closing(
      await RawServer.start(({ socket }) =>
        socket.write(answerText('{"data":[]}', ['Content-Type: application/json'])),
      ),
    );
    const settings = {
      'maestro.openai.authBaseUrl': server.issuer,
      'maestro.openai.chatgptBaseUrl': api.origin,
      'maestro.openai.apiBaseUrl': api.origin,
    };
    const product = closing(new Product({ settings }));
    const http = closing(directHttp());
    const [vendor] = product.maestro.vendors;
    assert.ok(vendor !== undefined);
    return { server, product, vendor, call: { http, clock: systemClock, signal: new AbortController().signal } };
  }

  const browser = (login: string): Person => ({
    async open(page) {
      await navigate(await walkThroughLogin(page, login));
    },
  });

  function session(credential: Credential): SessionCredential {
    assert.ok(isSession(credential));
    return credential;
  }

  const renew = ({ vendor, call }: Setup, account: Account, credential: Credential): Promise<Renewed> =>
    vendor.renew(account, session(credential), call, dueRenewal);
  const refused = (work: Promise<unknown>): Promise<string | null> =>
    work.then(
      () => null,
      (error: unknown) => failureOf(error).code,
    );

  async function rotates(setup: Setup, account: Account, credential: Credential): Promise<Credential> {
    const renewed = await renew(setup, account, credential);
    const [before, after] = [session(credential).tokens, session(renewed.credential).tokens];
    assert.ok(after.refresh !== null && before.refresh !== null && !after.refresh.equals(before.refresh));
    assert.ok(!after.access.equals(before.access));
    assert.equal(setup.server.revokedGrants.length, 0);
    return renewed.credential;
  }

  describe('ChatGPT', () => {
    const signIn = ({ product }: Setup, login: string) => product.signInBy('openai', 'chatgpt', browser(login));

    it('PKCE, code exchange and the ID token’s signature, issuer and audience are right', async () => {
      const { account, credential } = await signIn(await setUp(codexPlace, personal), 'ada');
      assert.deepEqual([account.email, account.plan, account.workspace], ['ada@example.com', 'plus', 'ws-1']);
      assert.ok(credential.kind === 'oauth' && credential.tokens.refresh !== null);
    });

    it('the same person again is the same account, another workspace is another', async () => {
      const setup = await setUp(codexPlace, personal);
      const first = await signIn(setup, 'ada');
      const second = await signIn(setup, 'ada');
      const other = await signIn(setup, 'grace');
      assert.equal(first.account.id, second.account.id);
      assert.notEqual(first.account.id, other.account.id);
    });

    it('renewal rotates, and a used refresh token is refused for good', async () => {
      const setup = await setUp(codexPlace, personal);
      const { account, credential } = await signIn(setup, 'ada');
      await rotates(setup, account, credential);
      assert.equal(await refused(renew(setup, account, credential)), 'credential-rejected');
    });

    it('the token exchange presents an ID token that its issuer accepts', async () => {
      const { credential, notice } = await signIn(await setUp(codexPlace, company), 'katherine');
      assert.deepEqual([credential.kind, notice], ['exchanged-key', null]);
    });

    it('a code typed on another device ends in the same exchange', async () => {
      const setup = await setUp(codexPlace, personal);
      const person: Person = { typeCode: (userCode) => setup.server.typeCode(userCode, 'ada') };
      const { account, credential } = await setup.product.signInBy('openai', 'chatgpt-device', person);
      assert.equal(account.email, 'ada@example.com');
      await rotates(setup, account, credential);
      assert.equal((await signIn(setup, 'ada')).account.id, account.id);
    });
  });

  describe('Continue with ChatGPT', () => {
    async function signedIn(): Promise<Setup & { readonly account: Account; readonly credential: Credential }> {
      const setup = await setUp(sharingPlace, personal);
      // The provider knows programs beforehand; how OpenAI registers them is its own.
      const issuer = issuerOf(new URL(setup.server.issuer));
      await changeRegistration(setup.product.memory, issuer, { clientId: sharingPlace.clientId });
      const { account, credential } = await setup.product.signInBy('openai', 'chatgpt-sharing', browser('ada'));
      return { ...setup, account, credential };
    }

    it('PKCE, nonce, resource, any loopback port and the ID token are right', async () => {
      const { account, credential } = await signedIn();
      assert.equal(account.email, 'ada@example.com');
      assert.ok(session(credential).tokens.scopes.includes('chatgpt.tokens.use.direct'));
    });

    it('renewal rotates, and a used refresh token is refused for good', async () => {
      const setup = await signedIn();
      await rotates(setup, setup.account, setup.credential);
      assert.equal(await refused(renew(setup, setup.account, setup.credential)), 'credential-rejected');
    });

    it('what was revoked cannot be renewed', async () => {
      const setup = await signedIn();
      const credential = await rotates(setup, setup.account, setup.credential);
      await setup.vendor.revocation?.(setup.account, credential)?.send(setup.call);
      assert.equal(setup.server.revokedGrants.length, 1);
      assert.equal(await refused(renew(setup, setup.account, credential)), 'credential-rejected');
    });
  });
});
