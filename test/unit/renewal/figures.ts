import { size } from './fleet.ts';
import type { Outcome } from './rounds.ts';

/** What came of the fleets' rounds, as lines to be printed: the sums, then how often each scenario was played. */
export function figures(outcomes: readonly Outcome[], seconds: number): readonly string[] {
  const sum = (of: (outcome: Outcome) => number): number => outcomes.reduce((total, one) => total + of(one), 0);
  const played = outcomes.flatMap((one) => one.played);
  const counts = Map.groupBy(played, (name) => name);
  return [
    `${played.length} rounds of ${outcomes.length} × ${size} windows in ${seconds} s, ${sum((one) => one.kills)} windows killed`,
    `${sum((one) => one.refreshes)} refreshes = ${sum((one) => one.rotations)} rotations + ${sum((one) => one.refused)} refused`,
    `${sum((one) => one.revoked)} sessions revoked, ${sum((one) => one.lost)} of them unavoidable, ${sum((one) => one.prompts)} prompts`,
    `${sum((one) => one.left.length)} files left behind`,
    ...[...counts]
      .map(([name, times]) => `  ${times.length} × ${name}`)
      .sort((a, b) => a.slice(4).localeCompare(b.slice(4))),
  ];
}
