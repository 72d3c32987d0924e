import { commands, l10n, ProgressLocation, window } from 'vscode';
import type { SignedIn } from '../core/auth/method.ts';
import { type Failure, failureOf } from '../core/failure.ts';
import type { Maestro } from '../core/maestro.ts';
import type { Account, VendorId } from '../core/model.ts';
import { signalOf } from './cancel.ts';
import { translated } from './language.ts';
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
      const signedIn = await runSignIn(maestro, way, wanted.asksWho, filled);
      void tellSignedIn(signedIn, whoElse(maestro, way));
      return signedIn.account;
    } catch (error) {
      const failure = failureOf(error);
      if (failure.code === 'sign-in-cancelled' || !(await askAgain(failure))) return null;
    }
  }
}

/** The same for VS Code's own Accounts menu, which names the vendor and wants an account or an error. */
export async function signInOrThrow(maestro: Maestro, vendor: VendorId): Promise<Account> {
  const account = await signInCommand(maestro, { ...anyWay, vendor });
  if (account === null) throw new Error(l10n.t('Sign-in was cancelled.'));
  return account;
}

async function runSignIn(
  maestro: Maestro,
  { vendor, method }: Way,
  asksWho: boolean,
  filled: Map<string, string>,
): Promise<SignedIn> {
  const label = translated(method.label);
  const title = l10n.t('Signing in: {0}', label);
  const options = { location: ProgressLocation.Notification, title, cancellable: true };
  return window.withProgress(options, (progress, token) => {
    const ui = new DialogSignInUi(label, filled, (message) => progress.report({ message }));
    return maestro.signIn(vendor, method, ui, { asksWho, timeoutMs: signInTimeoutMs() }, signalOf(token));
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

/** How to sign in by the same way again as somebody else, where the vendor can be told to ask who. */
function whoElse(maestro: Maestro, { vendor, method }: Way): (() => Promise<unknown>) | null {
  if (method.kind !== 'browser' || method.asksWho !== true) return null;
  return () => signInCommand(maestro, { vendor: vendor.id, method: method.id, asksWho: true });
}

/** Says who is signed in now. `useAnother` is for a browser that remembered somebody else than was wanted. */
export async function tellSignedIn(
  { account, notice }: SignedIn,
  useAnother: (() => Promise<unknown>) | null = null,
): Promise<void> {
  const text = l10n.t('Signed in as {0}.', account.label);
  const other = l10n.t('Use Another Account');
  const others = useAnother === null ? [] : [other];
  if (notice === null) {
    if ((await window.showInformationMessage(text, ...others)) === other) await useAnother?.();
    return;
  }
  // With a button VS Code shows the whole sentence.
  const { sentence, actions } = describe(notice);
  const action = actions[0] ?? 'switch-account';
  const show = notice.code === 'plan-shared' ? window.showInformationMessage : window.showWarningMessage;
  const chosen = await show(`${text} ${sentence}`, actionLabel(action), ...others);
  if (chosen === other) await useAnother?.();
  if (chosen !== actionLabel(action)) return;
  await commands.executeCommand(action === 'open-usage' ? 'maestro.openUsage' : 'maestro.switchAccount');
}
