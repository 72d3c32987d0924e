import type { FailureCode } from '../failure.ts';
import type { Account, AccountId } from '../model.ts';
import type { CredentialStore } from './credentials.ts';
import type { UsageWatch } from './usage.ts';

/** What another account may help with: an empty purse, and a sign-in that only the person can mend. */
const helped: readonly FailureCode[] = ['usage-limit', 'billing', 'credential-rejected', 'secret-missing'];

/** Whether a question that failed so, before anything of an answer came, may be put to another account. */
export function mayFallBack(code: FailureCode): boolean {
  return helped.includes(code);
}

/** What is known of accounts that decides whether they can help. */
export interface Known {
  readonly usage: UsageWatch;
  readonly credentials: Pick<CredentialStore, 'state'>;
}

/**
 * The next account of the ladder, which is a list of account names in the order in which they step in: the first that has
 * not been tried, is signed in, and whose limit is not known to be reached.
 */
export function nextOnLadder(
  ladder: readonly string[],
  accounts: readonly Account[],
  tried: ReadonlySet<AccountId>,
  { usage, credentials }: Known,
): Account | null {
  for (const label of ladder) {
    const account = accounts.find((one) => one.label === label);
    if (account === undefined || tried.has(account.id)) continue;
    if (usage.of(account.id).isReached || credentials.state(account).kind === 'needs-sign-in') continue;
    return account;
  }
  return null;
}
