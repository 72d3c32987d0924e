import { l10n } from 'vscode';
import { duration } from '../language.ts';
import { type Tellings, words } from './sentence.ts';

/** What is said of an answer that did not come whole. */
export const streamWords = {
  empty: () => words(l10n.t('The answer was empty.'), 'retry'),
  truncated: () => words(l10n.t('The answer ended early.'), 'retry'),
  interrupted: () => words(l10n.t('The answer was interrupted.'), 'retry'),
  stalled: ({ seconds }) => words(l10n.t('Nothing arrived for {0}.', duration(seconds, 'second')), 'retry'),
  restarted: () => words(l10n.t('The service restarted its answer.'), 'retry'),
  unreadable: ({ detail }) => words(l10n.t('The service sent something that cannot be read: {0}', detail), 'retry'),
  'too-much': ({ detail }) => words(l10n.t('Maestro stopped the answer: {0}', detail), 'new-chat'),
  internal: ({ detail }) => words(l10n.t('Maestro made a mistake ({0}).', detail), 'retry', 'show-log'),
} satisfies Partial<Tellings>;
