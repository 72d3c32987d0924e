import { l10n, type QuickPickItem, window } from 'vscode';
import type { Maestro } from '../core/maestro.ts';
import type { Account, Effort, Model } from '../core/model.ts';
import { effortLabel } from './effortLabel.ts';
import { type ModelItem, modelItems } from './modelItems.ts';
import { effort, setEffort } from './settings.ts';

/**
 * Lets the user choose the model that an account is asked with, from what its vendor lists now; which models they want to
 * see first; and how hard the chosen one is to think.
 */
export async function chooseModel(maestro: Maestro, account: Account): Promise<void> {
  const does = await pick(maestro, account);
  const current = maestro.models.pick(account, null);
  if (does?.kind === 'choose') return maestro.models.choose(account, does.model.id);
  if (does?.kind === 'effort' && current !== null) await chooseEffort(current);
}

/** What the user wants; `null` if they leave. Favourites are changed on the way, with the list open. */
async function pick(maestro: Maestro, account: Account): Promise<ModelItem['does'] | null> {
  const picker = window.createQuickPick<ModelItem>();
  picker.title = l10n.t('Model for {0}', account.label);
  picker.matchOnDescription = true;
  picker.matchOnDetail = true;
  picker.busy = true;
  const listing = maestro.models.list(account);
  const show = async (): Promise<void> => {
    const current = maestro.models.pick(account, null);
    const isFavourite = (model: Model): boolean => maestro.favourites.has(model.vendor, model.id);
    picker.keepScrollPosition = true;
    picker.items = modelItems(await listing, {
      current,
      effort: current === null ? null : effort(current),
      isFavourite,
    });
    picker.busy = false;
  };
  const toggle = async (model: Model | null): Promise<void> => {
    if (model !== null) await maestro.favourites.toggle(model.vendor, model.id);
    await show();
  };
  try {
    return await new Promise((resolve, reject) => {
      picker.onDidTriggerItemButton(({ item: { does } }) => {
        if (does?.kind === 'choose') toggle(does.model).catch(reject);
      });
      picker.onDidAccept(() => {
        const does = picker.selectedItems[0]?.does;
        if (does?.kind === 'favourite') toggle(maestro.models.pick(account, null)).catch(reject);
        else resolve(does ?? null);
      });
      picker.onDidHide(() => resolve(null));
      picker.show();
      show().catch(reject);
    });
  } finally {
    picker.dispose();
  }
}

interface EffortItem extends QuickPickItem {
  readonly effort: Effort | null;
}

async function chooseEffort(model: Model): Promise<void> {
  const chosen = effort(model);
  const items = [null, ...(model.reasoning?.efforts ?? [])].map((one): EffortItem => {
    const label = one === null ? l10n.t('Default') : effortLabel(one);
    return { label: one === chosen ? `$(check) ${label}` : `$(blank) ${label}`, effort: one };
  });
  const picked = await window.showQuickPick(items, { title: l10n.t('How hard is {0} to think?', model.label) });
  if (picked !== undefined) await setEffort(picked.effort);
}
