import { l10n } from 'vscode';
import { type Tellings, words } from './sentence.ts';

/** What is kept of earlier conversations. */
export const historyWords = {
  'history-full': () =>
    words(l10n.t('Your disk is full: this conversation goes on, but is not kept until there is space again.')),
  'history-unsaved': ({ detail }) =>
    words(l10n.t('This conversation goes on, but cannot be kept on your disk ({0}).', detail), 'show-log'),
  'history-unreadable': ({ detail }) =>
    words(l10n.t('Your earlier conversations cannot be read ({0}).', detail), 'retry', 'show-log'),
  'not-importable': ({ detail }) => words(l10n.t('This cannot be imported as a conversation: {0}', detail)),
} satisfies Partial<Tellings>;
