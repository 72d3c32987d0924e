import { cleanText } from '../cleanText.ts';
import type { Account } from '../model.ts';

/** A name for a new account that no other has: its own proposal, then with the plan, then with a number. */
export function uniqueLabel(account: Account, others: readonly Account[]): string {
  const taken = new Set(others.filter((other) => other.id !== account.id).map((other) => other.label));
  const proposal = cleanText(account.label, 80);
  const withPlan = account.plan === null ? proposal : `${proposal} (${cleanText(account.plan, 30)})`;
  for (let n = 1; ; n++) {
    const label = n === 1 ? proposal : n === 2 ? withPlan : `${proposal} ${n - 1}`;
    if (!taken.has(label)) return label;
  }
}
