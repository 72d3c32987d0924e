import { l10n } from 'vscode';
import type { UnreachableReason } from '../../core/failure.ts';
import { proxySentence, timeoutSentence, tlsSentence } from '../../core/networkSentence.ts';
import { duration, told } from '../language.ts';
import { type Tellings, words } from './sentence.ts';

/** What is said of the way to a vendor. */
export const networkWords = {
  unreachable: ({ why, host }) => words(unreachableSentence(why, host), 'retry'),
  tls: (failure) => words(told(tlsSentence(failure)), 'retry', 'show-log'),
  proxy: (failure) => words(told(proxySentence(failure)), 'retry'),
  timeout: (failure) => words(told(timeoutSentence(failure, duration(failure.seconds, 'second'))), 'retry'),
  redirected: ({ host, to }) =>
    words(l10n.t('{0} tried to send the request on to {1}; Maestro refused.', host, to), 'show-log'),
  'web-page': ({ host, title }) =>
    words(
      l10n.t('{0} sent a web page instead of an answer: does the network want you to sign in? {1}', host, title),
      'retry',
    ),
  'forbidden-origin': ({ host }) => words(l10n.t('Maestro does not send credentials to {0}.', host), 'open-settings'),
} satisfies Partial<Tellings>;

function unreachableSentence(why: UnreachableReason, host: string): string {
  switch (why) {
    case 'dns':
      return l10n.t('{0} was not found; check your network or proxy.', host);
    case 'dns-silent':
      return l10n.t('No name server answers for {0}; check your network or proxy.', host);
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
