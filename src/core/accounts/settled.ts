import type { Account } from '../model.ts';
import type { Clock } from '../ports.ts';
import type { Generation } from './generation.ts';
import type { Lineages } from './lineages.ts';
import { type AccountRecord, isLater } from './record.ts';
import type { Vault } from './vault.ts';

/** How long a record that was certainly stored in another window may take to arrive in this one (faults 2.3). */
const certainMs = 3_000;
/** The same where it is not certain that there is one: a window that died in a renewal may have stored its fruit. */
const possibleMs = 500;
const lookMs = 100;

export interface SettledDeps {
  readonly vault: Vault;
  readonly lineages: Lineages;
  readonly clock: Clock;
}

export interface Settled {
  readonly record: AccountRecord | null;
  readonly generation: Generation | 'signed-out' | null;
  /** A newer record was stored once and never arrived, so this one's refresh token has probably been used up. */
  readonly behind: boolean;
  /** It is this window's own record, which the vault has not kept. */
  readonly unsaved: boolean;
}

/**
 * The account's record as the last holder of its lineage's lock left it: what is on the way is waited for. `ours` is the
 * record that this window knows, for the case that the vault did not take it. Only for who holds the lock. Throws what
 * {@link Vault.read} throws.
 */
export async function readSettled(
  { vault, lineages, clock }: SettledDeps,
  account: Account,
  lineage: string,
  ours: AccountRecord | null,
): Promise<Settled> {
  const generation = await lineages.read(lineage);
  const done = new AbortController();
  const passed = { possible: false, certain: false };
  const wait = async (): Promise<void> => {
    await clock.sleep(possibleMs, done.signal);
    passed.possible = true;
    await clock.sleep(certainMs - possibleMs, done.signal);
    passed.certain = true;
  };
  wait().catch(() => undefined);
  let wake = (): void => undefined;
  const unsubscribe = vault.onDidChange(() => wake());
  try {
    for (;;) {
      const changed = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const kept = await vault.read(account);
      const unsaved = kept !== null && ours !== null && isLater(ours, kept);
      const record = unsaved ? ours : kept;
      const arrived = hasArrived(record, generation, lineage);
      const enough = arrived && (passed.possible || !mayBeFollowed(record, generation, lineage));
      if (enough || passed.certain) return { record, generation, behind: !arrived && record !== null, unsaved };
      await Promise.race([changed, clock.sleep(lookMs, done.signal)]);
    }
  } finally {
    unsubscribe();
    done.abort();
  }
}

function hasArrived(record: AccountRecord | null, generation: Settled['generation'], lineage: string): boolean {
  if (generation === null) return true;
  if (record !== null && record.lineage !== lineage) return true;
  if (generation === 'signed-out' || record === null) return record === null;
  return record.generation >= generation.number;
}

function mayBeFollowed(record: AccountRecord | null, generation: Settled['generation'], lineage: string): boolean {
  if (generation === null || generation === 'signed-out') return false;
  if (record === null) return true;
  return generation.state === 'intent' && record.lineage === lineage && record.generation <= generation.number;
}
