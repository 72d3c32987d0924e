import type { Maestro } from '../core/maestro.ts';
import type { Account } from '../core/model.ts';
import type { ShownAccount } from '../webview/bridge.ts';
import { shownState } from './accountState.ts';
import { effortLabel } from './effortLabel.ts';
import { payer } from './payer.ts';
import { planName } from './planName.ts';
import { effort } from './settings.ts';

/** The account as the page shows it: who answers with what, how it stands and who pays. */
export function shownAccount(maestro: Maestro, account: Account): NonNullable<ShownAccount> {
  const model = maestro.models.pick(account, null);
  const wanted = model === null ? null : effort(model);
  const { kind, sentence } = shownState(maestro, account);
  return {
    label: account.label,
    plan: planName(account),
    model: model?.label ?? '',
    effort: wanted === null ? null : effortLabel(wanted),
    standing: { kind, sentence },
    payer: payer(maestro, account),
    notice: maestro.vendor(account.vendor).planNotice?.(account) ?? null,
  };
}
