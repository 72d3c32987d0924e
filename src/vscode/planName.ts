import type { Account } from '../core/model.ts';

/** The account's plan as people write it: vendors say `plus` and `self_serve_business`. `null` where there is none. */
export function planName({ plan }: Account): string | null {
  if (plan === null) return null;
  const words = plan.split(/[_\s]+/).filter((word) => word !== '');
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ');
}
