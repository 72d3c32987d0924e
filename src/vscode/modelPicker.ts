import { l10n, type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import type { Maestro } from '../core/maestro.ts';
import type { Account, Model } from '../core/model.ts';
import type { Listing } from '../core/models/catalogue.ts';
import { describe } from './words.ts';

interface ModelItem extends QuickPickItem {
  readonly model?: Model;
}

/** Lets the user choose the model that an account is asked with, from what its vendor lists now. */
export async function chooseModel(maestro: Maestro, account: Account): Promise<void> {
  const chosen = maestro.models.pick(account, null)?.id;
  const items = maestro.models.list(account).then((listing) => itemsOf(listing, chosen));
  const title = l10n.t('Model for {0}', account.label);
  const picked = await window.showQuickPick(items, { title, matchOnDescription: true, matchOnDetail: true });
  if (picked?.model !== undefined) await maestro.models.choose(account, picked.model.id);
}

function itemsOf({ models, asOf, problem }: Listing, chosen: string | undefined): ModelItem[] {
  const listed = models.map((model) => ({
    label: model.id === chosen ? `$(check) ${model.label}` : `$(blank) ${model.label}`,
    description: model.label === model.id ? '' : model.id,
    detail: factsOf(model).join(' · '),
    model,
  }));
  if (problem === null) return listed;
  const why = describe(problem).sentence;
  const label = asOf === null ? l10n.t('Known to this version of Maestro') : l10n.t('As last listed');
  return [{ label: `$(warning) ${why}`, alwaysShow: true }, { label, kind: QuickPickItemKind.Separator }, ...listed];
}

function factsOf({ limits, can, reasoning, price }: Model): readonly string[] {
  const tokens = limits.inputTokens === null ? null : l10n.t('{0} tokens', limits.inputTokens.toLocaleString());
  const facts = [
    tokens,
    reasoning === null ? null : l10n.t('thinks'),
    can.tools ? l10n.t('tools') : null,
    can.images ? l10n.t('images') : null,
    price === null ? null : l10n.t('{0} in, {1} out per million tokens', `$${price.input}`, `$${price.output}`),
  ];
  return facts.filter((fact) => fact !== null);
}
