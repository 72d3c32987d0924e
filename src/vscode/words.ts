import { l10n } from 'vscode';
import type { Because } from '../core/accounts/choice.ts';
import type { Failure } from '../core/failure.ts';
import type { EpochMs } from '../core/model.ts';
import type { Action } from '../webview/bridge.ts';

/** A failure as a person reads it: one plain sentence, and the ways out, the best first. */
export interface Words {
  readonly sentence: string;
  readonly actions: readonly Action[];
}

/** The only place where a failure becomes a sentence. */
export function describe(failure: Failure): Words {
  switch (failure.code) {
    case 'no-account':
      return words(l10n.t('You are not signed in to any account yet.'), 'sign-in', 'retry');
    case 'credential-rejected':
      return words(l10n.t('This account is no longer signed in.'), 'sign-in-again', 'retry', 'switch-account');
    case 'secret-missing':
      return words(
        l10n.t('Your system no longer gives Maestro this account’s sign-in.'),
        'sign-in-again',
        'switch-account',
      );
    case 'storage-failed':
      return words(
        l10n.t('Your system did not keep the sign-in; check its keyring and try again.'),
        'sign-in',
        'show-log',
      );
    case 'keyring-waiting':
      return words(l10n.t('Your system’s keyring does not answer; unlock it and try again.'), 'retry', 'show-log');
    case 'origin-changed':
      return words(
        l10n.t('This account signed in for another address than {0}.', failure.host),
        'sign-in-again',
        'open-settings',
      );
    case 'bad-setting':
      return words(l10n.t('The setting {0} cannot be used: {1}.', failure.setting, failure.detail), 'open-settings');
    case 'sign-in-denied':
      return words(l10n.t('The sign-in was declined: {0}', failure.detail), 'sign-in');
    case 'sign-in-timeout':
      return words(l10n.t('The browser did not answer within {0} minutes.', failure.minutes), 'sign-in');
    case 'sign-in-cancelled':
      return words(l10n.t('The sign-in was cancelled.'), 'sign-in');
    case 'sign-in-replaced':
      return words(l10n.t('A newer sign-in took over.'));
    case 'ports-busy':
      return words(
        l10n.t(
          'The ports {0} are in use by another program; close it or finish its sign-in first.',
          failure.ports.join(', '),
        ),
        'sign-in',
      );
    case 'bad-token-answer':
      return words(l10n.t('The sign-in server gave an answer that cannot be used: {0}', failure.detail), 'sign-in');
    case 'bad-id-token':
      return words(l10n.t('The sign-in could not be verified: {0}', failure.detail), 'sign-in');
    case 'exchange-refused':
      return words(
        l10n.t(
          'OpenAI gave no API key for this workspace ({0}); Maestro uses its ChatGPT plan instead.',
          failure.detail,
        ),
      );
    case 'plan-shared':
      return words(l10n.t('Answers use your own plan’s limits.'), 'open-usage');
    case 'key-refused':
      return words(l10n.t('The key was refused: {0}', failure.detail), 'sign-in');
    case 'other-product-only':
      return words(
        l10n.t('This token is made for another product and Maestro may not use it; sign in with an API key instead.'),
        'sign-in',
        'switch-account',
      );
    case 'device-code-off':
      return words(
        l10n.t('Signing in with a code is switched off for this account; sign in with the browser instead.'),
        'sign-in',
      );
    case 'device-code-expired':
      return words(l10n.t('The code has expired; begin again for a new one.'), 'sign-in');
    case 'nothing-to-import':
      return words(l10n.t('There is nothing to import: {0}', failure.detail), 'sign-in');
    default:
      return describeAnswer(failure);
  }
}

type AccountCode =
  | 'no-account'
  | 'credential-rejected'
  | 'secret-missing'
  | 'storage-failed'
  | 'keyring-waiting'
  | 'origin-changed'
  | 'bad-setting'
  | 'sign-in-denied'
  | 'sign-in-timeout'
  | 'sign-in-cancelled'
  | 'sign-in-replaced'
  | 'ports-busy'
  | 'bad-token-answer'
  | 'bad-id-token'
  | 'exchange-refused'
  | 'plan-shared'
  | 'key-refused'
  | 'other-product-only'
  | 'device-code-off'
  | 'device-code-expired'
  | 'nothing-to-import';

/** What a vendor says, and what happens on the way to it. */
function describeAnswer(failure: Exclude<Failure, { code: AccountCode }>): Words {
  switch (failure.code) {
    case 'not-entitled':
      return words(l10n.t('This account may not use it: {0}', failure.detail), 'switch-account');
    case 'region':
      return words(
        l10n.t('The service is not offered where your connection comes from; check proxy and VPN.'),
        'retry',
      );
    case 'rate-limited':
      return words(rateLimitSentence(failure.retryAfterMs), 'retry', 'switch-account');
    case 'usage-limit':
      return words(usageLimitSentence(failure.resetsAt), 'open-usage', 'switch-account');
    case 'billing':
      return words(l10n.t('The account has no credit left: {0}', failure.detail), 'switch-account', 'open-usage');
    case 'model-unavailable':
      return words(l10n.t('The model is not available to this account: {0}', failure.detail), 'choose-model');
    case 'no-models':
      return words(l10n.t('{0} offers no models to this account.', failure.host), 'switch-account');
    case 'context-too-long':
      return words(l10n.t('The conversation is too long for this model.'), 'new-chat');
    case 'too-large':
      return words(l10n.t('The question is too large.'), 'new-chat');
    case 'policy':
      return words(l10n.t('The service declined to answer: {0}', failure.detail));
    case 'replay-refused':
      return words(l10n.t('The service did not take back its own reasoning; ask again.'), 'retry');
    case 'rejected':
      return words(
        l10n.t('The service refused the request ({0}): {1}', failure.status, failure.detail),
        'retry',
        'show-log',
      );
    case 'overloaded':
      return words(l10n.t('The service is overloaded; try again in a moment.'), 'retry');
    case 'server':
      return words(l10n.t('The service has a problem ({0}).', failure.status), 'retry');
    case 'unreachable':
      return words(unreachableSentence(failure.why, failure.host), 'retry');
    case 'tls':
      return words(
        l10n.t('The connection to {0} is not secure ({1}).', failure.host, failure.detail),
        'retry',
        'show-log',
      );
    case 'proxy':
      return words(
        l10n.t('The proxy in front of {0} refused the connection; check http.proxy.', failure.host),
        'retry',
      );
    case 'timeout':
      return words(l10n.t('{0} did not answer within {1} seconds.', failure.host, failure.seconds), 'retry');
    case 'redirected':
      return words(
        l10n.t('{0} tried to send the request on to {1}; Maestro refused.', failure.host, failure.to),
        'show-log',
      );
    case 'web-page':
      return words(
        l10n.t(
          '{0} sent a web page instead of an answer: does the network want you to sign in? {1}',
          failure.host,
          failure.title,
        ),
        'retry',
      );
    case 'forbidden-origin':
      return words(l10n.t('Maestro does not send credentials to {0}.', failure.host), 'open-settings');
    case 'empty':
      return words(l10n.t('The answer was empty.'), 'retry');
    case 'truncated':
      return words(l10n.t('The answer ended early.'), 'retry');
    case 'interrupted':
      return words(l10n.t('The connection was lost.'), 'retry');
    case 'stalled':
      return words(l10n.t('Nothing arrived for {0} seconds.', failure.seconds), 'retry');
    case 'restarted':
      return words(l10n.t('The service restarted its answer.'), 'retry');
    case 'unreadable':
      return words(l10n.t('The service sent something that cannot be read: {0}', failure.detail), 'retry');
    case 'too-much':
      return words(l10n.t('Maestro stopped the answer: {0}', failure.detail), 'new-chat');
    case 'internal':
      return words(l10n.t('Maestro made a mistake ({0}).', failure.detail), 'retry', 'show-log');
    default:
      return failure satisfies never;
  }
}

/** Why an account is the one that answers. */
export function whyChosen(because: Because): string {
  switch (because) {
    case 'folder':
      return l10n.t('Active: pinned to this folder.');
    case 'workspace':
      return l10n.t('Active: pinned to this workspace.');
    case 'default':
      return l10n.t('Active.');
    default:
      return because satisfies never;
  }
}

/** The word on a button. */
export function actionLabel(action: Action): string {
  switch (action) {
    case 'sign-in':
      return l10n.t('Sign In');
    case 'sign-in-again':
      return l10n.t('Sign In Again');
    case 'switch-account':
      return l10n.t('Switch Account');
    case 'choose-model':
      return l10n.t('Choose Model');
    case 'retry':
      return l10n.t('Retry');
    case 'new-chat':
      return l10n.t('New Chat');
    case 'open-settings':
      return l10n.t('Open Settings');
    case 'open-usage':
      return l10n.t('Manage Usage');
    case 'show-log':
      return l10n.t('Show Log');
    default:
      return action satisfies never;
  }
}

function words(sentence: string, ...actions: readonly Action[]): Words {
  return { sentence: sentence.trim(), actions };
}

function rateLimitSentence(retryAfterMs: number | null): string {
  if (retryAfterMs === null) return l10n.t('Too many requests; wait a moment.');
  return l10n.t('Too many requests; try again in {0} seconds.', Math.ceil(retryAfterMs / 1_000));
}

function usageLimitSentence(resetsAt: EpochMs | null): string {
  if (resetsAt === null) return l10n.t('The plan’s limit is reached.');
  const when = new Date(resetsAt).toLocaleString(undefined, { weekday: 'short', hour: '2-digit', minute: '2-digit' });
  return l10n.t('The plan’s limit is reached; it resets {0}.', when);
}

function unreachableSentence(why: 'dns' | 'refused' | 'reset' | 'other', host: string): string {
  switch (why) {
    case 'dns':
      return l10n.t('{0} was not found; check your network or proxy.', host);
    case 'refused':
      return l10n.t('Nothing answers at {0}; is the server running?', host);
    case 'reset':
      return l10n.t('{0} closed the connection.', host);
    case 'other':
      return l10n.t('{0} cannot be reached; check your network or proxy.', host);
    default:
      return why satisfies never;
  }
}
