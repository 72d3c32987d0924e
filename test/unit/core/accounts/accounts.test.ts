import assert from 'node:assert/strict';
import type { AccountChange } from '../../../../src/core/accounts/accountChange.ts';
import { Accounts } from '../../../../src/core/accounts/accounts.ts';
import { Lineages } from '../../../../src/core/accounts/lineages.ts';
import { Vault } from '../../../../src/core/accounts/vault.ts';
import { failureOf } from '../../../../src/core/failure.ts';
import { accountId, vendorId } from '../../../../src/core/model.ts';
import { MapMemory, MemoryLog, MemorySecretStore } from '../../../memoryStorage.ts';
import { testAccount, testCredential } from '../../../testAccount.ts';
import { hurriedClock } from '../../conformance/hurriedClock.ts';

function windowOn(store: MemorySecretStore, memory = new MapMemory()): { accounts: Accounts; log: MemoryLog } {
  const log = new MemoryLog();
  const clock = hurriedClock;
  const vendors = [vendorId('openai')];
  const lineages = new Lineages({ shared: null, clock, log });
  return {
    accounts: new Accounts({ vault: new Vault(store, clock, log), lineages, memory, clock, log, vendors }),
    log,
  };
}

describe('accounts', () => {
  it('a stored account is there again after a restart, and active', async () => {
    const store = new MemorySecretStore();
    const memory = new MapMemory();
    await windowOn(store, memory).accounts.add(testAccount(), testCredential());
    const { accounts } = windowOn(store, memory);
    await accounts.load();
    assert.deepEqual(accounts.active, testAccount());
    const credential = accounts.find(accountId('a1'))?.credential;
    assert.equal(credential?.kind === 'oauth' && credential.tokens.access.reveal(), 'access-1');
  });

  it('an account of a vendor that this version does not know is left alone and not shown', async () => {
    const store = new MemorySecretStore();
    const { accounts } = windowOn(store);
    await accounts.add(testAccount({ vendor: vendorId('made-up') }), testCredential());
    assert.equal(accounts.active, null);
    assert.equal(store.values.size, 1);
  });

  it('signing in again updates the account and keeps its name', async () => {
    const { accounts } = windowOn(new MemorySecretStore());
    await accounts.add(testAccount({ label: 'Work' }), testCredential());
    await accounts.add(testAccount({ label: 'ada@example.com', plan: 'pro' }), testCredential('access-2'));
    assert.deepEqual(
      accounts.list.map(({ label, plan }) => [label, plan]),
      [['Work', 'pro']],
    );
  });

  it('two workspaces of one e-mail are two accounts with two names', async () => {
    const { accounts } = windowOn(new MemorySecretStore());
    await accounts.add(testAccount(), testCredential());
    await accounts.add(testAccount({ id: accountId('a2'), plan: 'enterprise' }), testCredential());
    const workspace = 'acc-0000-7f3a';
    await accounts.add(testAccount({ id: accountId('a3'), plan: 'enterprise', workspace }), testCredential());
    await accounts.add(testAccount({ id: accountId('a4'), plan: 'enterprise', workspace }), testCredential());
    await accounts.add(testAccount({ id: accountId('a5'), plan: null, workspace: null }), testCredential());
    assert.deepEqual(
      accounts.list.map(({ label }) => label),
      [
        'ada@example.com',
        'ada@example.com (enterprise)',
        'ada@example.com (enterprise, …7f3a)',
        'ada@example.com 2',
        'ada@example.com 3',
      ],
    );
  });

  it('the newest sign-in becomes active, and another can be chosen', async () => {
    const { accounts } = windowOn(new MemorySecretStore());
    await accounts.add(testAccount(), testCredential());
    await accounts.add(testAccount({ id: accountId('a2') }), testCredential());
    assert.equal(accounts.active?.id, 'a2');
    await accounts.activate(accountId('a1'));
    assert.equal(accounts.active?.id, 'a1');
  });

  it('what another window does arrives as an exact difference', async () => {
    const store = new MemorySecretStore();
    const here = windowOn(store).accounts;
    const there = windowOn(store).accounts;
    const changes: AccountChange[] = [];
    here.onDidChange((change) => changes.push(change));
    await there.add(testAccount(), testCredential());
    await here.load();
    await there.add(testAccount(), testCredential('access-2'));
    await here.load();
    await there.remove(testAccount());
    await here.load();
    const counts = changes.map(({ added, removed, changed }) => [added.length, removed.length, changed.length]);
    assert.deepEqual(counts, [
      [1, 0, 0],
      [0, 0, 1],
      [0, 1, 0],
    ]);
    assert.equal(here.active, null);
  });

  it('a store that forgets is noticed at once', async () => {
    const store = new MemorySecretStore();
    store.forgetful = true;
    const failure = await windowOn(store)
      .accounts.add(testAccount(), testCredential())
      .then(() => null, failureOf);
    assert.deepEqual(failure, { code: 'storage-failed' });
  });

  it('broken records are set aside, newer ones left alone, and neither hides the others (SS-02, SS-03, SS-04)', async () => {
    const store = new MemorySecretStore();
    const { accounts, log } = windowOn(store);
    await accounts.add(testAccount(), testCredential());
    const broken = ['{', '[]', '{"v":1}', '{"v":1,"account":{"vendor":1},"credential":{}}', '{"v":"1"}'];
    for (const [n, text] of broken.entries()) store.values.set(`maestro.account.v1.openai.broken${n}`, text);
    store.values.set('maestro.account.v1.openai.newer', '{"v":2,"future":"secret-of-the-future"}');
    await accounts.load();
    assert.deepEqual(
      accounts.list.map(({ id }) => id),
      ['a1'],
    );
    const keys = [...store.values.keys()];
    assert.equal(keys.filter((key) => key.startsWith('maestro.quarantine.')).length, broken.length);
    assert.ok(keys.includes('maestro.account.v1.openai.newer'));
    assert.ok(!log.lines.join().includes('secret-of-the-future'));
  });

  it('one key that cannot be read hides no other account, and signing out leaves nothing behind (SS-07)', async () => {
    const store = new MemorySecretStore();
    const { accounts } = windowOn(store);
    await accounts.add(testAccount(), testCredential());
    await accounts.add(testAccount({ id: accountId('a2') }), testCredential());
    store.values.set('maestro.account.v1.openai.locked', '{}');
    store.values.set('maestro.quarantine.openai.a1', 'what was broken once');
    const get = store.get.bind(store);
    store.get = (key) => (key.endsWith('locked') ? Promise.reject(new Error('keyring says no')) : get(key));
    await accounts.load();
    assert.equal(accounts.list.length, 2);
    await accounts.remove(testAccount());
    const left = ['maestro.account.v1.openai.a2', 'maestro.account.v1.openai.locked'];
    assert.deepEqual([...store.values.keys()], left);
  });

  it('a surface that fails to show an account does not undo it', async () => {
    const { accounts, log } = windowOn(new MemorySecretStore());
    let told = 0;
    accounts.onDidChange(() => {
      throw new Error('private words');
    });
    accounts.onDidChange(() => {
      told++;
    });
    await accounts.add(testAccount(), testCredential());
    assert.ok(told > 0);
    assert.ok(log.lines.length > 0 && !log.lines.join().includes('private words'));
  });

  it('a storm of events reads the store twice (SS-08)', async () => {
    const store = new MemorySecretStore();
    const { accounts } = windowOn(store);
    await accounts.add(testAccount(), testCredential());
    let readings = 0;
    const keys = store.keys.bind(store);
    store.keys = () => {
      readings++;
      return keys();
    };
    for (let n = 0; n < 1_000; n++) void accounts.load();
    await accounts.load();
    assert.ok(readings <= 2, `${readings} readings`);
  });
});
