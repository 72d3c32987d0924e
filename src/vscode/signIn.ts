import { commands, l10n, ProgressLocation, window } from 'vscode';
import type { SignedIn } from '../core/auth/method.ts';
import { type Failure, failureOf } from '../core/failure.ts';
import type { Maestro } from '../core/maestro.ts';
import type { Account, VendorId } from '../core/model.ts';
import { signalOf } from './cancel.ts';
import { signInTimeoutMs } from './settings.ts';
import { DialogSignInUi } from './signInUi.ts';
import { anyWay, chooseWay, type WantedWay, type Way } from './wayPicker.ts';
import { actionLabel, describe } from './words.ts';

/**
 * Signs in the way that is wanted, after asking for what is left open; then shows one notification with progress and Cancel
 * until the account is there. Returns `null` when the user gave up or it failed, which the user has then been told.
 */
export async function signInCommand(maestro: Maestro, wanted: WantedWay = anyWay): Promise<Account | null> {
  const filled = new Map<string, string>();
  let way: Way | null = null;
  for (;;) {
    try {
      way ??= await chooseWay(maestro, wanted);
      if (way === null) return null;
      const { account, notice } = await runSignIn(maestro, way, filled);
      void tellSignedIn(account, notice);
      return account;
    } catch (error) {
      const failure = failureOf(error);
      if (failure.code === 'sign-in-cancelled' || !(await askAgain(failure))) return null;
    }
  }
}

/** The same for VS Code's own Accounts menu, which names the vendor and wants an account or an error. */
export async function signInOrThrow(maestro: Maestro, vendor: VendorId): Promise<Account> {
  const account = await signInCommand(maestro, { vendor, method: null });
  if (account === null) throw new Error(l10n.t('Sign-in was cancelled.'));
  return account;
}

async function runSignIn(maestro: Maestro, { vendor, method }: Way, filled: Map<string, string>): Promise<SignedIn> {
  const title = l10n.t('Signing in: {0}', method.label);
  const options = { location: ProgressLocation.Notification, title, cancellable: true };
  return window.withProgress(options, (progress, token) => {
    const ui = new DialogSignInUi(method.label, filled, (message) => progress.report({ message }));
    return maestro.signIn(vendor, method, ui, signInTimeoutMs(), signalOf(token));
  });
}

/** Says what went wrong and offers another try; true when the user takes it. */
async function askAgain(failure: Failure): Promise<boolean> {
  if (failure.code === 'sign-in-replaced') return false;
  const again = l10n.t('Try Again');
  const settings = failure.code === 'bad-setting' ? [actionLabel('open-settings')] : [];
  const chosen = await window.showErrorMessage(describe(failure).sentence, ...settings, again);
  if (chosen === actionLabel('open-settings')) {
    const query = failure.code === 'bad-setting' ? failure.setting : 'maestro';
    await commands.executeCommand('workbench.action.openSettings', query);
  }
  return chosen === again;
}

async function tellSignedIn(account: Account, notice: Failure | null): Promise<void> {
  const text = l10n.t('Signed in as {0}.', account.label);
  if (notice === null) {
    await window.showInformationMessage(text);
    return;
  }
  // With a button VS Code shows the whole sentence.
  const { sentence, actions } = describe(notice);
  const action = actions[0] ?? 'switch-account';
  const show = notice.code === 'plan-shared' ? window.showInformationMessage : window.showWarningMessage;
  const chosen = await show(`${text} ${sentence}`, actionLabel(action));
  if (chosen !== actionLabel(action)) return;
  await commands.executeCommand(action === 'open-usage' ? 'maestro.openUsage' : 'maestro.switchAccount');
}
