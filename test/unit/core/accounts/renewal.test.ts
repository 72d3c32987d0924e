import assert from 'node:assert/strict';
import { InProcessLocks } from '../../../../src/core/accounts/inProcess.ts';
import { MaestroError } from '../../../../src/core/failure.ts';
import type { Locks } from '../../../../src/core/ports.ts';
import { Secret } from '../../../../src/core/secret.ts';
import { AccountWindows, askFor, codeOf, inTime } from '../../../accountWindows.ts';
import { testAccount, testCredential } from '../../../testAccount.ts';
import { testVendor } from '../../../testVendor.ts';
import { stored, twoWindows } from './twoWindows.ts';

const signal = new AbortController().signal;
const account = testAccount();
const reset = { code: 'unreachable', host: 'h', why: 'reset' } as const;

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
    assert.equal(await inTime(windows, askFor(other)), 'access-2');
    assert.equal(server.requests, 1);
  });

  for (const forgives of [true, false]) {
    it(`a window that died with what it had won (C6): one try, which a vendor ${forgives ? 'that forgives honours' : 'may refuse'}`, async () => {
      const { windows, here, server, clock } = await twoWindows();
      server.forgives = forgives;
      here.secrets.lose();
      assert.equal(await askFor(here), 'access-2');
      const next = await windows.open({ locks: new InProcessLocks(clock) });
      const asked = askFor(next);
      for (let n = 0; n < 8; n++) await windows.settle();
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
      await inTime(windows, askFor(there));
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
      renew: async (_, { tokens }, __, { keep }) => {
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
});
