import { l10n } from 'vscode';
import type { Failure } from '../../core/failure.ts';
import type { Maestro } from '../../core/maestro.ts';
import { type Account, accountId, type Effort, isEffort, type Model } from '../../core/model.ts';
import { effortLabel } from '../effortLabel.ts';
import { translated } from '../language.ts';
import { effort as usualEffort } from '../settings.ts';
import { type EffortChoice, effortSchema, type PickerEntry } from '../undocumented.ts';
import { describe } from '../words.ts';

/** The vendor under which VS Code knows our models. */
export const modelVendor = 'maestro';

/** The id of the one entry there is without an account. */
const signInId = 'sign-in';
/** The choice that leaves it to the model. */
const ownEffort = 'default';

/** VS Code wants numbers; these are what small local models have, so that nothing is sent that they cannot take. */
const unknownLimits = { inputTokens: 32_000, outputTokens: 8_000 };

/** One model of one account: the same model of two accounts is paid by two people. */
export interface Entry {
  readonly account: Account;
  readonly model: Model;
}

/**
 * What is known of every account's models, as VS Code's picker lists them, those of the account that answers first. Without an
 * account there is one entry that says so, so that Chat, and with it `@maestro`, can be used to sign in; and
 * one stands for an account whose models cannot be had, with the reason.
 */
export function pickerEntries(maestro: Maestro): readonly PickerEntry[] {
  const accounts = maestro.accounts.list;
  if (accounts.length === 0) return [signInEntry()];
  const active = maestro.choice.account?.id;
  const ordered = accounts.toSorted((a, b) => Number(b.id === active) - Number(a.id === active));
  return ordered.flatMap((account) => {
    const notice = maestro.vendor(account.vendor).planNotice?.(account) ?? null;
    const detail = notice === null ? account.label : `${account.label} · ${translated(notice)}`;
    const { models, problem } = maestro.models.known(account);
    if (models.length === 0) return problem === null ? [] : [emptyEntry(account, problem)];
    return models.map((model) => pickerEntry({ account, model }, detail));
  });
}

/** Whether this is the id of the entry that stands for having no account. */
export function isSignInEntry(id: string): boolean {
  return id === signInId;
}

/** Why nothing answers behind an id that {@link findEntry} does not find. */
export function whyNothing(maestro: Maestro, id: string): Failure {
  if (isSignInEntry(id)) return { code: 'no-account' };
  const record = maestro.accounts.find(accountId(id.slice(0, id.indexOf('~'))));
  if (record === null) return { code: 'credential-rejected' };
  return maestro.models.known(record.account).problem ?? { code: 'no-models', host: record.account.label };
}

/** The id under which VS Code knows the model of this account. */
export function entryId({ account, model }: Entry): string {
  return `${account.id}~${model.id}`;
}

/** The account and model of an id; `null` if the account is gone. */
export function findEntry(maestro: Maestro, id: string): Entry | null {
  const at = id.indexOf('~');
  const record = maestro.accounts.find(accountId(id.slice(0, at)));
  if (record === null) return null;
  const wanted = id.slice(at + 1);
  const model = wanted === '' ? null : maestro.models.pick(record.account, wanted);
  return model === null ? null : { account: record.account, model };
}

/** The effort that a person chose for the model in VS Code; `null` for what counts without a choice. */
export function effortOf(model: Model, chosen: string | null): Effort | null {
  const isKnown = isEffort(chosen) && model.reasoning?.efforts.includes(chosen) === true;
  return isKnown && chosen !== usualChoice(model) ? chosen : null;
}

function pickerEntry({ account, model }: Entry, detail: string): PickerEntry {
  const choices = effortChoices(model);
  const schema = effortSchema(l10n.t('Thinking Effort'), choices, usualChoice(model));
  return {
    id: entryId({ account, model }),
    name: model.label,
    detail,
    tooltip: l10n.t('{0}, answered and paid by {1}', model.label, account.label),
    family: model.id,
    version: model.id,
    maxInputTokens: model.limits.inputTokens ?? unknownLimits.inputTokens,
    maxOutputTokens: model.limits.outputTokens ?? unknownLimits.outputTokens,
    capabilities: { toolCalling: model.can.tools, imageInput: model.can.images },
    isUserSelectable: true,
    isBYOK: true,
    ...(choices.length > 1 ? { configurationSchema: schema } : {}),
  };
}

function signInEntry(): PickerEntry {
  return placeholder(signInId, l10n.t('Maestro: sign in first'), null);
}

function emptyEntry(account: Account, problem: Failure): PickerEntry {
  return placeholder(`${account.id}~`, l10n.t('{0}: no models', account.label), describe(problem).sentence);
}

/** An entry that stands for what is not there. */
function placeholder(id: string, name: string, detail: string | null): PickerEntry {
  return {
    id,
    name,
    ...(detail === null ? {} : { detail, tooltip: detail }),
    family: id,
    version: '1',
    maxInputTokens: 1_000,
    maxOutputTokens: 1_000,
    capabilities: { toolCalling: true },
    isUserSelectable: true,
    isBYOK: true,
  };
}

/** The effort that counts until another is chosen: that of the user's settings, else the model's usual one. */
function usualChoice(model: Model): string {
  return usualEffort(model) ?? model.reasoning?.usual ?? ownEffort;
}

function effortChoices(model: Model): readonly EffortChoice[] {
  const known = (model.reasoning?.efforts ?? []).map((effort) => ({ id: effort, label: effortLabel(effort) }));
  return usualChoice(model) === ownEffort ? [{ id: ownEffort, label: l10n.t('Default') }, ...known] : known;
}
