import { l10n, type QuickInputButton, type QuickPickItem, QuickPickItemKind, ThemeIcon } from 'vscode';
import type { Effort, Model } from '../core/model.ts';
import type { Listing } from '../core/models/catalogue.ts';
import { effortLabel } from './effortLabel.ts';
import { dateTime, language, number } from './language.ts';
import { describe } from './words.ts';

/** An entry of the model picker: a model, or what else can be done there. */
export interface ModelItem extends QuickPickItem {
  readonly does?: { readonly kind: 'choose'; readonly model: Model } | { readonly kind: 'favourite' | 'effort' };
}

/** What the picker shows beside the vendor's list. */
export interface ModelChoice {
  /** The model that is asked now; `null` where none is known. */
  readonly current: Model | null;
  /** How hard it is to think; `null` for its own measure. */
  readonly effort: Effort | null;
  isFavourite(model: Model): boolean;
}

/** The favourites, all other models, and what can be set for the one that is asked now. */
export function modelItems({ models, asOf, day, problem }: Listing, choice: ModelChoice): readonly ModelItem[] {
  const favourites = models.filter((model) => choice.isFavourite(model));
  const others = models.filter((model) => !choice.isFavourite(model));
  const date = asOf === null ? (day ?? '') : dateTime(asOf);
  return [
    ...(problem === null ? [] : [{ label: `$(warning) ${describe(problem).sentence}`, alwaysShow: true }]),
    ...section(l10n.t('Favourites'), favourites, choice),
    ...section(
      problem !== null ? l10n.t('List of {0}', date) : favourites.length > 0 ? l10n.t('Other models') : null,
      others,
      choice,
    ),
    ...settings(choice),
  ];
}

function section(title: string | null, models: readonly Model[], choice: ModelChoice): readonly ModelItem[] {
  if (models.length === 0) return [];
  const items = models.map((model) => itemOf(model, choice));
  return title === null ? items : [separator(title), ...items];
}

function itemOf(model: Model, { current, isFavourite }: ModelChoice): ModelItem {
  return {
    label: model.id === current?.id ? `$(check) ${model.label}` : `$(blank) ${model.label}`,
    description: model.label === model.id ? '' : model.id,
    detail: factsOf(model).join(' · '),
    buttons: [star(isFavourite(model))],
    does: { kind: 'choose', model },
  };
}

/** With the keyboard no button of an entry can be reached, so what they do is at the end of the list as well. */
function settings({ current, effort, isFavourite }: ModelChoice): readonly ModelItem[] {
  if (current === null) return [];
  const thinking = {
    label: `$(lightbulb) ${l10n.t('Thinking effort…')}`,
    description: effort === null ? l10n.t('Default') : effortLabel(effort),
    does: { kind: 'effort' },
  } as const;
  const favourite = {
    label: isFavourite(current)
      ? `$(star-empty) ${l10n.t('Remove it from the favourites')}`
      : `$(star-full) ${l10n.t('Add it to the favourites')}`,
    does: { kind: 'favourite' },
  } as const;
  return [separator(current.label), ...(current.reasoning === null ? [] : [thinking]), favourite];
}

function star(isFavourite: boolean): QuickInputButton {
  return isFavourite
    ? { iconPath: new ThemeIcon('star-full'), tooltip: l10n.t('Remove from the favourites') }
    : { iconPath: new ThemeIcon('star-empty'), tooltip: l10n.t('Add to the favourites') };
}

function separator(label: string): ModelItem {
  return { label, kind: QuickPickItemKind.Separator };
}

function factsOf({ limits, can, reasoning, price }: Model): readonly string[] {
  const tokens = limits.inputTokens === null ? null : l10n.t('{0} tokens', number(limits.inputTokens));
  const facts = [
    tokens,
    reasoning === null ? null : l10n.t('thinks'),
    can.streaming ? null : l10n.t('answers in one piece'),
    can.tools ? l10n.t('tools') : null,
    can.images ? l10n.t('images') : null,
    price === null ? null : l10n.t('{0} in, {1} out per million tokens', dollars(price.input), dollars(price.output)),
  ];
  return facts.filter((fact) => fact !== null);
}

function dollars(value: number): string {
  const digits = { minimumFractionDigits: 0, maximumFractionDigits: 4 };
  return value.toLocaleString(language(), { style: 'currency', currency: 'USD', ...digits });
}
