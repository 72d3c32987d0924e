import { l10n } from 'vscode';
import type { Maestro } from '../core/maestro.ts';
import type { Account } from '../core/model.ts';
import type { ShownStanding } from '../webview/bridge.ts';
import { dateTime, duration, number } from './language.ts';
import { describe } from './words.ts';

/** How an account stands, as it is shown: an icon and a sentence where there is something to say. */
export interface ShownState extends ShownStanding {
  readonly icon: 'sync~spin' | 'warning' | 'circle-slash' | 'error' | null;
  readonly isAlarming: boolean;
}

/** What is to be said of an account now: a sign-in that is needed, a limit that is reached, trouble that passes. */
export function shownState(maestro: Maestro, account: Account): ShownState {
  const state = maestro.credentials.state(account);
  if (state.kind === 'needs-sign-in') {
    const code = state.why === 'missing' ? 'secret-missing' : 'credential-rejected';
    return { kind: 'needs-sign-in', icon: 'error', sentence: describe({ code }).sentence, isAlarming: true };
  }
  const usage = maestro.usage.of(account.id);
  if (usage.isReached) {
    const { sentence } = describe({ code: 'usage-limit', resetsAt: usage.resetsAt });
    return { kind: 'limit-reached', icon: 'circle-slash', sentence, isAlarming: true };
  }
  switch (state.kind) {
    case 'ok':
      return { kind: 'ok', icon: null, sentence: null, isAlarming: false };
    case 'renewing':
      return {
        kind: 'renewing',
        icon: 'sync~spin',
        sentence: l10n.t('The sign-in is being renewed.'),
        isAlarming: false,
      };
    case 'trouble':
      return { kind: 'trouble', icon: 'warning', sentence: describe(state.failure).sentence, isAlarming: false };
    default:
      return state satisfies never;
  }
}

/** What is left of the plan, a line each, as the vendor last said. */
export function usageLines(maestro: Maestro, account: Account): readonly string[] {
  const { limits, isReached } = maestro.usage.of(account.id);
  // What was left before is not left any more.
  if (isReached) return [];
  return limits.flatMap(({ name, usedPercent, remaining, windowMinutes, resetsAt }) => {
    const what = windowMinutes === null ? name : windowName(windowMinutes);
    const left = usedPercent !== null ? percentLeft(usedPercent) : remaining !== null ? number(remaining) : null;
    if (left === null) return [];
    if (resetsAt === null) return [l10n.t('{0}: {1} left', what, left)];
    return [l10n.t('{0}: {1} left, resets {2}', what, left, dateTime(resetsAt))];
  });
}

function windowName(minutes: number): string {
  if (minutes >= 1_440) return duration(Math.round(minutes / 1_440), 'day');
  return minutes >= 60 ? duration(Math.round(minutes / 60), 'hour') : duration(minutes, 'minute');
}

function percentLeft(usedPercent: number): string {
  return l10n.t('{0} %', Math.max(0, Math.round(100 - usedPercent)));
}
