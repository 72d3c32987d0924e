import assert from 'node:assert/strict';
import { forgetsSecrets } from '../../../../src/core/accounts/canary.ts';
import { accountId } from '../../../../src/core/model.ts';
import type { SecretStore } from '../../../../src/core/ports.ts';
import { systemClock } from '../../../../src/node/systemClock.ts';
import { AccountWindows, askFor, codeOf, nextTurn, until } from '../../../accountWindows.ts';
import { MapMemory, MemorySecretStore } from '../../../memoryStorage.ts';
import { testAccount, testCredential } from '../../../testAccount.ts';
import { hurriedClock } from '../../conformance/hurriedClock.ts';

const signal = new AbortController().signal;
const account = testAccount();
const key = `maestro.account.v1.${account.vendor}.${account.id}`;

describe('the secret storage of VS Code', () => {
  it('a secret that can be decrypted no longer is a lost sign-in, not one that never was (SS-01, C11)', async () => {
    const windows = new AccountWindows();
    const window = await windows.openSignedIn();
    const before = window.accounts.records[0];
    assert.ok(before !== undefined);
    windows.storage.undecryptable.add(key);
    await window.accounts.load();
    assert.equal(await codeOf(askFor(window)), 'secret-missing');
    assert.deepEqual(window.credentials.state(account), { kind: 'needs-sign-in', why: 'missing' });
    assert.equal(await window.accounts.vanished(before), true);
    await window.accounts.add(account, testCredential('access-2'));
    assert.equal(await askFor(window), 'access-2');
  });

  it('an account that was signed out has not vanished', async () => {
    const windows = new AccountWindows();
    const window = await windows.open();
    await window.accounts.add(account, { kind: 'none' });
    const before = window.accounts.records[0];
    await window.accounts.remove(account);
    assert.ok(before !== undefined);
    assert.equal(await window.accounts.vanished(before), false);
  });

  it('a keyring that never answers holds nothing up for longer than 10 seconds, and is heard when it does (SS-06)', async () => {
    const windows = new AccountWindows();
    await windows.openSignedIn();
    const { promise: unlocked, resolve: unlock } = Promise.withResolvers<void>();
    const through = (secrets: SecretStore): SecretStore => ({
      keys: () => secrets.keys(),
      get: (name) => unlocked.then(() => secrets.get(name)),
      set: (name, value) => secrets.set(name, value),
      delete: (name) => secrets.delete(name),
      onDidChange: (listener) => secrets.onDidChange(listener),
    });
    const window = await windows.open({ through, loaded: false });
    for (const work of [window.accounts.load(), askFor(window)]) {
      const answer = codeOf(work);
      await nextTurn();
      windows.clock.advance(10_000);
      assert.equal(await answer, 'keyring-waiting');
    }
    unlock();
    await until(() => window.accounts.list.length === 1);
    assert.equal(await askFor(window), 'access-1');
  });

  it('one key that cannot be read now does not drop an account that is known (SS-07)', async () => {
    const windows = new AccountWindows();
    let refuses = false;
    const through = (secrets: SecretStore): SecretStore => ({
      keys: () => secrets.keys(),
      get: (name) => (refuses && name === key ? Promise.reject(new Error('no')) : secrets.get(name)),
      set: (name, value) => secrets.set(name, value),
      delete: (name) => secrets.delete(name),
      onDidChange: (listener) => secrets.onDidChange(listener),
    });
    const window = await windows.openSignedIn({ through });
    await window.accounts.add(testAccount({ id: accountId('a2') }), { kind: 'none' });
    await windows.settle();
    refuses = true;
    await window.accounts.load();
    assert.deepEqual(
      window.accounts.list.map(({ id }) => id),
      ['a1', 'a2'],
    );
    const other = await windows.open({ through });
    assert.deepEqual(
      other.accounts.list.map(({ id }) => id),
      ['a2'],
    );
  });

  it('a thousand events without a change tell nobody anything, and neither do those of other keys (SS-08, SS-09)', async () => {
    const windows = new AccountWindows();
    let readings = 0;
    const through = (secrets: SecretStore): SecretStore => ({
      keys: () => {
        readings++;
        return secrets.keys();
      },
      get: (name) => secrets.get(name),
      set: (name, value) => secrets.set(name, value),
      delete: (name) => secrets.delete(name),
      onDidChange: (listener) => secrets.onDidChange(listener),
    });
    const window = await windows.openSignedIn({ through });
    let told = 0;
    window.accounts.onDidChange(() => {
      told++;
    });
    readings = 0;
    for (let n = 0; n < 1_000; n++) window.secrets.tell('another.extension');
    await nextTurn();
    assert.equal(readings, 0);
    for (let n = 0; n < 1_000; n++) window.secrets.tell(key);
    await window.accounts.load();
    assert.ok(readings <= 2, `${readings} readings`);
    assert.equal(told, 0);
  });

  it('signing out of one of two accounts leaves the other alone, in every window (SS-10)', async () => {
    const windows = new AccountWindows();
    const here = await windows.openSignedIn();
    await here.accounts.add(testAccount({ id: accountId('a2') }), { kind: 'none' });
    await windows.settle();
    const there = await windows.open();
    await here.accounts.remove(testAccount({ id: accountId('a2') }));
    await windows.settle();
    for (const { accounts } of [here, there]) {
      assert.deepEqual(
        accounts.list.map(({ id }) => id),
        ['a1'],
      );
    }
    assert.equal(await askFor(there), 'access-1');
  });

  it('a sign-in in one window arrives in another that reads its accounts just then (SS-11)', async () => {
    const windows = new AccountWindows();
    const here = await windows.open();
    const there = await windows.open();
    await Promise.all([here.accounts.add(account, testCredential()), there.accounts.load()]);
    await windows.settle();
    assert.equal(await askFor(there), 'access-1');
  });

  it('without a keyring each window has a sign-in of its own, which ends with it and disturbs no other (SS-12, C14)', async () => {
    const windows = new AccountWindows();
    const kept = await windows.openSignedIn();
    const alone = await windows.open({ keyring: 'in memory' });
    assert.deepEqual(alone.accounts.list, []);
    await alone.accounts.add(account, testCredential('access-alone', 'refresh-alone'));
    await windows.settle();
    assert.notEqual(alone.accounts.records[0]?.lineage, kept.accounts.records[0]?.lineage);
    assert.deepEqual([await askFor(alone), await askFor(kept)], ['access-alone', 'access-1']);
    const reloaded = await windows.open({ keyring: 'in memory' });
    assert.deepEqual(reloaded.accounts.list, []);
  });
});

describe('a system that keeps no secrets', () => {
  const ask = (secrets: SecretStore, memory: MapMemory): Promise<boolean> =>
    forgetsSecrets(secrets, memory, hurriedClock, signal);

  it('is told once, at the first start after secrets were lost', async () => {
    const memory = new MapMemory();
    const secrets = new MemorySecretStore();
    assert.deepEqual([await ask(secrets, memory), await ask(secrets, memory)], [false, false]);
    const answers = [];
    for (let start = 0; start < 3; start++) answers.push(await ask(new MemorySecretStore(), memory));
    assert.deepEqual(answers, [true, false, false]);
  });

  it('is not thought of two windows that start for the first time at the same moment', async () => {
    const memory = new MapMemory();
    const secrets = new MemorySecretStore();
    const answers = await Promise.all([ask(secrets, memory), ask(secrets, memory)]);
    assert.deepEqual(answers, [false, false]);
    assert.equal(await forgetsSecrets(secrets, memory, systemClock, signal), false);
  });
});
