import { type AccountId, accountId } from '../model.ts';
import type { Secret } from '../secret.ts';
import { sha256 } from '../sha256.ts';

/** The id of the account that these facts make out: the same facts give the same id, and the id tells none of them. */
export async function accountIdOf(...facts: readonly string[]): Promise<AccountId> {
  return accountId((await sha256(facts.join('|'))).slice(0, 22));
}

/** Four characters of a key that is shorter than this are too much of it. */
const shortestShown = 16;

/**
 * What may be known of a key outside the secret store: a fact for {@link accountIdOf}, and its last four characters, or none
 * of a short one.
 */
export async function keyFacts(key: Secret): Promise<{ readonly fingerprint: string; readonly ending: string }> {
  const text = key.reveal();
  return { fingerprint: await sha256(text), ending: text.length < shortestShown ? '' : text.slice(-4) };
}

/** The name of a key's account: what it is, told from others by the `ending` of {@link keyFacts}. */
export function keyLabel(name: string, ending: string): string {
  return ending === '' ? name : `${name} …${ending}`;
}
