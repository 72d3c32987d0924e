import assert from 'node:assert/strict';
import { epochMs } from '../../../../src/core/model.ts';
import { askFor, codeOf, inTime, nextTurn, until } from '../../../accountWindows.ts';
import { hourMs } from '../../../strictVendor.ts';
import { testAccount, testCredential } from '../../../testAccount.ts';
import { stored, twoWindows } from './twoWindows.ts';

const signal = new AbortController().signal;
const account = testAccount();
const reset = { code: 'unreachable', host: 'h', why: 'reset' } as const;

describe('the end of a session, among windows', () => {
  it('a used token that the vendor does not forgive (C3): the access token is used to its end, then one sign-in', async () => {
    const { windows, here, there, server, clock } = await twoWindows();
    server.faults.push({ failure: reset, when: 'after' });
    assert.equal(await inTime(windows, askFor(here)), 'access-1');
    assert.deepEqual(windows.generation(), { number: 1, state: 'dead' });
    assert.deepEqual(here.credentials.state(account), { kind: 'ok' });
    assert.equal(await here.credentials.mayTell(account, signal), false);
    clock.advance(10_000);
    for (const window of [here, there]) assert.equal(await codeOf(askFor(window)), 'credential-rejected');
    for (const window of [here, there]) {
      assert.deepEqual(window.credentials.state(account), { kind: 'needs-sign-in', why: 'refused' });
    }
    const told = [here, there, here].map(({ credentials }) => credentials.mayTell(account, signal));
    assert.deepEqual((await Promise.all(told)).filter((may) => may).length, 1);
    assert.equal(server.requests, 2);
    assert.notEqual(stored(windows), null);
  });

  it('a dead session is remembered over a restart, and the vendor is not asked again', async () => {
    const { windows, here, server, clock } = await twoWindows();
    server.isRevoked = true;
    assert.equal(await inTime(windows, askFor(here)), 'access-1');
    clock.advance(10_000);
    const restarted = await windows.open();
    assert.equal(await codeOf(askFor(restarted)), 'credential-rejected');
    assert.equal(await codeOf(restarted.credentials.refused(account, testCredential(), signal)), 'credential-rejected');
    assert.equal(server.requests, 1);
  });

  it('a refusal is believed only after another look at what is stored', async () => {
    const { windows, here, server } = await twoWindows();
    const { tokens } = testCredential('access-9', 'refresh-9');
    const fresh = { ...tokens, expiresAt: epochMs(windows.clock.now() + hourMs) };
    server.isRevoked = true;
    server.meanwhile = async () => {
      const record = here.accounts.records[0];
      if (record !== undefined) {
        await here.vault.write({ ...record, credential: { kind: 'oauth', tokens: fresh }, generation: 2 });
      }
    };
    assert.equal(await askFor(here), 'access-9');
    assert.notEqual(windows.generation()?.state, 'dead');
  });

  it('signing out in another window is final, even in the middle of a renewal (C10)', async () => {
    const { windows, here, there, server } = await twoWindows();
    let signedOut: Promise<void> | null = null;
    server.meanwhile = async () => {
      signedOut = there.accounts.remove(account);
      for (let n = 0; n < 5; n++) await nextTurn();
      assert.deepEqual(there.accounts.list, [], 'forgotten at once where it was asked');
    };
    assert.equal(await codeOf(askFor(here)), 'secret-missing');
    await windows.settle();
    await signedOut;
    assert.deepEqual([windows.storage.values.size, here.accounts.list.length], [0, 0]);
    assert.deepEqual(
      [...windows.texts.texts.keys()].map((name) => name.slice(22)),
      ['.out'],
    );
  });

  it('every window forgets within a second of signing out, and says so (OA-74)', async () => {
    const { windows, here, there } = await twoWindows();
    const removed: string[] = [];
    there.accounts.onDidChange((change) => removed.push(...change.removed.map(({ account: { id } }) => id)));
    const signedOut = here.accounts.remove(account);
    for (let ms = 0; ms < 1_000; ms += 100) {
      for (let turn = 0; turn < 10; turn++) await nextTurn();
      windows.clock.advance(100);
    }
    await until(() => removed.length > 0);
    assert.deepEqual([removed, await codeOf(askFor(there))], [[account.id], 'secret-missing']);
    await inTime(windows, signedOut);
  });

  it('a new sign-in in another window is not overwritten by a renewal of the old one', async () => {
    const { windows, here, there, server, clock } = await twoWindows();
    let signedIn: Promise<unknown> | null = null;
    const { tokens } = testCredential('access-new', 'refresh-new');
    const fresh = { ...tokens, obtainedAt: clock.now(), expiresAt: epochMs(clock.now() + hourMs) };
    server.meanwhile = async () => {
      signedIn = there.accounts.add(account, { kind: 'oauth', tokens: fresh });
      for (let n = 0; n < 5; n++) await nextTurn();
    };
    const asked = codeOf(askFor(here));
    await windows.settle();
    await asked;
    await signedIn;
    await windows.settle();
    assert.deepEqual(stored(windows), { generation: 1, refresh: 'refresh-new' });
    server.meanwhile = async () => undefined;
    assert.deepEqual(await Promise.all([askFor(here), askFor(there)]), ['access-new', 'access-new']);
  });

  it('a name given in one window survives a renewal in another, and the other way round', async () => {
    const { windows, here, there, server } = await twoWindows();
    let renamed: Promise<void> | null = null;
    server.meanwhile = async () => {
      renamed = there.accounts.revise(account.id, (before) => ({ ...before, label: 'Work' }));
    };
    await askFor(here);
    await windows.settle();
    await renamed;
    await windows.settle();
    assert.deepEqual(stored(windows), { generation: 3, refresh: 'refresh-2' });
    for (const { accounts } of [here, there]) assert.equal(accounts.list[0]?.label, 'Work');
  });
});
