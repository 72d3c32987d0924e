import { commands, env, l10n, ProgressLocation, Uri, window } from 'vscode';
import { type Failure, failureOf } from '../core/failure.ts';
import type { Maestro } from '../core/maestro.ts';
import type { Account } from '../core/model.ts';
import type { Redirects } from '../core/ports.ts';
import type { SignedIn, SignInMethod, Vendor } from '../core/vendor.ts';
import { signalOf } from './cancel.ts';
import { signInTimeoutMs } from './settings.ts';
import { actionLabel, describe } from './words.ts';

interface Way {
  readonly vendor: Vendor;
  readonly method: SignInMethod;
}

/**
 * `Maestro: Sign In…`: asks which way if there are several, then shows one notification with progress and Cancel until the
 * account is there. Returns `null` when the user gave up or it failed, which the user has then been told.
 */
export async function signInCommand(maestro: Maestro, redirects: Redirects): Promise<Account | null> {
  for (;;) {
    try {
      const way = await chooseWay(maestro);
      if (way === null) return null;
      const { account, notice } = await runSignIn(maestro, redirects, way);
      void tellSignedIn(account, notice);
      return account;
    } catch (error) {
      if (error instanceof Cancelled || !(await askAgain(failureOf(error)))) return null;
    }
  }
}

/** The same for VS Code's own Accounts menu, which wants an account or an error. */
export async function signInOrThrow(maestro: Maestro, redirects: Redirects): Promise<Account> {
  const account = await signInCommand(maestro, redirects);
  if (account === null) throw new Error(l10n.t('Sign-in was cancelled.'));
  return account;
}

async function chooseWay(maestro: Maestro): Promise<Way | null> {
  const ways = maestro.vendors.flatMap((vendor) => vendor.methods.map((method): Way => ({ vendor, method })));
  const [only, ...others] = ways;
  if (only !== undefined && others.length === 0) return only;
  const picked = await window.showQuickPick(
    ways.map((way) => ({
      label: way.method.label,
      description: way.vendor.label,
      detail: way.method.detail,
      way,
    })),
    { title: l10n.t('Sign in to Maestro'), placeHolder: l10n.t('Which account?'), matchOnDetail: true },
  );
  return picked?.way ?? null;
}

async function runSignIn(maestro: Maestro, redirects: Redirects, { vendor, method }: Way): Promise<SignedIn> {
  const title = l10n.t('Signing in to {0}', vendor.label);
  const options = { location: ProgressLocation.Notification, title, cancellable: true };
  return window.withProgress(options, async (progress, token) => {
    const signal = signalOf(token);
    try {
      const ui = {
        redirects,
        open: openAuthorizePage,
        progress: (stage: 'waiting-for-browser' | 'finishing') =>
          progress.report({
            message: stage === 'finishing' ? l10n.t('finishing…') : l10n.t('continue in your browser…'),
          }),
      };
      return await maestro.signIn(vendor, method, ui, signInTimeoutMs(), signal);
    } catch (error) {
      if (signal.aborted) throw new Cancelled();
      throw error;
    }
  });
}

/**
 * Opens the vendor's page. Asking for the redirect's external address first makes VS Code forward the port when the browser
 * is on another machine than this extension host.
 */
async function openAuthorizePage(authorizeUrl: URL, redirectUri: string): Promise<boolean> {
  await env.asExternalUri(Uri.parse(redirectUri, true));
  return env.openExternal(Uri.parse(authorizeUrl.href, true));
}

/** Says what went wrong and offers another try; true when the user takes it. */
async function askAgain(failure: Failure): Promise<boolean> {
  if (failure.code === 'sign-in-replaced') return false;
  const again = l10n.t('Try Again');
  const settings = failure.code === 'bad-setting' ? [actionLabel('open-settings')] : [];
  const chosen = await window.showErrorMessage(describe(failure).sentence, ...settings, again);
  if (chosen === actionLabel('open-settings'))
    await commands.executeCommand('workbench.action.openSettings', 'maestro');
  return chosen === again;
}

class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

async function tellSignedIn(account: Account, notice: Failure | null): Promise<void> {
  const text = l10n.t('Signed in as {0}.', account.label);
  if (notice === null) {
    await window.showInformationMessage(text);
    return;
  }
  // With a button VS Code shows the whole sentence.
  const other = actionLabel('switch-account');
  const chosen = await window.showWarningMessage(`${text} ${describe(notice).sentence}`, other);
  if (chosen === other) await commands.executeCommand('maestro.switchAccount');
}
