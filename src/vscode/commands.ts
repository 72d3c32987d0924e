import { commands, env, l10n, Uri, window } from 'vscode';
import { stringAt } from '../core/json.ts';
import type { Maestro } from '../core/maestro.ts';
import { type Account, accountId } from '../core/model.ts';
import { pickAccountOrSignIn } from './accountPicker.ts';
import type { ChannelLog } from './log.ts';
import { manageAccounts } from './manageAccounts.ts';
import { chooseModel } from './modelPicker.ts';
import { signInCommand } from './signIn.ts';
import { signOutCommand, signOutOfAll } from './signOut.ts';
import { wantedWay } from './wayPicker.ts';

export interface CommandDeps {
  readonly maestro: Maestro;
  /** `Maestro: Doctor`. */
  readonly doctor: () => Promise<void>;
  readonly log: ChannelLog;
}

/** What a command does with what VS Code, a button or a key binding gives it: as hostile as any message. */
export type Run = (given?: unknown, chosen?: unknown) => unknown;

/** The commands around the accounts. Those around the chat are in `chatCommands.ts`. */
export function accountCommands({ maestro, doctor, log }: CommandDeps): Readonly<Record<string, Run>> {
  const signIn = (given?: unknown): Promise<unknown> => signInCommand(maestro, wantedWay(given));
  return {
    'maestro.signIn': signIn,
    'maestro.signInAgain': (given) => signInAgain(maestro, stringAt(given, 'account')),
    'maestro.signOut': () => signOutCommand(maestro),
    'maestro.signOutOfAll': () => signOutOfAll(maestro),
    'maestro.switchAccount': () => switchAccount(maestro, signIn),
    'maestro.manageAccounts': () => manage(maestro),
    'maestro.chooseModel': (given) => chooseModelOf(maestro, stringAt(given, 'account')),
    'maestro.doctor': doctor,
    'maestro.showLog': () => log.show(),
    'maestro.openSettings': () => commands.executeCommand('workbench.action.openSettings', '@ext:maestro-llm.maestro'),
    'maestro.openUsage': (given) => openUsage(maestro, stringAt(given, 'account')),
  };
}

async function openUsage(maestro: Maestro, id: string | null): Promise<void> {
  const account = accountOf(maestro, id);
  const page = account === null ? null : maestro.vendor(account.vendor).usagePage(account);
  if (page !== null) await env.openExternal(Uri.parse(page.href, true));
  else if (account !== null)
    void window.showInformationMessage(l10n.t('{0} has no page that shows usage.', account.label));
}

/** The same way as before for this account, or for the active one; where that is unknown, the user is asked which. */
function signInAgain(maestro: Maestro, id: string | null): Promise<unknown> {
  const account = accountOf(maestro, id);
  return signInCommand(maestro, wantedWay(account));
}

/** The account of this id, else the active one. */
function accountOf({ accounts, choice }: Maestro, id: string | null): Account | null {
  return (id === null ? null : accounts.find(accountId(id))?.account) ?? choice.account;
}

/** Without an account there is nothing to choose from but a sign-in. */
async function chooseModelOf(maestro: Maestro, id: string | null): Promise<void> {
  await maestro.accounts.ready();
  const account = accountOf(maestro, id) ?? (await signInCommand(maestro));
  if (account !== null) await chooseModel(maestro, account);
}

async function manage(maestro: Maestro): Promise<void> {
  await maestro.accounts.ready();
  if (maestro.accounts.list.length === 0) await signInCommand(maestro);
  else await manageAccounts(maestro);
}

async function switchAccount(maestro: Maestro, signIn: () => Promise<unknown>): Promise<void> {
  await maestro.accounts.ready();
  if (maestro.accounts.list.length === 0) {
    await signIn();
    return;
  }
  const picked = await pickAccountOrSignIn(maestro, l10n.t('Which account answers?'));
  if (picked === 'sign-in') await signIn();
  else if (picked !== null) await maestro.choice.switchTo(picked.id);
}
