import { base64url } from '../base64.ts';
import { type AccountId, accountId } from '../model.ts';
import type { Secret } from '../secret.ts';

/** The id of the account that these facts make out: the same facts give the same id, and the id tells none of them. */
export async function accountIdOf(...facts: readonly string[]): Promise<AccountId> {
  return accountId((await sha256(facts.join('|'))).slice(0, 22));
}

/** What may be known of a key outside the secret store: a fact for {@link accountIdOf}, and its last four characters. */
export async function keyFacts(key: Secret): Promise<{ readonly fingerprint: string; readonly ending: string }> {
  const text = key.reveal();
  return { fingerprint: await sha256(text), ending: text.slice(-4) };
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return base64url(new Uint8Array(digest));
}
