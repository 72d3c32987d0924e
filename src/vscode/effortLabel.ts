import { l10n } from 'vscode';
import type { Effort } from '../core/model.ts';

/** How hard a model thinks, as it is shown. */
export function effortLabel(effort: Effort): string {
  switch (effort) {
    case 'none':
      return l10n.t('None');
    case 'minimal':
      return l10n.t('Minimal');
    case 'low':
      return l10n.t('Low');
    case 'medium':
      return l10n.t('Medium');
    case 'high':
      return l10n.t('High');
    case 'xhigh':
      return l10n.t('Extra High');
    case 'max':
      return l10n.t('Maximum');
    default:
      return effort satisfies never;
  }
}
