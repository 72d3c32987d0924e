import { l10n } from 'vscode';
import { type Tellings, words } from './sentence.ts';

/** What is said of an account, its sign-in and the settings that it follows. */
export const accountWords = {
  'no-account': () => words(l10n.t('You are not signed in to any account yet.'), 'sign-in', 'retry'),
  'credential-rejected': () =>
    words(l10n.t('This account is no longer signed in.'), 'sign-in-again', 'retry', 'switch-account'),
  'secret-missing': () =>
    words(l10n.t('Your system no longer gives Maestro this account’s sign-in.'), 'sign-in-again', 'switch-account'),
  'storage-failed': () =>
    words(l10n.t('Your system did not keep the sign-in; check its keyring and try again.'), 'sign-in', 'show-log'),
  'keyring-waiting': () =>
    words(l10n.t('Your system’s keyring does not answer; unlock it and try again.'), 'retry', 'show-log'),
  'origin-changed': ({ host }) =>
    words(l10n.t('This account signed in for another address than {0}.', host), 'sign-in-again', 'open-settings'),
  'bad-setting': ({ setting, detail }) =>
    words(l10n.t('The setting {0} cannot be used: {1}.', setting, detail), 'open-settings'),
} satisfies Partial<Tellings>;
