import { l10n } from 'vscode';
import type { Maestro } from '../core/maestro.ts';
import type { Account } from '../core/model.ts';
import { planName } from './planName.ts';

/** Who pays for what this account answers, in a few words; empty where nobody does, or that is not known. */
export function payer({ accounts }: Maestro, account: Account): string {
  const plan = planName(account);
  if (plan !== null) return l10n.t('{0} plan pays', plan);
  switch (accounts.find(account.id)?.credential.kind) {
    case 'api-key':
      return l10n.t('The API key pays per use');
    case 'exchanged-key':
    case 'oauth':
    case 'bearer':
      return l10n.t('The organization pays');
    case 'none':
    case undefined:
      return '';
  }
}
