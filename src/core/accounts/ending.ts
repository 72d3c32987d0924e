import { isSession } from '../model.ts';
import { type Generation, refreshFingerprint } from './generation.ts';
import { type HeldDeps, HeldLineage } from './heldLineage.ts';
import type { AccountRecord } from './record.ts';

const lockWaitMs = 10_000;

/** Whether the vendor has ended just this record's session, as some window learned once. */
export async function isDead({ credential }: AccountRecord, generation: Generation | null): Promise<boolean> {
  if (generation?.state !== 'dead' || !isSession(credential)) return false;
  return generation.refresh === (await refreshFingerprint(credential));
}

/** Whether this window is the one to tell the person that the session is dead: `true` once, in one of all windows. */
export async function claimNotice(deps: HeldDeps, record: AccountRecord, signal: AbortSignal): Promise<boolean> {
  const held = await HeldLineage.hold(deps, record.lineage, lockWaitMs, signal);
  if (held === null) return false;
  try {
    const generation = await deps.lineages.read(record.lineage);
    if (generation === 'signed-out' || !(await isDead(record, generation)) || generation?.told === true) return false;
    await held.note(record, { state: 'dead', told: true });
    return true;
  } finally {
    held.release();
  }
}
