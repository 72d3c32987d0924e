import { l10n } from 'vscode';
import type { Because } from '../core/accounts/choice.ts';
import type { Failure, FailureCode } from '../core/failure.ts';
import type { Action } from '../webview/bridge.ts';
import { translated } from './language.ts';
import { accountWords } from './words/account.ts';
import { historyWords } from './words/history.ts';
import { networkWords } from './words/network.ts';
import type { FailureOf, Tellings, Words } from './words/sentence.ts';
import { signInWords } from './words/signIn.ts';
import { streamWords } from './words/stream.ts';
import { vendorWords } from './words/vendor.ts';

/** One telling for each code, each by what it is about. */
const tellings: Tellings = {
  ...accountWords,
  ...signInWords,
  ...vendorWords,
  ...networkWords,
  ...streamWords,
  ...historyWords,
};

/** The only place where a failure becomes a sentence. What a vendor's server said in it stays as it was said. */
export function describe(failure: Failure): Words {
  const told = 'detail' in failure ? { ...failure, detail: translated(failure.detail) } : failure;
  return tell(told.code, told);
}

function tell<C extends FailureCode>(code: C, failure: FailureOf[C]): Words {
  return tellings[code](failure);
}

/** Why an account is the one that answers. */
export function whyChosen(because: Because): string {
  switch (because) {
    case 'turn':
      return l10n.t('Active: chosen for this question.');
    case 'conversation':
      return l10n.t('Active: chosen for this conversation.');
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
