import { hasLostSecrets } from '../accounts/canary.ts';
import { newId } from '../chat/newId.ts';
import type { Memory, SecretStore } from '../ports.ts';
import { type Finding, failing, fine, warning } from './finding.ts';
import { systemCode } from './systemCode.ts';

const title = 'Keyring';
const keyPrefix = 'maestro.doctor.';
const wayOut =
  'On Linux, install and unlock gnome-keyring or KWallet; elsewhere unlock the system’s keychain, then restart VS Code.';

/** Whether what is stored safely is there again, now and, as far as is known, after a restart. Leaves nothing behind. */
export async function keyringFindings(secrets: SecretStore, memory: Memory): Promise<readonly Finding[]> {
  const lost = await tryOut(secrets, keyPrefix + newId(), newId());
  if (lost !== null) return [lost];
  if (!hasLostSecrets(memory)) return [fine(title, 'What was stored was there again, and could be deleted.')];
  const sentence = 'It works now, but once it has lost what was stored before a restart.';
  return [warning(title, sentence, wayOut)];
}

async function tryOut(secrets: SecretStore, key: string, value: string): Promise<Finding | null> {
  let step = 'written to';
  try {
    await secrets.set(key, value);
    step = 'read';
    if ((await secrets.get(key)) !== value) return failing(title, 'What was stored was not there again.', wayOut);
    step = 'deleted from';
    await secrets.delete(key);
    if ((await secrets.get(key)) === undefined) return null;
    return failing(title, 'What was deleted was still there.', wayOut);
  } catch (error) {
    return failing(title, `It cannot be ${step} (${systemCode(error)}).`, wayOut);
  } finally {
    await secrets.delete(key).catch(() => undefined);
  }
}
