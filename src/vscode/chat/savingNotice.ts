import { l10n, window } from 'vscode';
import type { Failure } from '../../core/failure.ts';
import type { Log } from '../../core/ports.ts';
import { tellFailure } from './tellFailure.ts';

const shownMs = 10_000;

/** Says once that conversations cannot be kept at present, and once that they can again (`null`). The chat goes on. */
export function savingNotice(log: Log): (failure: Failure | null) => void {
  return (failure) => {
    if (failure === null) {
      window.setStatusBarMessage(l10n.t('Your conversations are kept again.'), shownMs);
      return;
    }
    log.warn('conversations are not kept', { code: failure.code });
    void tellFailure(failure);
  };
}
