import { l10n, MarkdownString, StatusBarAlignment, ThemeColor, window } from 'vscode';
import type { Choice } from '../core/accounts/choice.ts';
import type { Maestro } from '../core/maestro.ts';
import { shownState, usageLines } from './accountState.ts';
import { translated } from './language.ts';
import { planName } from './planName.ts';
import { whyChosen } from './words.ts';

/** The status bar item that says which account answers and how it stands, and switches it. Returns the disposer. */
export function showStatusBar(maestro: Maestro): { dispose(): void } {
  const item = window.createStatusBarItem('maestro.account', StatusBarAlignment.Right, 100);
  item.name = l10n.t('Maestro Account');
  const update = (): void => {
    const choice = maestro.choice.current;
    item.backgroundColor = undefined;
    if (!maestro.accounts.loaded) {
      item.text = '$(account) Maestro';
      item.tooltip = l10n.t('Reading your accounts…');
      item.command = 'maestro.switchAccount';
    } else if (choice === null) {
      item.text = `$(account) ${l10n.t('Maestro: Sign In')}`;
      item.tooltip = l10n.t('Sign in to an account');
      item.command = 'maestro.signIn';
    } else {
      const state = shownState(maestro, choice.account);
      const icons = [maestro.vendor(choice.account.vendor).icon, state.icon].filter((icon) => icon !== null);
      item.text = `${icons.map((icon) => `$(${icon}) `).join('')}${choice.account.label}`;
      item.tooltip = tooltip(maestro, choice, state.sentence);
      item.command = 'maestro.switchAccount';
      if (state.isAlarming) item.backgroundColor = new ThemeColor('statusBarItem.warningBackground');
    }
    const said = item.text.replaceAll(/\$\([^)]+\) /g, '');
    item.accessibilityInformation = { label: said.startsWith('Maestro') ? said : `Maestro: ${said}`, role: 'button' };
  };
  const unsubscribers = [
    maestro.choice.onDidChange(update),
    maestro.credentials.onDidChangeState(update),
    maestro.usage.onDidChange(update),
    maestro.models.onDidChange(update),
  ];
  update();
  item.show();
  return {
    dispose() {
      for (const unsubscribe of unsubscribers) unsubscribe();
      item.dispose();
    },
  };
}

function tooltip(maestro: Maestro, { account, because }: Choice, sentence: string | null): MarkdownString {
  const model = maestro.models.pick(account, null);
  const vendor = translated(maestro.vendor(account.vendor).label);
  const who = [vendor, planName(account), model?.label].filter(Boolean).join(' · ');
  const lines = [account.label, who, sentence, ...usageLines(maestro, account), whyChosen(because)];
  const text = new MarkdownString();
  for (const line of lines) if (line !== null && line !== '') text.appendText(line).appendMarkdown('  \n');
  return text.appendText(l10n.t('Click to switch.'));
}
