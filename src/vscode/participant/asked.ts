import type { ChatRequest } from 'vscode';
import { stringAt } from '../../core/json.ts';
import type { Maestro } from '../../core/maestro.ts';
import type { Account, AccountId, Model } from '../../core/model.ts';
import { answerer } from '../ask.ts';
import { findEntry, isSignInEntry, modelVendor } from '../languageModel/entries.ts';

/** Who is asked. `model` is the one that is picked in Chat; `null` if none of ours is, and the account's own counts. */
export interface Asked {
  readonly account: Account;
  readonly model: Model | null;
}

/**
 * Who is asked in a conversation with this account of its own, if it has one. `gone` if the picked account is: whoever picked it
 * has not agreed that another one pays. `null` if there is no account.
 */
export function whoIsAsked(
  maestro: Maestro,
  request: Pick<ChatRequest, 'model'>,
  conversation: AccountId | null,
): Asked | 'gone' | null {
  const account = maestro.choice.within({ turn: null, conversation })?.account ?? null;
  const id = stringAt(request.model, 'id') ?? '';
  const isOurs = stringAt(request.model, 'vendor') === modelVendor && !isSignInEntry(id);
  if (!isOurs || account === null) return account === null ? null : { account, model: null };
  return findEntry(maestro, id) ?? 'gone';
}

/** Account and model as they are shown with an answer. `answering` is the account that was asked, or who stepped in for it. */
export function answeredBy(maestro: Maestro, { account, model }: Asked, answering: Account): string {
  return model === null ? answerer(maestro, answering) : `${account.label} · ${model.label}`;
}
