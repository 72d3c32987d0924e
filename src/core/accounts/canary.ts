import type { Clock, Memory, SecretStore } from '../ports.ts';

const secretKey = 'maestro.canary.v1';
const memoryKey = 'maestro.canary';
/** A window that starts at the same moment sees the secret only after a while; only then may it be asked for. */
const propagationMs = 500;

/** Whether {@link forgetsSecrets} has once found that this system loses them. */
export function hasLostSecrets(memory: Memory): boolean {
  return memory.get(memoryKey) === 'told';
}

/**
 * Whether this system keeps no secrets between sessions, as one without a keyring, or has lost them since, as after a change
 * of its keyring: a secret that was stored once is not there any more. An extension cannot ask, so it must find out. Says so
 * once, and never again on the same system.
 */
export async function forgetsSecrets(
  secrets: SecretStore,
  memory: Memory,
  clock: Clock,
  signal: AbortSignal,
): Promise<boolean> {
  const before = memory.get(memoryKey);
  if (before === 'told') return false;
  if ((await secrets.get(secretKey)) !== undefined) return false;
  if (before === 'stored') {
    await memory.set(memoryKey, 'told');
    return true;
  }
  await secrets.set(secretKey, '1');
  await clock.sleep(propagationMs, signal);
  await memory.set(memoryKey, 'stored');
  return false;
}
