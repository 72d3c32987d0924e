import { commands, l10n, type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import type { PinPlace } from '../core/accounts/choice.ts';
import { cleanText } from '../core/cleanText.ts';
import { failureOf } from '../core/failure.ts';
import type { Maestro } from '../core/maestro.ts';
import type { Account } from '../core/model.ts';
import { pickAccount } from './accountPicker.ts';
import { chooseModel } from './modelPicker.ts';
import { currentFolder } from './pins.ts';
import { signOutOf } from './signOut.ts';
import { describe } from './words.ts';

/** Longest name of an account. */
const maxLabel = 80;

interface ActionItem extends QuickPickItem {
  run?(): Promise<void>;
}

/** `Maestro: Manage Accounts…`: one account, and what can be done with it. */
export async function manageAccounts(maestro: Maestro): Promise<void> {
  const account = await pickAccount(maestro, l10n.t('Manage which account?'));
  if (account === null) return;
  const picked = await window.showQuickPick(actionsFor(maestro, account), { title: account.label });
  await picked?.run?.();
}

function actionsFor(maestro: Maestro, account: Account): readonly ActionItem[] {
  const separator: ActionItem = { label: '', kind: QuickPickItemKind.Separator };
  const [pin, unpin] = [l10n.t('Always Use in This Workspace'), l10n.t('No Longer Only in This Workspace')];
  const folder = currentFolder();
  return [
    { label: `$(edit) ${l10n.t('Rename…')}`, run: () => rename(maestro, account) },
    { label: `$(symbol-misc) ${l10n.t('Choose Model…')}`, run: () => chooseModel(maestro, account) },
    { label: `$(pulse) ${l10n.t('Test Connection')}`, run: () => testConnection(maestro, account) },
    separator,
    { label: `$(star) ${l10n.t('Use by Default')}`, run: () => maestro.accounts.activate(account.id) },
    pinItem(maestro, account, 'workspace', pin, unpin),
    ...(folder === null ? [] : [folderItem(maestro, account, folder.name)]),
    separator,
    {
      label: `$(sign-in) ${l10n.t('Sign In Again…')}`,
      run: async () => void (await commands.executeCommand('maestro.signInAgain', { account: account.id })),
    },
    { label: `$(sign-out) ${l10n.t('Sign Out…')}`, run: () => signOutOf(maestro, account) },
  ];
}

function folderItem(maestro: Maestro, account: Account, name: string): ActionItem {
  const [pin, unpin] = [l10n.t('Always Use in {0}', name), l10n.t('No Longer Only in {0}', name)];
  return pinItem(maestro, account, 'folder', pin, unpin);
}

/** What pins the account to the place, or takes it off where it is pinned to it. */
function pinItem(maestro: Maestro, account: Account, place: PinPlace, pin: string, unpin: string): ActionItem {
  const isPinned = maestro.choice.pinnedTo(place)?.id === account.id;
  return isPinned
    ? { label: `$(pinned) ${unpin}`, run: () => maestro.choice.unpin(place) }
    : { label: `$(pin) ${pin}`, run: () => maestro.choice.pin(place, account.id) };
}

async function rename(maestro: Maestro, account: Account): Promise<void> {
  const others = maestro.accounts.list.filter(({ id }) => id !== account.id);
  const text = await window.showInputBox({
    title: l10n.t('Rename {0}', account.label),
    value: account.label,
    validateInput: (value) => {
      const label = cleanText(value, maxLabel);
      if (label === '') return l10n.t('A name is needed.');
      return others.some((other) => other.label === label) ? l10n.t('Another account has this name.') : null;
    },
  });
  if (text === undefined) return;
  try {
    await maestro.accounts.revise(account.id, (now) => ({ ...now, label: cleanText(text, maxLabel) }));
  } catch (error) {
    void window.showErrorMessage(describe(failureOf(error)).sentence);
  }
}

/** Asks the vendor what the account may use: it proves credential, address and network at once. */
async function testConnection(maestro: Maestro, account: Account): Promise<void> {
  const startedMs = performance.now();
  const { models, problem } = await maestro.models.refresh(account);
  const ms = Math.round(performance.now() - startedMs);
  if (problem === null) {
    void window.showInformationMessage(
      models.length === 1
        ? l10n.t('{0} works: 1 model, answered in {1} ms.', account.label, ms)
        : l10n.t('{0} works: {1} models, answered in {2} ms.', account.label, models.length, ms),
    );
  } else void window.showWarningMessage(`${account.label}: ${describe(problem).sentence}`);
}
