import { l10n, window } from 'vscode';
import { mayFallBack, nextOnLadder } from '../core/accounts/fallback.ts';
import type { Failure } from '../core/failure.ts';
import type { Maestro } from '../core/maestro.ts';
import type { Account, AccountId } from '../core/model.ts';
import { isContent, type StreamPart } from '../core/parts.ts';
import { ask, type Question } from './ask.ts';
import { fallbackAsksFirst, fallbackLadder } from './settings.ts';
import { describe } from './words.ts';

/** Says that another account answers from here on, and why. */
export interface SteppedIn {
  readonly kind: 'stepped-in';
  readonly account: Account;
  readonly because: string;
}

/** What the person has agreed to in this window, so that it is asked once: who may step in for whom. */
const agreed = new Set<string>();

/**
 * The same as {@link ask}, but where the account cannot pay or is not signed in, the accounts of the user's ladder step in,
 * one after the other, before anything of an answer has come. Without a ladder nobody does; and who pays changes only after
 * the person has agreed. The chosen account stays the chosen one: the next question goes to it as soon as its limit resets.
 */
export async function* askLadder(
  maestro: Maestro,
  first: Account,
  question: Question,
  signal: AbortSignal,
): AsyncGenerator<readonly (StreamPart | SteppedIn)[], void> {
  const tried = new Set<AccountId>();
  let account = first;
  for (;;) {
    tried.add(account.id);
    const known = knownTrouble(maestro, account, tried);
    let failure: Failure | null = known;
    let end: readonly StreamPart[] = [];
    if (known === null) {
      let hasContent = false;
      for await (const batch of ask(maestro, account, question, signal)) {
        hasContent ||= batch.some(isContent);
        failure = hasContent ? null : helpable(batch);
        if (failure !== null) end = batch;
        else yield batch;
      }
    }
    if (failure === null) {
      if (account === first) forgetAgreements(first);
      return;
    }
    const next = nextOnLadder(fallbackLadder(), maestro.accounts.list, tried, maestro);
    if (next === null || signal.aborted || !(await agrees(account, next, failure))) {
      // What was only foreseen is asked after all: the vendor has the last word.
      if (known === null) return yield end;
      return yield* ask(maestro, account, question, signal);
    }
    yield [{ kind: 'stepped-in', account: next, because: describe(failure).sentence }];
    account = next;
  }
}

/** The limit that is known to be reached, where somebody could step in; asking would only cost time. */
function knownTrouble(maestro: Maestro, account: Account, tried: ReadonlySet<AccountId>): Failure | null {
  const { isReached, resetsAt } = maestro.usage.of(account.id);
  const somebody = nextOnLadder(fallbackLadder(), maestro.accounts.list, tried, maestro);
  return isReached && somebody !== null ? { code: 'usage-limit', resetsAt } : null;
}

/** Who can answer again needs nobody to step in; the next time it is asked anew. */
function forgetAgreements({ id }: Account): void {
  for (const pair of [...agreed]) if (pair.startsWith(`${id}>`)) agreed.delete(pair);
}

function helpable(batch: readonly StreamPart[]): Failure | null {
  const end = batch.at(-1);
  if (end?.kind !== 'end' || end.outcome.kind !== 'failed') return null;
  return mayFallBack(end.outcome.failure.code) ? end.outcome.failure : null;
}

async function agrees(from: Account, to: Account, failure: Failure): Promise<boolean> {
  const pair = `${from.id}>${to.id}`;
  if (!fallbackAsksFirst() || agreed.has(pair)) return true;
  const go = l10n.t('Ask {0}', to.label);
  const question = l10n.t(
    '{0}: {1} Let {2} answer, and pay, instead?',
    from.label,
    describe(failure).sentence,
    to.label,
  );
  const detail = l10n.t('It stays so in this window until {0} can answer again.', from.label);
  const isAgreed = (await window.showWarningMessage(question, { modal: true, detail }, go)) === go;
  if (isAgreed) agreed.add(pair);
  return isAgreed;
}
