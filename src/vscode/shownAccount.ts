import { l10n } from 'vscode';
import type { Choice } from '../core/accounts/choice.ts';
import type { Maestro } from '../core/maestro.ts';
import type { Model } from '../core/model.ts';
import type { ShownAccount } from '../webview/bridge.ts';
import { shownState } from './accountState.ts';
import { effortLabel } from './effortLabel.ts';
import { translated } from './language.ts';
import { payer } from './payer.ts';
import { planName } from './planName.ts';
import { effort } from './settings.ts';

/** The account as the page shows it: who answers with what, how it stands and who pays. `own` is a model for this conversation alone. */
export function shownAccount(
  maestro: Maestro,
  { account, because }: Choice,
  own: Model | null,
): NonNullable<ShownAccount> {
  const model = own ?? maestro.models.pick(account, null);
  const wanted = model === null ? null : effort(model);
  const { kind, sentence } = shownState(maestro, account);
  const notice = maestro.vendor(account.vendor).planNotice?.(account) ?? null;
  return {
    label: account.label,
    plan: planName(account),
    model: model?.label ?? '',
    effort: wanted === null ? null : effortLabel(wanted),
    standing: { kind, sentence },
    payer: because === 'conversation' ? onlyHere(payer(maestro, account)) : payer(maestro, account),
    notice: notice === null ? null : translated(notice),
  };
}

function onlyHere(pays: string): string {
  return pays === '' ? l10n.t('Only in this conversation') : l10n.t('{0}, only in this conversation', pays);
}
