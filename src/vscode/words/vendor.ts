import { l10n } from 'vscode';
import type { EpochMs } from '../../core/model.ts';
import { duration, language } from '../language.ts';
import { type Tellings, words } from './sentence.ts';

/** What is said where a vendor declines, and why. */
export const vendorWords = {
  'not-entitled': ({ detail }) => words(l10n.t('This account may not use it: {0}', detail), 'switch-account'),
  region: () =>
    words(l10n.t('The service is not offered where your connection comes from; check proxy and VPN.'), 'retry'),
  'rate-limited': ({ retryAfterMs }) => words(rateLimitSentence(retryAfterMs), 'retry', 'switch-account'),
  'usage-limit': ({ resetsAt }) => words(usageLimitSentence(resetsAt), 'switch-account', 'retry', 'open-usage'),
  'daily-limit': ({ model, limit }) =>
    words(
      l10n.t(
        'Your own limit of {0} questions a day to {1} is reached. It ends at midnight; the setting maestro.dailyLimits changes it.',
        limit,
        model,
      ),
      'open-settings',
      'choose-model',
      'switch-account',
    ),
  billing: ({ detail }) => words(l10n.t('The account has no credit left: {0}', detail), 'switch-account', 'open-usage'),
  'model-unavailable': ({ detail }) =>
    words(l10n.t('The model is not available to this account: {0}', detail), 'choose-model'),
  'no-models': ({ host }) => words(l10n.t('{0} offers no models to this account.', host), 'switch-account'),
  'context-too-long': () => words(l10n.t('The conversation is too long for this model.'), 'new-chat'),
  'too-large': () => words(l10n.t('The question is too large.'), 'new-chat'),
  policy: ({ detail }) => words(l10n.t('The service declined to answer: {0}', detail)),
  'replay-refused': () => words(l10n.t('The service did not take back its own reasoning; ask again.'), 'retry'),
  rejected: ({ status, detail }) =>
    words(l10n.t('The service refused the request ({0}): {1}', status, detail), 'retry', 'show-log'),
  overloaded: () => words(l10n.t('The service is overloaded; try again in a moment.'), 'retry'),
  server: ({ status }) => words(l10n.t('The service has a problem ({0}).', status), 'retry'),
} satisfies Partial<Tellings>;

function rateLimitSentence(retryAfterMs: number | null): string {
  if (retryAfterMs === null) return l10n.t('Too many requests; wait a moment.');
  return l10n.t('Too many requests; try again in {0}.', duration(Math.ceil(retryAfterMs / 1_000), 'second'));
}

function usageLimitSentence(resetsAt: EpochMs | null): string {
  if (resetsAt === null) return l10n.t('The plan’s limit is reached.');
  const when = new Date(resetsAt).toLocaleString(language(), { weekday: 'short', hour: '2-digit', minute: '2-digit' });
  return l10n.t('The plan’s limit is reached; it resets {0}.', when);
}
