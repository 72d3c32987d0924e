import assert from 'node:assert/strict';
import type { AccountState } from '../../../../src/core/accounts/standing.ts';
import type { Failure } from '../../../../src/core/failure.ts';
import type { Credential } from '../../../../src/core/model.ts';
import {
  type AccountWindow,
  AccountWindows,
  accessOf,
  askFor,
  codeOf,
  inTime,
  until,
  type WindowOptions,
} from '../../../accountWindows.ts';
import { hourMs } from '../../../strictVendor.ts';
import { testAccount, testCredential, testKey } from '../../../testAccount.ts';

const signal = new AbortController().signal;
const account = testAccount();
const offline: Failure = { code: 'unreachable', host: 'h', why: 'dns' };
const minuteMs = 60_000;

/** One window with the account, whose access token has so long to go. */
async function oneWindow(leftMs: number, options: WindowOptions = {}) {
  const windows = new AccountWindows();
  const window = await windows.openSignedIn(options);
  windows.clock.advance(hourMs - leftMs - windows.clock.now());
  return { windows, window, server: windows.server, clock: windows.clock };
}

function statesOf(window: AccountWindow): readonly AccountState['kind'][] {
  const kinds: AccountState['kind'][] = [];
  window.credentials.onDidChangeState(() => {
    const { kind } = window.credentials.state(account);
    if (kinds.at(-1) !== kind) kinds.push(kind);
  });
  return kinds;
}

async function signedInWith(credential: Credential) {
  const windows = new AccountWindows();
  const window = await windows.open();
  await window.accounts.add(account, credential);
  return { windows, window };
}

describe('credentials', () => {
  it('a fresh one is given without asking anyone', async () => {
    const { window, server } = await oneWindow(30 * minuteMs);
    assert.equal(await askFor(window), 'access-1');
    assert.equal(server.requests, 0);
  });

  it('one that ends within a minute is renewed first, once for all who wait', async () => {
    const { window, server } = await oneWindow(30_000);
    const given = await Promise.all(Array.from({ length: 10 }, () => askFor(window)));
    assert.deepEqual(new Set(given), new Set(['access-2']));
    assert.equal(server.requests, 1);
  });

  it('one that is due but good for longer is given at once, and renewed meanwhile', async () => {
    const { window, server } = await oneWindow(10 * minuteMs);
    const states = statesOf(window);
    assert.equal(await askFor(window), 'access-1');
    await until(() => states.at(-1) === 'ok');
    assert.deepEqual(states, ['renewing', 'ok']);
    assert.equal(await askFor(window), 'access-2');
    assert.equal(server.requests, 1);
  });

  it('trouble on the way keeps a token that still works, and is told apart from a session that is over', async () => {
    const { window, server, clock } = await oneWindow(30_000);
    server.faults.push({ failure: offline, when: 'before' });
    assert.equal(await askFor(window), 'access-1');
    assert.equal(window.credentials.state(account).kind, 'trouble');
    clock.advance(30_000);
    server.faults.push({ failure: offline, when: 'before' });
    assert.equal(await codeOf(askFor(window)), 'unreachable');
    assert.equal(window.accounts.list.length, 1);
  });

  it('refused, expired and missing are different answers', async () => {
    const { window, server, windows: all } = await oneWindow(30_000);
    server.isRevoked = true;
    const refused = codeOf(window.credentials.refused(account, testCredential(), signal));
    assert.equal(await inTime(all, refused), 'credential-rejected');
    assert.deepEqual(window.credentials.state(account), { kind: 'needs-sign-in', why: 'refused' });
    const { window: bare, windows } = await signedInWith(testCredential('access-1', null));
    windows.clock.advance(hourMs - 1);
    assert.equal(await askFor(bare), 'access-1');
    assert.deepEqual(bare.credentials.state(account), { kind: 'ok' });
    windows.clock.advance(1);
    assert.equal(await codeOf(askFor(bare)), 'credential-rejected');
    assert.deepEqual(bare.credentials.state(account), { kind: 'needs-sign-in', why: 'expired' });
    const empty = await new AccountWindows().open();
    assert.equal(await codeOf(askFor(empty)), 'secret-missing');
    assert.deepEqual(empty.credentials.state(account), { kind: 'needs-sign-in', why: 'missing' });
  });

  it('an access token that was refused before its end is renewed, and another one is not', async () => {
    const { window, server } = await oneWindow(30 * minuteMs);
    await window.credentials.refused(account, testCredential('access-0'), signal);
    assert.equal(server.requests, 0);
    await window.credentials.refused(account, testCredential(), signal);
    assert.equal(await askFor(window), 'access-2');
    assert.equal(server.requests, 1);
  });

  it('one caller who gives up does not spoil it for the others', async () => {
    const { window, server } = await oneWindow(30_000);
    const { promise, resolve } = Promise.withResolvers<void>();
    server.meanwhile = () => promise;
    const impatient = new AbortController();
    const first = window.credentials.current(account, impatient.signal);
    const second = askFor(window);
    impatient.abort(new Error('gave up'));
    await assert.rejects(first, /gave up/);
    resolve();
    assert.equal(await second, 'access-2');
    assert.equal(server.requests, 1);
  });

  it('a vendor in trouble is left alone; a person who asks gets one try at once', async () => {
    const { window, server, clock } = await oneWindow(0, { random: () => 1 });
    const fail = (): unknown => server.faults.push({ failure: offline, when: 'before' });
    for (let n = 0; n < 5; n++) {
      fail();
      window.credentials.hurry(account);
      assert.equal(await codeOf(askFor(window)), 'unreachable');
    }
    assert.equal(server.requests, 5);
    const { promise: failed, resolve } = Promise.withResolvers<void>();
    server.meanwhile = async () => resolve();
    fail();
    const waiting = codeOf(askFor(window));
    await clock.sleeping(1_000);
    clock.advance(1_000);
    assert.equal(await waiting, 'unreachable');
    for (const pauseMs of [2_000, 4_000]) {
      fail();
      const next = codeOf(askFor(window));
      await clock.sleeping(pauseMs);
      clock.advance(pauseMs);
      assert.equal(await next, 'unreachable');
    }
    const before = server.requests;
    for (let n = 0; n < 100; n++) assert.equal(await codeOf(askFor(window)), 'unreachable');
    assert.equal(server.requests, before, 'eight seconds are too long to wait for, and nothing is sent before');
    const state = window.credentials.state(account);
    assert.deepEqual(state.kind === 'trouble' && state.until - clock.now(), 8_000);
    window.credentials.hurry(account);
    assert.equal(await askFor(window), 'access-2');
    await failed;
  });

  it('a clock that is set back makes no pause longer', async () => {
    const { window, server, clock } = await oneWindow(0, { random: () => 1 });
    clock.jump(2 * hourMs);
    server.faults.push({ failure: offline, when: 'before' });
    assert.equal(await codeOf(askFor(window)), 'unreachable');
    clock.jump(-hourMs);
    assert.equal(await askFor(window), 'access-2');
  });

  it('a refused key needs a person, but is tried again when the person asks', async () => {
    const key = testKey();
    const { window } = await signedInWith(key);
    assert.equal(await codeOf(window.credentials.refused(account, key, signal)), 'credential-rejected');
    assert.deepEqual(window.credentials.state(account), { kind: 'needs-sign-in', why: 'refused' });
    assert.equal(await askFor(window), 'api-key');
    window.credentials.hurry(account);
    assert.equal(window.credentials.state(account).kind, 'ok');
  });

  it('an account that was signed out is not brought back, and who waits for it is told', async () => {
    const { window, server, windows } = await oneWindow(30_000);
    const { promise, resolve } = Promise.withResolvers<void>();
    server.meanwhile = () => promise;
    const asked = codeOf(askFor(window));
    await until(() => server.requests > 0);
    const removed = window.accounts.remove(account);
    await until(() => window.accounts.list.length === 0);
    resolve();
    assert.equal(await asked, 'secret-missing');
    await windows.settle();
    await removed;
    assert.equal(windows.storage.values.size, 0);
    assert.equal(await codeOf(askFor(window)), 'secret-missing');
  });

  it('a surface that fails to show a state does not stop the renewal', async () => {
    const { window } = await oneWindow(30_000);
    window.credentials.onDidChangeState(() => {
      throw new Error('private words');
    });
    assert.equal(await askFor(window), 'access-2');
    assert.ok(!window.log.lines.join().includes('private words'));
    assert.equal(accessOf({ kind: 'none' }), 'none');
  });
});
