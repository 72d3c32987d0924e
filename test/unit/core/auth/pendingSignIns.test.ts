import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { beginAuthorization } from '../../../../src/core/auth/authorize.ts';
import { type PendingSignIn, readPending, writePending } from '../../../../src/core/auth/pendingRecord.ts';
import { PendingSignIns } from '../../../../src/core/auth/pendingSignIns.ts';
import { failureOf, MaestroError } from '../../../../src/core/failure.ts';
import { epochMs, vendorId } from '../../../../src/core/model.ts';
import { FileLocks } from '../../../../src/node/fileLocks.ts';
import { SharedFiles } from '../../../../src/node/sharedFiles.ts';
import { systemClock } from '../../../../src/node/systemClock.ts';
import { HandClock } from '../../../handClock.ts';
import { MemorySecretStore } from '../../../memoryStorage.ts';

describe('a sign-in whose answer VS Code brings to any window', () => {
  const stop = new AbortController();
  const issuer = 'https://vendor.example';
  let folder = '';
  let secrets: MemorySecretStore;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'maestro-pending-'));
    secrets = new MemorySecretStore();
  });
  afterEach(() => rm(folder, { recursive: true }));

  function openWindow(clock = new HandClock(systemClock.now())): PendingSignIns {
    const shared = { locks: new FileLocks(folder), texts: new SharedFiles(folder) };
    return new PendingSignIns({ secrets, shared, clock });
  }

  async function begun(untilMs = systemClock.now() + 300_000): Promise<PendingSignIn> {
    const authorization = await beginAuthorization('vscode://maestro-llm.maestro/signed-in');
    return { vendor: vendorId('v'), method: 'm', issuer, authorization, until: epochMs(untilMs) };
  }

  const answer = ({ authorization }: PendingSignIn, more: Readonly<Record<string, string>> = {}): URLSearchParams =>
    new URLSearchParams({ code: 'the-code', state: authorization.state, ...more });

  const leftBehind = async (): Promise<readonly string[]> => [...(await readdir(folder)), ...secrets.values.keys()];

  it('goes on in the window where it began', async () => {
    const window = openWindow();
    const pending = await begun();
    const expected = await window.expect(pending, stop.signal);
    assert.equal(await window.receive(answer(pending)), null);
    assert.equal((await expected.next()).query.get('code'), 'the-code');
    assert.deepEqual(await leftBehind(), []);
  });

  it('goes on where nothing can be stored (SS-14)', async () => {
    const texts = new SharedFiles(path.join(folder, 'file-in-the-way'));
    await writeFile(path.join(folder, 'file-in-the-way'), '');
    const window = new PendingSignIns({ secrets, shared: { locks: new FileLocks(folder), texts }, clock: systemClock });
    const pending = await begun();
    const expected = await window.expect(pending, stop.signal);
    await window.receive(answer(pending));
    assert.equal((await expected.next()).query.get('code'), 'the-code');
  });

  it('is finished by another window with the verifier of the first, which is told; only once (OA-04, OA-40)', async () => {
    const clock = new HandClock(systemClock.now());
    const [first, second] = [openWindow(clock), openWindow()];
    const pending = await begun();
    const expected = await first.expect(pending, stop.signal);
    const inherited = await second.receive(answer(pending));
    assert.ok(inherited?.result.kind === 'ok');
    assert.ok(inherited.result.redirect.verifier.equals(pending.authorization.verifier));
    assert.equal(inherited.pending.method, 'm');
    assert.equal(await second.receive(answer(pending)), null);
    assert.deepEqual(await leftBehind(), []);
    const next = expected.next().catch((error: unknown) => failureOf(error).code);
    await clock.sleeping(1_000);
    clock.advance(1_000);
    assert.equal(await next, 'sign-in-replaced');
  });

  it('is taken by one of eight windows that are brought the same answer', async () => {
    const pending = await begun();
    await openWindow().expect(pending, stop.signal);
    const all = await Promise.all(Array.from({ length: 8 }, () => openWindow().receive(answer(pending))));
    assert.equal(all.filter((one) => one !== null).length, 1);
  });

  it('stays open when what comes is not its answer (OA-08, OA-10, OA-39, OA-41)', async () => {
    const [first, second] = [openWindow(), openWindow()];
    const pending = await begun();
    const expected = await first.expect(pending, stop.signal);
    const strange = [
      new URLSearchParams(),
      new URLSearchParams({ code: 'c', state: 'another' }),
      answer(pending, { iss: `${issuer}/` }),
      answer(pending, { access_token: 't' }),
    ];
    for (const window of [first, second]) {
      for (const query of strange) assert.equal(await window.receive(query), null);
    }
    assert.equal(await first.receive(answer(pending)), null);
    assert.equal((await expected.next()).query.get('code'), 'the-code');
  });

  it('is said to be another window’s where windows share no secrets', async () => {
    const clock = new HandClock(systemClock.now());
    const pending = await begun();
    secrets.forgetful = true;
    await openWindow().expect(pending, stop.signal);
    const received = openWindow(clock).receive(answer(pending));
    const code = received.catch((error: unknown) => failureOf(error).code);
    for (let waitedMs = 0; waitedMs < 3_000; waitedMs += 100) {
      await clock.sleeping(100);
      clock.advance(100);
    }
    assert.equal(await code, 'storage-failed');
  });

  it('is over when it is cancelled, when its time is up, and leaves nothing then', async () => {
    const [first, second] = [openWindow(), openWindow()];
    const cancelled = await begun();
    const stopped = new AbortController();
    const expected = await first.expect(cancelled, stopped.signal);
    stopped.abort(new MaestroError({ code: 'sign-in-cancelled' }));
    assert.equal(await expected.next().catch((error: unknown) => failureOf(error).code), 'sign-in-cancelled');
    expected.close();
    while ((await leftBehind()).length > 0) await new Promise(setImmediate);
    assert.equal(await second.receive(answer(cancelled)), null);

    const late = await begun(systemClock.now() - 60_000);
    await first.expect(late, stop.signal);
    assert.equal(await second.receive(answer(late)), null);
    await second.sweep();
    assert.deepEqual(await leftBehind(), []);
  });

  it('is read as it was written, or not at all, whatever the store gives', async () => {
    const written = writePending(await begun());
    const names = ['v', 'vendor', 'method', 'issuer', 'redirectUri', 'state', 'nonce', 'verifier', 'until'];
    const changed = fc.dictionary(fc.constantFrom(...names), fc.jsonValue({ maxDepth: 1 }), { maxKeys: 3 });
    const cut = fc.nat(written.length - 1).map((length) => written.slice(0, length));
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json(), cut), async (text) => {
        assert.equal(await readPending(text), null);
      }),
    );
    await fc.assert(
      fc.asyncProperty(changed, async (members) => {
        const read = await readPending(written.replace(/}$/, `,${JSON.stringify(members).slice(1)}`));
        if (read !== null)
          assert.deepEqual((await readPending(writePending(read)))?.authorization.state, read.authorization.state);
      }),
    );
  });

  it('tells neither its state nor its verifier outside the secret store', async () => {
    const pending = await begun();
    await openWindow().expect(pending, stop.signal);
    const texts = new SharedFiles(folder);
    const written = [...(await readdir(folder)), ...secrets.values.keys()];
    for (const name of await texts.names()) written.push((await texts.read(name)) ?? '');
    const { state, verifier, nonce } = pending.authorization;
    for (const secret of [state, nonce, verifier.reveal()]) assert.ok(!written.some((text) => text.includes(secret)));
  });
});
