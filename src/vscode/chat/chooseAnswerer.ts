import { l10n, type QuickPickItem, window } from 'vscode';
import type { Maestro } from '../../core/maestro.ts';
import type { Account, Model } from '../../core/model.ts';
import { pickAccount } from '../accountPicker.ts';
import type { Asked } from './answering.ts';

interface ModelItem extends QuickPickItem {
  readonly model: Model;
}

/** Lets the person choose who answers one question; what is chosen for all others stays. `null` if they leave. */
export async function chooseAnswerer(maestro: Maestro): Promise<Asked | null> {
  await maestro.accounts.ready();
  const [only, ...others] = maestro.accounts.list;
  const account =
    others.length === 0 ? (only ?? null) : await pickAccount(maestro, l10n.t('Who answers this question?'));
  if (account === null) return null;
  const model = await chooseModel(maestro, account);
  return model === null ? null : { account, model };
}

/** Lets the person choose one of the account's models; `null` if they leave. */
export async function chooseModel(maestro: Maestro, account: Account): Promise<Model | null> {
  const current = maestro.models.pick(account, null);
  const items = maestro.models.list(account).then(({ models }) =>
    models
      .toSorted((a, b) => Number(isFavourite(maestro, b)) - Number(isFavourite(maestro, a)))
      .map((model): ModelItem => {
        const icon = model.id === current?.id ? '$(check)' : isFavourite(maestro, model) ? '$(star-full)' : '$(blank)';
        return { label: `${icon} ${model.label}`, description: model.label === model.id ? '' : model.id, model };
      }),
  );
  const title = l10n.t('Which model of {0} answers this question?', account.label);
  const picked = await window.showQuickPick(items, { title, matchOnDescription: true });
  return picked?.model ?? null;
}

function isFavourite({ favourites }: Maestro, { vendor, id }: Model): boolean {
  return favourites.has(vendor, id);
}
