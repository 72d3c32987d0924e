import assert from 'node:assert/strict';
import { failureOf } from '../../../src/core/failure.ts';
import { type Account, isSession, type SessionCredential } from '../../../src/core/model.ts';
import type { Clock } from '../../../src/core/ports.ts';
import { systemClock } from '../../../src/node/systemClock.ts';
import { directHttp } from '../../directHttp.ts';
import { productLab } from '../../productLab.ts';
import { PersonAtBrowser } from '../../signInBrowser.ts';
import { PersonAtConsole } from '../../simulator/anthropic/person.ts';
import { dueRenewal } from '../../testVendor.ts';

const revokeLimitMs = 5_000;

describe('signing out', () => {
  const lab = productLab();

  const revocations = (): number => lab.simulator.journal.filter(({ path }) => path.endsWith('/revoke')).length;

  interface Session {
    readonly account: Account;
    readonly credential: SessionCredential;
  }

  async function signIn(method: string): Promise<Session> {
    const { account } = await lab.product.signInBy('openai', method, new PersonAtBrowser());
    const credential = lab.product.accounts.find(account.id)?.credential;
    assert.ok(credential !== undefined && isSession(credential));
    return { account, credential };
  }

  /** What the vendor says to a renewal of the session: the code of its refusal, `null` if it renews. */
  async function renewal({ account, credential }: Session): Promise<string | null> {
    const http = directHttp();
    const call = { http, clock: systemClock, signal: new AbortController().signal };
    try {
      await lab.product.maestro.vendor(account.vendor).renew(account, credential, call, dueRenewal);
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
      assert.equal(await lab.product.maestro.signOut(session.account.id, { revoke: false }), null);
      assert.deepEqual([lab.product.accounts.list.length, lab.product.secrets.values.size], [0, 0]);
      assert.equal(revocations(), 0);
      assert.equal(await renewal(session), null);
    });

    it(`${method}: with revocation ends the session at the vendor, and what else ends is said before`, async () => {
      const session = await signIn(method);
      const detail = lab.product.maestro.revocation(session.account.id)?.detail ?? '';
      assert.match(detail, /^[A-Z].{20,79}\.$/);
      assert.equal(await lab.product.maestro.signOut(session.account.id, { revoke: true }), null);
      assert.deepEqual([lab.product.accounts.list.length, lab.product.secrets.values.size], [0, 0]);
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
      lab.simulator.script({ host: 'auth', path: '/oauth/revoke', times: 10, ...fault });
      const failure = await lab.product.maestro.signOut(session.account.id, { revoke: true });
      assert.equal(failure?.code, code);
      assert.deepEqual([lab.product.accounts.list.length, lab.product.secrets.values.size], [0, 0]);
      lab.simulator.reset();
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
    lab.open({ clock });
    const { account } = await signIn('chatgpt');
    lab.simulator.script({ host: 'auth', path: '/oauth/revoke', delayHeadersMs: 60_000 });
    const signedOut = lab.product.maestro.signOut(account.id, { revoke: true });
    await lab.simulator.waitFor(({ path }) => path === '/oauth/revoke');
    assert.equal(lab.product.accounts.list.length, 0);
    late.resolve();
    assert.deepEqual(await signedOut, { code: 'stalled', seconds: 5 });
  });

  it('is told to no vendor that cannot be told', async () => {
    const key = await lab.product.signInBy('openai', 'api-key', { values: { key: lab.simulator.openai.keyOf('pro') } });
    const claude = await lab.product.signInBy('anthropic', 'oauth', new PersonAtConsole('company'));
    for (const { account } of [key, claude]) {
      assert.equal(lab.product.maestro.revocation(account.id), null);
      const before = lab.simulator.journal.length;
      assert.equal(await lab.product.maestro.signOut(account.id, { revoke: true }), null);
      assert.equal(lab.simulator.journal.length, before);
    }
    assert.equal(lab.product.accounts.list.length, 0);
  });

  it('of everybody at once leaves nothing behind', async () => {
    const sessions = [await signIn('chatgpt'), await signIn('chatgpt-sharing')];
    await lab.product.signInBy('openai', 'api-key', { values: { key: lab.simulator.openai.keyOf('pro') } });
    const left = await Promise.all(
      lab.product.accounts.list.map(({ id }) => lab.product.maestro.signOut(id, { revoke: true })),
    );
    assert.deepEqual(left, [null, null, null]);
    assert.deepEqual(
      [lab.product.accounts.list.length, lab.product.accounts.active, lab.product.secrets.values.size],
      [0, null, 0],
    );
    assert.deepEqual(await Promise.all(sessions.map(renewal)), ['credential-rejected', 'credential-rejected']);
  });
});
