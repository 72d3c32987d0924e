import assert from 'node:assert/strict';
import { forgetsSecrets } from '../../../../src/core/accounts/canary.ts';
import { keyringFindings } from '../../../../src/core/doctor/keyring.ts';
import { HandClock } from '../../../handClock.ts';
import { MapMemory, MemorySecretStore } from '../../../memoryStorage.ts';

describe('what the Doctor finds out about the keyring', () => {
  it('one that works is left as it was', async () => {
    const secrets = new MemorySecretStore();
    await secrets.set('maestro.account.v1.openai.a1', 'a record');
    const findings = await keyringFindings(secrets, new MapMemory());
    assert.deepEqual(
      findings.map(({ verdict }) => verdict),
      ['ok'],
    );
    assert.deepEqual([...secrets.values.keys()], ['maestro.account.v1.openai.a1']);
  });

  it('one that forgets at once fails', async () => {
    const secrets = new MemorySecretStore();
    secrets.forgetful = true;
    const [finding] = await keyringFindings(secrets, new MapMemory());
    assert.equal(finding?.verdict, 'fail');
    assert.match(finding.wayOut ?? '', /gnome-keyring/);
  });

  it('one that refuses fails, with the step and without its words', async () => {
    class Locked extends MemorySecretStore {
      override async set(): Promise<void> {
        throw new Error('ada’s keyring is locked');
      }
    }
    const [finding] = await keyringFindings(new Locked(), new MapMemory());
    assert.equal(finding?.verdict, 'fail');
    assert.match(finding.sentence, /written to/);
    assert.doesNotMatch(finding.sentence, /ada/);
  });

  it('one that works in this window, but lost everything at a restart, is worth a look', async () => {
    const [before, after, memory, clock] = [
      new MemorySecretStore(),
      new MemorySecretStore(),
      new MapMemory(),
      new HandClock(),
    ];
    const signal = new AbortController().signal;
    const stored = forgetsSecrets(before, memory, clock, signal);
    await clock.sleeping(500);
    clock.advance(500);
    await stored;
    await forgetsSecrets(after, memory, clock, signal);
    const [finding] = await keyringFindings(after, memory);
    assert.equal(finding?.verdict, 'warn');
  });
});
