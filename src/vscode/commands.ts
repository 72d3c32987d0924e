import { commands, env, l10n, Uri, window } from 'vscode';
import type { Maestro } from '../core/maestro.ts';
import type { Redirects } from '../core/ports.ts';
import { pickAccount, pickAccountOrSignIn } from './accountPicker.ts';
import type { ChannelLog } from './log.ts';
import type { PanelChat } from './panelChat.ts';
import { signInCommand } from './signIn.ts';

export interface CommandDeps {
  readonly maestro: Maestro;
  readonly redirects: Redirects;
  readonly chat: PanelChat;
  readonly log: ChannelLog;
}

/** Every command of the manifest, and the two that only buttons use. */
export function commandTable({ maestro, redirects, chat, log }: CommandDeps): Readonly<Record<string, () => unknown>> {
  const signIn = (): Promise<unknown> => signInCommand(maestro, redirects);
  return {
    'maestro.signIn': signIn,
    'maestro.signOut': () => signOut(maestro),
    'maestro.switchAccount': () => switchAccount(maestro, signIn),
    'maestro.newChat': async () => {
      await commands.executeCommand('maestro.chat.focus');
      chat.newChat();
    },
    'maestro.showLog': () => log.show(),
    'maestro.openSettings': () => commands.executeCommand('workbench.action.openSettings', '@ext:maestro-llm.maestro'),
    'maestro.openUsage': () => openUsage(maestro),
  };
}

async function openUsage(maestro: Maestro): Promise<void> {
  const account = maestro.accounts.active;
  if (account !== null) await env.openExternal(Uri.parse(maestro.vendor(account.vendor).usagePage.href, true));
}

async function signOut(maestro: Maestro): Promise<void> {
  await maestro.accounts.ready();
  if (maestro.accounts.list.length === 0) {
    void window.showInformationMessage(l10n.t('You are not signed in to any account.'));
    return;
  }
  const account = await pickAccount(maestro, l10n.t('Sign out of which account?'));
  if (account === null) return;
  await maestro.signOut(account.id);
  void window.showInformationMessage(l10n.t('Signed out of {0} on this computer.', account.label));
}

async function switchAccount(maestro: Maestro, signIn: () => Promise<unknown>): Promise<void> {
  await maestro.accounts.ready();
  if (maestro.accounts.list.length === 0) {
    await signIn();
    return;
  }
  const picked = await pickAccountOrSignIn(maestro, l10n.t('Which account answers?'));
  if (picked === 'sign-in') await signIn();
  else if (picked !== null) await maestro.accounts.activate(picked.id);
}
