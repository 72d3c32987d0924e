import assert from 'node:assert/strict';
import type { SessionCredential } from '../../../../src/core/model.ts';
import { Secret } from '../../../../src/core/secret.ts';
import { AccountWindows, codeOf, inTime, until, type WindowOptions } from '../../../accountWindows.ts';
import { hourMs } from '../../../strictVendor.ts';
import { testAccount, testCredential } from '../../../testAccount.ts';
import { testVendor } from '../../../testVendor.ts';

const signal = new AbortController().signal;
const account = testAccount();
const keyed: SessionCredential = {
  ...testCredential(),
  kind: 'exchanged-key',
  key: new Secret('sk-1'),
  organization: null,
  project: null,
};

/** A window with a key that was traded for a session, whose access token has so long to go. */
async function windowWithKey(leftMs: number, options: WindowOptions = {}) {
  const windows = new AccountWindows();
  const { server, clock } = windows;
  const refusals: boolean[] = [];
  const vendor = testVendor({
    async renew(_, before, call, task) {
      refusals.push(task.refused);
      const { credential } = await server.vendor.renew(account, before, call, task);
      assert.ok(credential.kind === 'oauth');
      const key = new Secret(task.refused ? `sk-${server.rotations + 1}` : 'sk-1');
      return { credential: { ...keyed, key, tokens: credential.tokens }, plan: 'business' };
    },
  });
  const window = await windows.open({ ...options, vendor });
  await window.accounts.add(account, keyed);
  await windows.settle();
  clock.advance(hourMs - leftMs - clock.now());
  const keyOf = async (): Promise<string> => {
    const credential = await window.credentials.current(account, signal);
    return credential.kind === 'exchanged-key' ? credential.key.reveal() : credential.kind;
  };
  const access = async (): Promise<string | null> =>
    (await window.credentials.session(account, signal))?.access.reveal() ?? null;
  return { windows, window, server, clock, refusals, keyOf, access };
}

describe('a key that was traded for a session', () => {
  it('is used at once although its session has expired, and the session is renewed meanwhile without another key', async () => {
    const { window, refusals, keyOf, access } = await windowWithKey(-hourMs);
    assert.equal(await keyOf(), 'sk-1');
    assert.equal(window.credentials.state(account).kind, 'renewing');
    assert.equal(await access(), 'access-2');
    assert.equal(await keyOf(), 'sk-1');
    assert.deepEqual(refusals, [false]);
  });

  it('has its session renewed when it is due, while nobody asks', async () => {
    const { windows, window, server } = await windowWithKey(13 * 60_000);
    window.credentials.attend(true);
    windows.clock.advance(60_000);
    await until(() => server.rotations === 1);
    await windows.settle();
    assert.equal(window.accounts.find(account.id)?.generation, 2);
  });

  it('is traded anew when it is refused, also while a renewal is under way that leaves it as it is', async () => {
    const { windows, window, server, refusals, keyOf } = await windowWithKey(60_000);
    const { promise: go, resolve } = Promise.withResolvers<void>();
    server.meanwhile = () => go;
    assert.equal(await keyOf(), 'sk-1');
    const refused = window.credentials.refused(account, keyed, signal);
    resolve();
    await inTime(windows, refused);
    assert.equal(await keyOf(), 'sk-3');
    assert.deepEqual(refusals, [false, true]);
  });

  it('outlives its session: only when it is refused as well a sign-in is needed', async () => {
    const { window, windows, server, keyOf, access } = await windowWithKey(0);
    server.isRevoked = true;
    assert.equal(await inTime(windows, codeOf(access())), 'credential-rejected');
    assert.deepEqual(window.credentials.state(account), { kind: 'ok' });
    assert.equal(await keyOf(), 'sk-1');
    assert.equal(await codeOf(access()), 'credential-rejected');
    assert.equal(
      await inTime(windows, codeOf(window.credentials.refused(account, keyed, signal))),
      'credential-rejected',
    );
    assert.deepEqual(window.credentials.state(account), { kind: 'needs-sign-in', why: 'refused' });
    assert.equal(server.requests, 1);
  });
});

describe('the session behind an account', () => {
  it('is its credential where there is no key, and none where there is only a key', async () => {
    const windows = new AccountWindows();
    const window = await windows.openSignedIn();
    assert.equal((await window.credentials.session(account, signal))?.access.reveal(), 'access-1');
    await inTime(windows, window.accounts.add(account, { kind: 'bearer', token: new Secret('bearer-1') }));
    assert.equal(await window.credentials.session(account, signal), null);
  });
});
