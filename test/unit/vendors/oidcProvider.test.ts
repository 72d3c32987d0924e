import assert from 'node:assert/strict';
import { signIn } from '../../../src/core/auth/signIn.ts';
import { failureOf, MaestroError } from '../../../src/core/failure.ts';
import type { Vendor } from '../../../src/core/vendor.ts';
import { UndiciHttp } from '../../../src/node/http.ts';
import { loopbackRedirects } from '../../../src/node/loopback.ts';
import { thisComputer } from '../../../src/node/proxySettings.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { chatgptSignIn } from '../../../src/vendors/openai/constants.ts';
import { openai } from '../../../src/vendors/openai/index.ts';
import { readOpenAiSettings } from '../../../src/vendors/openai/settings.ts';
import { answerText, RawServer } from '../../rawServer.ts';
import { navigate } from '../../signInBrowser.ts';
import { OidcServer, type Workspace, walkThroughLogin } from './oidcServer.ts';

const signal = new AbortController().signal;

describe('Sign-in against a certified OpenID provider', () => {
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const one of open.splice(0).reverse()) await one.close();
  });

  async function setUp(workspace: Workspace): Promise<{ vendor: Vendor; http: UndiciHttp; server: OidcServer }> {
    const server = await OidcServer.start(chatgptSignIn.clientId, workspace);
    const api = await RawServer.start(({ socket }) =>
      socket.write(answerText('{"data":[]}', ['Content-Type: application/json'])),
    );
    const http = new UndiciHttp({
      kind: 'off',
      url: null,
      bypass: thisComputer,
      authorization: null,
      strictTls: true,
      useSystemCertificates: false,
    });
    open.push(server, api, http);
    const settings = readOpenAiSettings({
      authBaseUrl: server.issuer,
      chatgptBaseUrl: api.origin,
      apiBaseUrl: api.origin,
      callbackPorts: [0],
      version: '1',
    });
    return { vendor: openai(() => settings), http, server };
  }

  function signInWith(
    { vendor, http }: { vendor: Vendor; http: UndiciHttp },
    login: string,
  ): ReturnType<typeof signIn> {
    const deps = {
      http,
      clock: systemClock,
      redirects: loopbackRedirects(),
      async open(url: URL): Promise<boolean> {
        await navigate(await walkThroughLogin(url, login));
        return true;
      },
      progress: () => undefined,
    };
    return signIn(deps, vendor.methods[0], 30_000, signal);
  }

  const personal: Workspace = { chatgpt_account_id: 'ws-1', chatgpt_plan_type: 'plus' };

  it('PKCE, code exchange and the ID token’s signature, issuer and audience are right', async () => {
    const setup = await setUp(personal);
    const { account, credential } = await signInWith(setup, 'ada');
    assert.deepEqual([account.email, account.plan, account.workspace], ['ada@example.com', 'plus', 'ws-1']);
    assert.equal(credential.kind, 'oauth');
    assert.ok(credential.tokens.refresh !== null);
  });

  it('the same person again is the same account, another workspace is another', async () => {
    const setup = await setUp(personal);
    const first = await signInWith(setup, 'ada');
    const second = await signInWith(setup, 'ada');
    const other = await signInWith(setup, 'grace');
    assert.equal(first.account.id, second.account.id);
    assert.notEqual(first.account.id, other.account.id);
  });

  it('renewal rotates, and a used refresh token is refused for good', async () => {
    const setup = await setUp(personal);
    const { credential } = await signInWith(setup, 'ada');
    const call = { http: setup.http, clock: systemClock, signal };
    const keep = (): Promise<void> => Promise.resolve();
    const renewed = await setup.vendor.renew(credential, call, keep);
    assert.ok(renewed.tokens.refresh !== null && credential.tokens.refresh !== null);
    assert.ok(!renewed.tokens.refresh.equals(credential.tokens.refresh));
    assert.ok(!renewed.tokens.access.equals(credential.tokens.access));
    assert.equal(setup.server.revokedGrants.length, 0);
    await assert.rejects(
      setup.vendor.renew(credential, call, keep),
      (error) => error instanceof MaestroError && failureOf(error).code === 'credential-rejected',
    );
  });

  it('the token exchange presents an ID token that its issuer accepts', async () => {
    const setup = await setUp({
      chatgpt_account_id: 'ws-2',
      chatgpt_plan_type: 'enterprise',
      organization_id: 'org-1',
    });
    const { credential, notice } = await signInWith(setup, 'katherine');
    assert.equal(notice, null);
    assert.equal(credential.kind, 'exchanged-key');
  });
});
