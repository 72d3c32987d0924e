import assert from 'node:assert/strict';
import { InProcessLocks } from '../../../../src/core/accounts/inProcess.ts';
import { readRecord } from '../../../../src/core/accounts/record.ts';
import { MaestroError } from '../../../../src/core/failure.ts';
import { epochMs } from '../../../../src/core/model.ts';
import type { Locks } from '../../../../src/core/ports.ts';
import { Secret } from '../../../../src/core/secret.ts';
import { AccountWindows, askFor, codeOf, hourMs, nextTurn } from '../../../accountWindows.ts';
import { testAccount, testCredential } from '../../../testAccount.ts';
import { testVendor } from '../../../testVendor.ts';

const signal = new AbortController().signal;
const account = testAccount();
const reset = { code: 'unreachable', host: 'h', why: 'reset' } as const;

/** Two windows that know the account, ten seconds before its access token ends. */
async function twoWindows() {
  const windows = new AccountWindows();
  const here = await windows.openSignedIn();
  const there = await windows.open();
  windows.clock.advance(hourMs - 10_000);
  return { windows, here, there, server: windows.server, clock: windows.clock };
}

/** What is stored of the account, where every window that opens now would find it. */
function stored(windows: AccountWindows): { readonly generation: number; readonly refresh: string | null } | null {
  const result = readRecord([...windows.storage.values.values()][0] ?? '');
  if (result.kind !== 'ok' || result.record.credential.kind !== 'oauth') return null;
  const { generation, credential } = result.record;
  return { generation, refresh: credential.tokens.refresh?.reveal() ?? null };
}

describe('a renewal among windows', () => {
  it('two windows at the same moment send one request, and both have its fruit', async () => {
    const { windows, here, there, server } = await twoWindows();
    const asked = [askFor(here), askFor(there)];
    await windows.settle();
    assert.deepEqual(await Promise.all(asked), ['access-2', 'access-2']);
    assert.equal(server.requests, 1);
    assert.deepEqual(windows.generation(), { number: 2, state: 'idle' });
    assert.deepEqual(stored(windows), { generation: 2, refresh: 'refresh-2' });
  });

  it('the lock is kept until every window can see what was stored', async () => {
    const { windows, here, clock } = await twoWindows();
    await askFor(here);
    await clock.sleeping(500);
    clock.advance(400);
    const lineage = here.accounts.records[0]?.lineage ?? '';
    assert.equal(await windows.locks.acquire(lineage, 0, signal), null);
    clock.advance(100);
    assert.notEqual(await windows.locks.acquire(lineage, 1_000, signal), null);
  });

  it('what is written for all windows to read holds no token', async () => {
    const { windows, here } = await twoWindows();
    await askFor(here);
    const texts = [...windows.texts.texts].flat().join();
    for (const secret of ['access-', 'refresh-', 'id-1', account.id, 'ada']) assert.ok(!texts.includes(secret), secret);
  });

  it('a renewal whose window died after storing is adopted, not repeated (C5)', async () => {
    const { windows, here, server, clock } = await twoWindows();
    const lineage = here.accounts.records[0]?.lineage ?? '';
    await askFor(here);
    await windows.settle();
    const { lineages } = await windows.open();
    await lineages.write(lineage, { number: 1, refresh: null, state: 'intent', told: false });
    const next = await windows.open({ locks: new InProcessLocks(clock) });
    assert.equal(await askFor(next), 'access-2');
    assert.equal(server.requests, 1);
  });

  it('what another window has stored and is still on the way is waited for', async () => {
    const { windows, here, there, server, clock } = await twoWindows();
    const other = await windows.open({ locks: new InProcessLocks(clock) });
    assert.equal(await askFor(here), 'access-2');
    assert.equal(there.accounts.records[0]?.generation, 1);
    const asked = askFor(other);
    await clock.sleeping(3_000);
    await windows.settle();
    assert.equal(await asked, 'access-2');
    assert.equal(server.requests, 1);
  });

  for (const forgives of [true, false]) {
    it(`a window that died with what it had won (C6): one try, which a vendor ${forgives ? 'that forgives honours' : 'may refuse'}`, async () => {
      const { windows, here, server, clock } = await twoWindows();
      server.forgives = forgives;
      assert.equal(await askFor(here), 'access-2');
      here.secrets.close('lost');
      const next = await windows.open({ locks: new InProcessLocks(clock) });
      const asked = askFor(next);
      await clock.sleeping(3_000);
      for (let n = 0; n < 6; n++) await windows.settle();
      assert.equal(await asked, forgives ? 'access-3' : 'access-1');
      assert.equal(server.requests, 2);
      const after = forgives ? { number: 3, state: 'idle' } : { number: 1, state: 'dead' };
      assert.deepEqual(windows.generation(), after);
    });
  }

  it('an answer that was lost: the same again after 1 and 4 seconds, under the same lock', async () => {
    const { windows, here, there, server, clock } = await twoWindows();
    server.faults.push({ failure: reset, when: 'before' }, { failure: reset, when: 'before' });
    const asked = askFor(here);
    const other = askFor(there);
    await clock.sleeping(1_000);
    clock.advance(1_000);
    await clock.sleeping(4_000);
    assert.equal(windows.generation()?.state, 'intent');
    clock.advance(4_000);
    assert.equal(await asked, 'access-2');
    await windows.settle();
    assert.equal(await other, 'access-2');
    assert.deepEqual([server.requests, server.rotations], [3, 1]);
  });

  it('a used token that the vendor does not forgive (C3): the access token is used to its end, then one sign-in', async () => {
    const { windows, here, there, server, clock } = await twoWindows();
    server.faults.push({ failure: reset, when: 'after' });
    const asked = askFor(here);
    await clock.sleeping(1_000);
    clock.advance(1_000);
    assert.equal(await asked, 'access-1');
    assert.deepEqual(windows.generation(), { number: 1, state: 'dead' });
    assert.deepEqual(here.credentials.state(account), { kind: 'ok' });
    assert.equal(await here.credentials.mayTell(account, signal), false);
    clock.advance(9_000);
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
    assert.equal(await askFor(here), 'access-1');
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
    assert.equal(await here.accounts.vanished({ ...(await firstRecord()), lineage: 'x' }), true);
    assert.deepEqual(
      [...windows.texts.texts.keys()].map((name) => name.slice(22)),
      ['.out'],
    );
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

  it('who lost the lock in its sleep sends nothing, and does not undo what its successor has won (C9)', async () => {
    const { windows, there, server, clock } = await twoWindows();
    let owned = true;
    const locks: Locks = { acquire: async () => ({ owned: async () => owned, release: async () => undefined }) };
    const sleeper = await windows.open({ locks });
    server.meanwhile = async () => {
      server.meanwhile = async () => undefined;
      owned = false;
      server.forgives = true;
      clock.jump(120_000);
      await askFor(there);
      await windows.settle();
      owned = true;
    };
    const answer = await codeOf(askFor(sleeper));
    assert.equal(answer, null);
    assert.equal(stored(windows)?.generation, 2);
    assert.equal(stored(windows)?.refresh, 'refresh-3');
  });

  it('a vendor that does not rotate still makes generations (C13)', async () => {
    const { windows, here, server } = await twoWindows();
    server.rotates = false;
    assert.equal(await askFor(here), 'access-2');
    await windows.settle();
    assert.deepEqual(stored(windows), { generation: 2, refresh: 'refresh-1' });
  });

  it('what the vendor calls a wrong request ends no session', async () => {
    const { windows, here, server, clock } = await twoWindows();
    const failure = { code: 'rejected', status: 400, detail: 'unauthorized_client' } as const;
    server.faults.push({ failure, when: 'before' });
    assert.equal(await askFor(here), 'access-1');
    assert.deepEqual(windows.generation(), { number: 1, state: 'idle' });
    assert.deepEqual(here.credentials.state(account), { kind: 'trouble', failure, until: clock.now() + 100 });
    assert.equal(server.requests, 1);
  });

  it('what cannot be stored is used in this window, and stored as soon as it can be (SS-05)', async () => {
    const { windows, here, server } = await twoWindows();
    here.secrets.refusal = new Error('the value is: refresh-2');
    assert.equal(await codeOf(here.credentials.refused(account, testCredential(), signal)), 'storage-failed');
    assert.equal(await askFor(here), 'access-2');
    assert.equal(here.credentials.state(account).kind, 'trouble');
    assert.equal(stored(windows)?.generation, 1);
    assert.ok(!here.log.lines.join().includes('refresh-2'));
    await windows.settle();
    here.secrets.refusal = null;
    here.credentials.attend(true);
    await windows.settle();
    assert.equal(here.credentials.state(account).kind, 'ok');
    assert.deepEqual(stored(windows), { generation: 2, refresh: 'refresh-2' });
    assert.equal(server.requests, 1);
  });

  it('a renewal of two steps keeps its first fruit when the second fails, and goes on from there', async () => {
    const windows = new AccountWindows();
    const { clock } = windows;
    const key = { key: new Secret('sk-1'), organization: null, project: null };
    const asked: string[] = [];
    const vendor = testVendor({
      renew: async (_, { tokens }, __, keep) => {
        asked.push(tokens.refresh?.reveal() ?? '');
        const next = { ...tokens, refresh: new Secret(`refresh-${asked.length + 1}`) };
        await keep({ kind: 'exchanged-key', ...key, tokens: next });
        if (asked.length === 1) throw new MaestroError(reset);
        return { credential: { kind: 'exchanged-key', ...key, key: new Secret('sk-2'), tokens: next }, plan: null };
      },
    });
    const window = await windows.open({ vendor });
    const before = { kind: 'exchanged-key', ...key, tokens: testCredential().tokens } as const;
    await window.accounts.add(account, before);
    await windows.settle();
    const refused = window.credentials.refused(account, before, signal);
    await clock.sleeping(1_000);
    clock.advance(1_000);
    await refused;
    assert.deepEqual(asked, ['refresh-1', 'refresh-2']);
    const record = window.accounts.records[0];
    assert.ok(record?.credential.kind === 'exchanged-key' && record.credential.key.equals(new Secret('sk-2')));
    assert.deepEqual([record.generation, record.credential.tokens.refresh?.reveal()], [4, 'refresh-3']);
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

async function firstRecord() {
  const windows = new AccountWindows();
  const record = (await windows.openSignedIn()).accounts.records[0];
  assert.ok(record !== undefined);
  return record;
}
