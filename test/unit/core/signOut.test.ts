import assert from 'node:assert/strict';
import { failureOf } from '../../../src/core/failure.ts';
import { type Account, isSession, type SessionCredential } from '../../../src/core/model.ts';
import type { Clock } from '../../../src/core/ports.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { directHttp, Product, type ProductOptions } from '../../product.ts';
import { PersonAtBrowser, quickSimulator } from '../../signInBrowser.ts';
import { PersonAtConsole } from '../../simulator/anthropic/person.ts';
import type { Simulator } from '../../simulator/simulator.ts';
import { dueRenewal } from '../../testVendor.ts';

const revokeLimitMs = 5_000;

describe('signing out', () => {
  let simulator: Simulator;
  let product: Product;

  before(async () => {
    simulator = await quickSimulator();
  });
  beforeEach(() => {
    simulator.reset();
    product = new Product(simulator);
  });
  afterEach(() => product.close());
  after(() => simulator.close());

  const revocations = (): number => simulator.journal.filter(({ path }) => path.endsWith('/revoke')).length;

  interface Session {
    readonly account: Account;
    readonly credential: SessionCredential;
  }

  async function signIn(method: string): Promise<Session> {
    const { account } = await product.signInBy('openai', method, new PersonAtBrowser());
    const credential = product.accounts.find(account.id)?.credential;
    assert.ok(credential !== undefined && isSession(credential));
    return { account, credential };
  }

  /** What the vendor says to a renewal of the session: the code of its refusal, `null` if it renews. */
  async function renewal({ account, credential }: Session): Promise<string | null> {
    const http = directHttp();
    const call = { http, clock: systemClock, signal: new AbortController().signal };
    try {
      await product.maestro.vendor(account.vendor).renew(account, credential, call, dueRenewal);
      return null;
    } catch (error) {
      return failureOf(error).code;
    } finally {
      await http.close();
    }
  }

  for (const method of ['chatgpt', 'chatgpt-sharing']) {
    it(`${method}: here only leaves the session at the vendor as it is`, async () => {
      const session = await signIn(method);
      assert.equal(await product.maestro.signOut(session.account.id, { revoke: false }), null);
      assert.deepEqual([product.accounts.list.length, product.secrets.values.size], [0, 0]);
      assert.equal(revocations(), 0);
      assert.equal(await renewal(session), null);
    });

    it(`${method}: with revocation ends the session at the vendor, and what else ends is said before`, async () => {
      const session = await signIn(method);
      const detail = product.maestro.revocation(session.account.id)?.detail ?? '';
      assert.match(detail, /^[A-Z].{20,79}\.$/);
      assert.equal(await product.maestro.signOut(session.account.id, { revoke: true }), null);
      assert.deepEqual([product.accounts.list.length, product.secrets.values.size], [0, 0]);
      assert.equal(revocations(), 1);
      assert.equal(await renewal(session), 'credential-rejected');
    });
  }

  it('here does not depend on the vendor: what kept it from being told is said afterwards (OA-74)', async () => {
    for (const [fault, code] of [
      [{ status: 503, body: '' }, 'server'],
      [{ status: 400, body: { error: 'invalid_client', error_description: 'No such client.' } }, 'rejected'],
      [{ reset: true }, 'unreachable'],
    ] as const) {
      const session = await signIn('chatgpt');
      simulator.script({ host: 'auth', path: '/oauth/revoke', times: 10, ...fault });
      const failure = await product.maestro.signOut(session.account.id, { revoke: true });
      assert.equal(failure?.code, code);
      assert.deepEqual([product.accounts.list.length, product.secrets.values.size], [0, 0]);
      simulator.reset();
      assert.equal(await renewal(session), null);
    }
  });

  it('waits 5 seconds for a vendor that does not answer, and is out in the meantime (OA-74)', async () => {
    const late = Promise.withResolvers<void>();
    const clock: Clock = {
      now: systemClock.now,
      sleep: (ms, signal) => {
        const slept = systemClock.sleep(ms, signal);
        return ms === revokeLimitMs ? Promise.race([late.promise, slept]) : slept;
      },
    };
    await restart({ clock });
    const { account } = await signIn('chatgpt');
    simulator.script({ host: 'auth', path: '/oauth/revoke', delayHeadersMs: 60_000 });
    const signedOut = product.maestro.signOut(account.id, { revoke: true });
    await simulator.waitFor(({ path }) => path === '/oauth/revoke');
    assert.equal(product.accounts.list.length, 0);
    late.resolve();
    assert.deepEqual(await signedOut, { code: 'stalled', seconds: 5 });
  });

  it('is told to no vendor that cannot be told', async () => {
    const key = await product.signInBy('openai', 'api-key', { values: { key: simulator.openai.keyOf('pro') } });
    const claude = await product.signInBy('anthropic', 'oauth', new PersonAtConsole('company'));
    for (const { account } of [key, claude]) {
      assert.equal(product.maestro.revocation(account.id), null);
      const before = simulator.journal.length;
      assert.equal(await product.maestro.signOut(account.id, { revoke: true }), null);
      assert.equal(simulator.journal.length, before);
    }
    assert.equal(product.accounts.list.length, 0);
  });

  it('of everybody at once leaves nothing behind', async () => {
    const sessions = [await signIn('chatgpt'), await signIn('chatgpt-sharing')];
    await product.signInBy('openai', 'api-key', { values: { key: simulator.openai.keyOf('pro') } });
    const left = await Promise.all(
      product.accounts.list.map(({ id }) => product.maestro.signOut(id, { revoke: true })),
    );
    assert.deepEqual(left, [null, null, null]);
    assert.deepEqual(
      [product.accounts.list.length, product.accounts.active, product.secrets.values.size],
      [0, null, 0],
    );
    assert.deepEqual(await Promise.all(sessions.map(renewal)), ['credential-rejected', 'credential-rejected']);
  });

  async function restart(options: ProductOptions): Promise<void> {
    await product.close();
    product = new Product(simulator, options);
  }
});
