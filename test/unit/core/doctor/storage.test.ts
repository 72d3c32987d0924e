import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Finding } from '../../../../src/core/doctor/finding.ts';
import { storageFindings } from '../../../../src/core/doctor/storage.ts';
import { FileLocks } from '../../../../src/node/fileLocks.ts';
import { JournalFolder } from '../../../../src/node/journalFolder.ts';
import { SharedFiles } from '../../../../src/node/sharedFiles.ts';
import { standingLocks } from '../../../../src/node/standingLocks.ts';

describe('what the Doctor finds out about storage', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'maestro-doctor-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function found(auth: string, conversations: string): Promise<readonly Finding[]> {
    const shared = { locks: new FileLocks(auth), texts: new SharedFiles(auth) };
    const deps = { shared, journals: new JournalFolder(conversations), standingLocks: () => standingLocks(auth) };
    return await storageFindings(deps, new AbortController().signal);
  }

  it('folders that can be used are left as they were, also those that are not there yet', async () => {
    const auth = path.join(folder, 'auth');
    const findings = await found(auth, path.join(folder, 'conversations'));
    assert.deepEqual(
      findings.map(({ verdict }) => verdict),
      ['ok', 'ok', 'ok'],
    );
    assert.deepEqual(await readdir(auth), []);
  });

  it('a folder that cannot be used fails by the system’s code, without its path', async () => {
    const file = path.join(folder, 'file');
    await writeFile(file, '');
    const findings = await found(path.join(file, 'auth'), path.join(file, 'conversations'));
    assert.deepEqual(
      findings.map(({ verdict }) => verdict),
      ['fail', 'fail', 'fail'],
    );
    for (const { sentence } of findings) assert.match(sentence, /ENOTDIR/);
    assert.ok(!JSON.stringify(findings).includes(folder));
  });

  it('counts the locks that are held, and those whose holder is silent', async () => {
    const held = await new FileLocks(folder).acquire('one', 0, new AbortController().signal);
    await writeFile(path.join(folder, 'two.lock'), 'somebody');
    const longAgo = new Date(Date.now() - 3_600_000);
    await utimes(path.join(folder, 'two.lock'), longAgo, longAgo);
    const [, locks] = await found(folder, folder);
    assert.equal(locks?.verdict, 'warn');
    assert.match(locks.sentence, /2 held now, 1 of them without a sign of life/);
    await held?.release();
  });
});
