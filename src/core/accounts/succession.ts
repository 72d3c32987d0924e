import { MaestroError } from '../failure.ts';
import { type Account, isSession } from '../model.ts';
import { refreshFingerprint } from './generation.ts';
import { type HeldDeps, HeldLineage } from './heldLineage.ts';
import type { AccountRecord } from './record.ts';

/** Longer than a renewal takes that gets an answer. */
const lockWaitMs = 45_000;
/** What another window stored just before it gave its lock away has arrived by then. */
const stragglerMs = 500;

type SuccessionDeps = Omit<HeldDeps, 'accounts'>;

/**
 * Puts `next`, or nothing, in the place of an account's record. A renewal under way in another window may still put back
 * what it has won; {@link makeFinal} has the last word. Throws `storage-failed`.
 */
export async function replace(
  { vault, lineages }: SuccessionDeps,
  before: AccountRecord,
  next: AccountRecord | null,
): Promise<void> {
  if (next !== null) await begin({ vault, lineages }, next);
  await lineages.signOut(before.lineage);
  if (next === null) await vault.remove(before.account);
}

/** Stores the first record of a lineage. Throws `storage-failed`. */
export async function begin(
  { vault, lineages }: Pick<SuccessionDeps, 'vault' | 'lineages'>,
  record: AccountRecord,
): Promise<void> {
  await vault.write(record);
  if (!isSession(record.credential)) return;
  const refresh = await refreshFingerprint(record.credential);
  await lineages.write(record.lineage, { number: record.generation, refresh, state: 'idle', told: false });
}

/** Waits until no renewal of `before` is under way in any window, and undoes what the last one has put back. */
export async function makeFinal(
  { vault, lineages, clock, log }: SuccessionDeps,
  before: AccountRecord,
  next: AccountRecord | null,
): Promise<void> {
  if (!isSession(before.credential)) return;
  const { signal } = new AbortController();
  const lock = await lineages.lock(before.lineage, lockWaitMs, signal);
  if (lock === null) return log.warn('a renewal outlasted its session', { account: before.account.id });
  try {
    for (const waitMs of [0, stragglerMs]) {
      await clock.sleep(waitMs, signal);
      const now = await vault.read(before.account);
      const isBack = now?.lineage === before.lineage;
      if (next === null && isBack) await vault.remove(before.account);
      if (next === null || !(isBack || now === null)) continue;
      if ((await lineages.read(next.lineage)) !== 'signed-out') await vault.write(next);
    }
    await lineages.forget(before.lineage);
  } finally {
    await lock.release();
  }
}

/**
 * Changes what is kept of an account besides its credential, without getting in the way of a renewal. Throws `stalled` when
 * one takes too long, `secret-missing` when the account is gone, and `storage-failed`.
 */
export async function revise(
  deps: HeldDeps,
  { account, lineage }: AccountRecord,
  change: (account: Account) => Account,
): Promise<void> {
  const held = await HeldLineage.hold(deps, lineage, lockWaitMs, new AbortController().signal);
  if (held === null) throw new MaestroError({ code: 'stalled', seconds: lockWaitMs / 1_000 });
  try {
    const { record, generation } = await held.read(account);
    if (record === null || record.lineage !== lineage || generation === 'signed-out') {
      throw new MaestroError({ code: 'secret-missing' });
    }
    await held.commit({ ...record, account: change(record.account) }, generation ?? undefined);
  } finally {
    held.release();
  }
}
