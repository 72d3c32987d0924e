import { setTimeout as sleep } from 'node:timers/promises';

/** Waits so many milliseconds, shorter if the client goes away; never rejects. 0 does not wait at all. */
export async function waitFor(ms: number, gone: AbortSignal): Promise<void> {
  if (ms === 0 || gone.aborted) return;
  try {
    await sleep(ms, undefined, { signal: gone });
  } catch {
    // Only the signal can end the sleep early, and then the caller looks at the signal.
  }
}
