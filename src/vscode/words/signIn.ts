import { l10n } from 'vscode';
import { duration } from '../language.ts';
import { type Tellings, words } from './sentence.ts';

/** What is said of a sign-in that did not come off, or came off otherwise than expected. */
export const signInWords = {
  'sign-in-denied': ({ detail }) => words(l10n.t('The sign-in was declined: {0}', detail), 'sign-in'),
  'sign-in-timeout': ({ minutes }) =>
    words(l10n.t('The browser did not answer within {0}.', duration(minutes, 'minute')), 'sign-in'),
  'sign-in-cancelled': () => words(l10n.t('The sign-in was cancelled.'), 'sign-in'),
  'sign-in-replaced': () => words(l10n.t('A newer sign-in took over.')),
  'ports-busy': ({ ports }) =>
    words(
      l10n.t('The ports {0} are in use by another program; close it or finish its sign-in first.', ports.join(', ')),
      'sign-in',
    ),
  'code-refused': ({ detail }) =>
    words(
      detail === '' ? l10n.t('The code was refused; it may be too old.') : l10n.t('The code was refused: {0}', detail),
      'sign-in',
    ),
  'bad-token-answer': ({ detail }) =>
    words(l10n.t('The sign-in server gave an answer that cannot be used: {0}', detail), 'sign-in'),
  'bad-id-token': ({ detail }) => words(l10n.t('The sign-in could not be verified: {0}', detail), 'sign-in'),
  'exchange-refused': ({ detail }) =>
    words(l10n.t('OpenAI gave no API key for this workspace ({0}); Maestro uses its ChatGPT plan instead.', detail)),
  'plan-shared': () => words(l10n.t('Answers use your own plan’s limits.'), 'open-usage'),
  'key-refused': ({ detail }) => words(l10n.t('The key was refused: {0}', detail), 'sign-in'),
  'other-product-only': () =>
    words(
      l10n.t('This token is made for another product and Maestro may not use it; sign in with an API key instead.'),
      'sign-in',
      'switch-account',
    ),
  'device-code-off': () =>
    words(
      l10n.t('Signing in with a code is switched off for this account; sign in with the browser instead.'),
      'sign-in',
    ),
  'device-code-expired': () => words(l10n.t('The code has expired; begin again for a new one.'), 'sign-in'),
  'nothing-to-import': ({ detail }) => words(l10n.t('There is nothing to import: {0}', detail), 'sign-in'),
} satisfies Partial<Tellings>;
