import { l10n } from 'vscode';
import type { StopReason } from '../core/parts.ts';

/** What is to be said of an answer that came to its end in an unusual way; `null` where there is nothing. */
export function endNote(reason: StopReason): string | null {
  switch (reason) {
    case 'stop':
    case 'tool-calls':
      return null;
    case 'length':
      return l10n.t('The answer was cut at its longest length.');
    case 'refused':
      return l10n.t('The model declined to answer.');
    default:
      return reason satisfies never;
  }
}
