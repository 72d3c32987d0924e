import { type Disposable, l10n, window } from 'vscode';
import { forgetsSecrets } from '../core/accounts/canary.ts';
import type { Clock, Log, Memory, SecretStore } from '../core/ports.ts';

/** Says once, in plain words, that this system does not keep sign-ins. Disposing ends the search. */
export function tellForgottenSecrets(secrets: SecretStore, memory: Memory, clock: Clock, log: Log): Disposable {
  const stop = new AbortController();
  forgetsSecrets(secrets, memory, clock, stop.signal).then(
    (forgets) => {
      if (!forgets) return;
      log.warn('secrets are not kept');
      void window.showWarningMessage(
        l10n.t(
          'This system did not keep what Maestro stored safely, so you may have to sign in again after a restart. A keyring (on Linux gnome-keyring or KWallet) helps.',
        ),
      );
    },
    () => undefined,
  );
  return { dispose: () => stop.abort(new Error('disposed')) };
}
