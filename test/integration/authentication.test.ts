import assert from 'node:assert/strict';
import type { AuthenticationProviderAuthenticationSessionsChangeEvent, AuthenticationSession } from 'vscode';
import type { Account } from '../../src/core/model.ts';
import { vendorId } from '../../src/core/model.ts';
import { VendorAuthentication } from '../../src/vscode/authentication.ts';
import { until } from '../accountWindows.ts';
import { Product } from '../product.ts';
import { PersonAtBrowser, quickSimulator } from '../signInBrowser.ts';
import type { Simulator } from '../simulator/simulator.ts';

type Told = Readonly<Record<'added' | 'removed' | 'changed', readonly string[]>>;

/** One window, and what VS Code is told there of OpenAI's sessions. */
class Window {
  readonly product: Product;
  readonly sessions: VendorAuthentication;
  readonly told: Told[] = [];

  constructor(simulator: Simulator, other: Product | null) {
    this.product = new Product(simulator, other === null ? {} : { secrets: other.secrets });
    const signIn = (): Promise<Account> => Promise.reject(new Error('Nobody is to sign in.'));
    this.sessions = new VendorAuthentication(this.product.maestro, vendorId('openai'), signIn);
    this.sessions.onDidChangeSessions((change) => this.told.push(labels(change)));
  }

  async close(): Promise<void> {
    this.sessions.dispose();
    await this.product.close();
  }
}

function labels({ added, removed, changed }: AuthenticationProviderAuthenticationSessionsChangeEvent): Told {
  const of = (sessions: readonly AuthenticationSession[] | undefined): readonly string[] =>
    (sessions ?? []).map(({ account }) => account.label);
  return { added: of(added), removed: of(removed), changed: of(changed) };
}

const ada = 'ada@example.com';
const katherine = 'katherine@corp.example';
const nothing: Told = { added: [], removed: [], changed: [] };

describe('accounts as sessions of VS Code', () => {
  let simulator: Simulator;
  let here: Window;
  let there: Window;

  before(async () => {
    simulator = await quickSimulator();
  });

  beforeEach(async () => {
    simulator.reset();
    here = new Window(simulator, null);
    there = new Window(simulator, here.product);
    await there.product.accounts.load();
  });

  afterEach(async () => {
    await here.close();
    await there.close();
  });

  after(() => simulator.close());

  it('are told as exactly what changed, in every window', async () => {
    const { product } = here;
    const { account } = await product.signIn();
    await product.signInBy('gemini', 'api-key', { values: { key: simulator.gemini.keyOf('paid') } });
    await product.accounts.revise(account.id, (before) => ({ ...before, label: 'Ada' }));
    await until(() => there.told.length === 2);
    simulator.expireAccessTokens();
    await product.ask(account, 'Hello');
    await until(() => there.told.length === 3);
    await product.maestro.signOut(account.id, { revoke: false });
    await until(() => there.told.length === 4);
    const expected = [
      { ...nothing, added: [ada] },
      { ...nothing, changed: ['Ada'] },
      { ...nothing, changed: ['Ada'] },
      { ...nothing, removed: ['Ada'] },
    ];
    assert.deepEqual(here.told, expected);
    assert.deepEqual(there.told, expected);
  });

  it('are those that were asked for: with these scopes, of this account', async () => {
    const { product, sessions } = here;
    await product.signIn(new PersonAtBrowser('plus'));
    const { account } = await product.signIn(new PersonAtBrowser('enterprise'));
    await product.signInBy('openai', 'api-key', { values: { key: simulator.openai.keyOf('pro') } });
    const found = async (
      scopes: readonly string[] | undefined,
      id: string | null = null,
    ): Promise<readonly string[]> => {
      const options = id === null ? {} : { account: { id, label: 'whatever it was called' } };
      return (await sessions.getSessions(scopes, options)).map((session) => session.account.label).toSorted();
    };
    assert.equal((await found(undefined)).length, 3);
    assert.deepEqual(await found(['openid', 'email']), [ada, katherine]);
    assert.deepEqual(await found(['openid', 'admin']), []);
    assert.deepEqual(await found(undefined, account.id), [katherine]);
    assert.deepEqual(await found(['admin'], account.id), []);
    assert.deepEqual(await found(undefined, 'nobody'), []);
  });

  it('have the newest token, and an API key only where the user’s setting says so', async () => {
    const { product, sessions } = here;
    const { account } = await product.signIn();
    const key = await product.signInBy('openai', 'api-key', { values: { key: simulator.openai.keyOf('pro') } });
    const tokenOf = async (id: string): Promise<string | undefined> =>
      (await sessions.getSessions(undefined, { account: { id, label: '' } }))[0]?.accessToken;
    const before = await tokenOf(account.id);
    assert.match(before ?? '', /^ey/);
    simulator.expireAccessTokens();
    await product.ask(account, 'Hello');
    assert.notEqual(await tokenOf(account.id), before);
    assert.equal(await tokenOf(key.account.id), '');
  });
});
