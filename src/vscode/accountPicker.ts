import { l10n, type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import type { Choice } from '../core/accounts/choice.ts';
import type { Maestro } from '../core/maestro.ts';
import type { Account, AccountId } from '../core/model.ts';
import { systemClock } from '../node/systemClock.ts';
import { shownState } from './accountState.ts';
import { timeAgo } from './chat/historyWords.ts';
import { translated } from './language.ts';
import { planName } from './planName.ts';
import { whyChosen } from './words.ts';

interface AccountItem extends QuickPickItem {
  readonly account?: Account;
}

/** Lets the user choose one of the accounts, grouped by vendor, the active one marked. */
export async function pickAccount(maestro: Maestro, title: string): Promise<Account | null> {
  const picked = await window.showQuickPick(accountItems(maestro), { title, matchOnDescription: true });
  return picked?.account ?? null;
}

/** The same for one conversation; where it has an account of its `own`, the first entry is for the same as elsewhere. */
export async function pickConversationAccount(
  maestro: Maestro,
  own: AccountId | null,
): Promise<Account | 'elsewhere' | null> {
  const elsewhere: AccountItem = {
    label: `$(discard) ${l10n.t('The same as elsewhere')}`,
    description: maestro.choice.account?.label ?? '',
  };
  const current = maestro.choice.within({ turn: null, conversation: own });
  const items = [...(own === null ? [] : [elsewhere]), ...accountItems(maestro, current)];
  const title = l10n.t('Which account answers in this conversation?');
  const picked = await window.showQuickPick(items, { title, matchOnDescription: true });
  return picked === elsewhere ? 'elsewhere' : (picked?.account ?? null);
}

/** The same with a last entry that signs in to one more account. */
export async function pickAccountOrSignIn(maestro: Maestro, title: string): Promise<Account | 'sign-in' | null> {
  const signIn: AccountItem = { label: `$(sign-in) ${l10n.t('Sign in to another account…')}`, alwaysShow: true };
  const separator: AccountItem = { label: '', kind: QuickPickItemKind.Separator };
  const accounts = accountItems(maestro);
  const picker = window.createQuickPick<AccountItem>();
  picker.title = title;
  picker.matchOnDescription = true;
  picker.items = [...accounts, separator, signIn];
  // Back and forth between two accounts is the picker and Enter.
  const usual = accounts.find(({ account }) => account !== undefined && account.id === lastOther(maestro)?.id);
  if (usual !== undefined) picker.activeItems = [usual];
  try {
    const picked = await new Promise<AccountItem | null>((resolve) => {
      picker.onDidAccept(() => resolve(picker.selectedItems[0] ?? null));
      picker.onDidHide(() => resolve(null));
      picker.show();
    });
    return picked === signIn ? 'sign-in' : (picked?.account ?? null);
  } finally {
    picker.dispose();
  }
}

/** The account that was used last before the active one. */
function lastOther({ accounts, choice, lastUse }: Maestro): Account | null {
  const others = accounts.list.filter(({ id }) => id !== choice.account?.id);
  return others.toSorted((a, b) => (lastUse.of(b.id) ?? 0) - (lastUse.of(a.id) ?? 0))[0] ?? null;
}

function accountItems(maestro: Maestro, current: Choice | null = maestro.choice.current): AccountItem[] {
  return maestro.vendors.flatMap((vendor): AccountItem[] => {
    const accounts = maestro.accounts.list.filter((account) => account.vendor === vendor.id);
    if (accounts.length === 0) return [];
    return [
      { label: translated(vendor.label), kind: QuickPickItemKind.Separator },
      ...accounts.map((account) => ({
        label: account.id === current?.account.id ? `$(check) ${account.label}` : `$(blank) ${account.label}`,
        description: [planName(account), maestro.models.pick(account, null)?.label, lastUse(maestro, account)]
          .filter(Boolean)
          .join(' · '),
        ...detailOf(maestro, account, account.id === current?.account.id ? current : null),
        account,
      })),
    ];
  });
}

function lastUse(maestro: Maestro, { id }: Account): string | null {
  const at = maestro.lastUse.of(id);
  return at === null ? null : l10n.t('used {0}', timeAgo(at, systemClock.now()));
}

/** Why it answers, and what is to be said of it; nothing where all is well. */
function detailOf(maestro: Maestro, account: Account, chosen: Choice | null): { readonly detail?: string } {
  const { sentence } = shownState(maestro, account);
  const detail = [chosen === null ? null : whyChosen(chosen.because), sentence].filter(Boolean).join(' ');
  return detail === '' ? {} : { detail };
}
