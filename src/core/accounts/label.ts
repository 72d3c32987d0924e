import { cleanText } from '../cleanText.ts';
import type { Account } from '../model.ts';

/**
 * A name for a new account that no other has: its own proposal, then with the plan, with the end of the workspace's id, and
 * last with a number.
 */
export function uniqueLabel(account: Account, others: readonly Account[]): string {
  const taken = new Set(others.filter((other) => other.id !== account.id).map((other) => other.label));
  const proposal = cleanText(account.label, 80);
  const plan = account.plan === null ? [] : [cleanText(account.plan, 30)];
  const workspace = account.workspace === null ? [] : [`…${cleanText(account.workspace, 200).slice(-4)}`];
  const details = [...plan, ...workspace];
  const names = [proposal, ...details.map((_, index) => `${proposal} (${details.slice(0, index + 1).join(', ')})`)];
  for (let n = 0; ; n++) {
    const label = names[n] ?? `${proposal} ${n - names.length + 2}`;
    if (!taken.has(label)) return label;
  }
}
