import { l10n, StatusBarAlignment, window } from 'vscode';
import type { Maestro } from '../core/maestro.ts';

/** The status bar item that says which account answers, and switches it. Returns the disposer. */
export function showStatusBar(maestro: Maestro): { dispose(): void } {
  const item = window.createStatusBarItem('maestro.account', StatusBarAlignment.Right, 100);
  item.name = l10n.t('Maestro Account');
  const update = (): void => {
    const account = maestro.accounts.active;
    if (!maestro.accounts.loaded) {
      item.text = '$(account) Maestro';
      item.tooltip = l10n.t('Reading your accounts…');
      item.command = 'maestro.switchAccount';
    } else if (account === null) {
      item.text = `$(account) ${l10n.t('Maestro: Sign In')}`;
      item.tooltip = l10n.t('Sign in to an account');
      item.command = 'maestro.signIn';
    } else {
      item.text = `$(account) ${account.label}`;
      item.tooltip = tooltip(maestro.accounts.list.length, account.label, account.plan);
      item.command = 'maestro.switchAccount';
    }
    item.accessibilityInformation = { label: item.text.replace('$(account) ', 'Maestro: '), role: 'button' };
  };
  const unsubscribe = maestro.accounts.onDidChange(update);
  update();
  item.show();
  return {
    dispose() {
      unsubscribe();
      item.dispose();
    },
  };
}

function tooltip(count: number, label: string, plan: string | null): string {
  const who = plan === null ? label : `${label} (${plan})`;
  return count === 1
    ? l10n.t('Maestro answers with {0}.', who)
    : l10n.t('Maestro answers with {0}. Click to switch.', who);
}
