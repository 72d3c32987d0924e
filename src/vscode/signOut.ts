import { l10n, type QuickPickItem, window } from 'vscode';
import { type Failure, failureOf } from '../core/failure.ts';
import type { Maestro } from '../core/maestro.ts';
import type { Account } from '../core/model.ts';
import { pickAccount } from './accountPicker.ts';
import { translated } from './language.ts';
import { describe } from './words.ts';

/** `Maestro: Sign Out…`: asks which account, then as {@link signOutOf}. */
export async function signOutCommand(maestro: Maestro): Promise<void> {
  if (!(await isAnybodyThere(maestro))) return;
  const account = await pickAccount(maestro, l10n.t('Sign out of which account?'));
  if (account !== null) await signOutOf(maestro, account);
}

/** Signs out of the account. Where its vendor can be told that the session is over, the user is asked whether it is to be. */
export async function signOutOf(maestro: Maestro, account: Account): Promise<void> {
  const told = whoIsTold(maestro, [account]);
  const revoke = told === null ? false : await askHow([account], told);
  if (revoke !== null) await signOut(maestro, [account], revoke);
}

/** `Maestro: Sign Out of All Accounts…`: the same for every account at once, after one question. */
export async function signOutOfAll(maestro: Maestro): Promise<void> {
  if (!(await isAnybodyThere(maestro))) return;
  const accounts = maestro.accounts.list;
  const revoke = await askHow(accounts, whoIsTold(maestro, accounts));
  if (revoke !== null) await signOut(maestro, accounts, revoke);
}

/** The vendors that can be told, and what else ends then. */
interface Told {
  readonly vendors: string;
  readonly detail: string;
}

function whoIsTold(maestro: Maestro, accounts: readonly Account[]): Told | null {
  const vendors = new Set<string>();
  const details = new Set<string>();
  for (const account of accounts) {
    const revocation = maestro.revocation(account.id);
    if (revocation === null) continue;
    vendors.add(translated(maestro.vendor(account.vendor).label));
    details.add(translated(revocation.detail));
  }
  return vendors.size === 0 ? null : { vendors: listed(vendors), detail: [...details].join(' ') };
}

interface HowItem extends QuickPickItem {
  readonly revoke: boolean;
}

/** Whether the vendors are to be told; `null` when the user gave up. */
async function askHow(accounts: readonly Account[], told: Told | null): Promise<boolean | null> {
  const names = listed(accounts.map(({ label }) => label));
  const here = {
    label: `$(sign-out) ${l10n.t('Sign Out Here')}`,
    detail: l10n.t('Forgets the sign-in on this computer, in every window; nothing else ends.'),
    revoke: false,
  };
  const items: readonly HowItem[] =
    told === null
      ? [here]
      : [
          here,
          {
            label: `$(circle-slash) ${l10n.t('Sign Out and Revoke at {0}', told.vendors)}`,
            detail: told.detail,
            revoke: true,
          },
        ];
  const picked = await window.showQuickPick(items, { title: l10n.t('Sign Out of {0}', names) });
  return picked?.revoke ?? null;
}

/** Signs out of the accounts, says so, and says of each what did not go as it was meant to. */
async function signOut(maestro: Maestro, accounts: readonly Account[], revoke: boolean): Promise<void> {
  const told = revoke ? whoIsTold(maestro, accounts) : null;
  const ended = await Promise.all(accounts.map((account) => endOf(maestro, account, revoke)));
  const names = listed(ended.filter(({ problem }) => problem === null).map(({ account }) => account.label));
  for (const { problem } of ended) if (problem !== null) void window.showWarningMessage(problem);
  if (names === '') return;
  const sentence =
    told === null
      ? l10n.t('Signed out of {0} on this computer.', names)
      : l10n.t('Signed out of {0} on this computer and revoked at {1}.', names, told.vendors);
  void window.showInformationMessage(sentence);
}

/** Signs out of one account; `problem` is what the user must know, as one sentence. */
async function endOf(
  maestro: Maestro,
  account: Account,
  revoke: boolean,
): Promise<{ readonly account: Account; readonly problem: string | null }> {
  try {
    const untold = await maestro.signOut(account.id, { revoke });
    return { account, problem: untold === null ? null : notTold(maestro, account, untold) };
  } catch (error) {
    return {
      account,
      problem: l10n.t('{0} is still signed in: {1}', account.label, describe(failureOf(error)).sentence),
    };
  }
}

function notTold(maestro: Maestro, account: Account, failure: Failure): string {
  const vendor = translated(maestro.vendor(account.vendor).label);
  const { sentence } = describe(failure);
  return l10n.t('Signed out of {0} on this computer, but {1} was not told: {2}', account.label, vendor, sentence);
}

async function isAnybodyThere(maestro: Maestro): Promise<boolean> {
  await maestro.accounts.ready();
  if (maestro.accounts.list.length > 0) return true;
  void window.showInformationMessage(l10n.t('You are not signed in to any account.'));
  return false;
}

function listed(names: Iterable<string>): string {
  return [...names].join(', ');
}
