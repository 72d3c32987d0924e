import type { AccountState } from '../accounts/standing.ts';
import type { Maestro } from '../maestro.ts';
import { type Account, isSession } from '../model.ts';
import { duration } from './duration.ts';
import { type Finding, failing, fine, warning } from './finding.ts';

/** How each account stands, without saying whose it is: of its name there is the first letter. */
export async function accountFindings(maestro: Maestro, now: number): Promise<readonly Finding[]> {
  await maestro.accounts.ready();
  const { list } = maestro.accounts;
  if (list.length === 0) return [warning('Accounts', 'Nobody is signed in.', 'Run “Maestro: Sign In…”.')];
  return list.map((account, index) => accountFinding(maestro, account, index, now));
}

function accountFinding(maestro: Maestro, account: Account, index: number, now: number): Finding {
  const { label } = maestro.vendor(account.vendor);
  const title = `${index + 1}. ${label}, ${word(account.method)}, “${[...account.label][0] ?? ''}…”`;
  const state = maestro.credentials.state(account);
  const usage = maestro.usage.of(account.id);
  const facts = [
    account.id === maestro.choice.account?.id ? 'It is the one that answers' : null,
    account.plan === null ? null : `plan ${word(account.plan)}`,
    stateText(state, now),
    sessionText(maestro, account, now),
    modelsText(maestro, account, now),
    usage.isReached ? 'its limit is reached' : null,
  ];
  const sentence = `${capital(facts.filter((fact) => fact !== null).join('; '))}.`;
  if (state.kind === 'needs-sign-in')
    return failing(title, sentence, 'Sign in again with “Maestro: Manage Accounts…”.');
  if (state.kind === 'trouble') return warning(title, sentence, 'It is tried again by itself; see the hosts above.');
  if (usage.isReached) return warning(title, sentence, 'Wait for the reset, or switch to another account.');
  if (maestro.models.known(account).problem !== null)
    return warning(title, sentence, 'Run “Maestro: Choose Model…” to ask again.');
  return fine(title, sentence);
}

function stateText(state: AccountState, now: number): string {
  switch (state.kind) {
    case 'ok':
      return 'signed in';
    case 'renewing':
      return 'its sign-in is being renewed';
    case 'trouble':
      return `its last renewal failed (${state.failure.code}), the next try is in ${duration(state.until - now)}`;
    case 'needs-sign-in':
      return `it must sign in again (${state.why})`;
    default:
      return state satisfies never;
  }
}

function sessionText({ accounts }: Maestro, { id }: Account, now: number): string | null {
  const credential = accounts.find(id)?.credential;
  if (credential === undefined || !isSession(credential)) return null;
  const { expiresAt, refresh } = credential.tokens;
  const ends =
    expiresAt > now
      ? `its token ends in ${duration(expiresAt - now)}`
      : `its token ended ${duration(now - expiresAt)} ago`;
  return refresh === null ? `${ends} and cannot be renewed` : ends;
}

function modelsText({ models }: Maestro, account: Account, now: number): string {
  const { models: known, asOf, day, problem } = models.known(account);
  const age =
    asOf !== null ? `listed ${duration(now - asOf)} ago` : day !== null ? `as known on ${day}` : 'never listed';
  return `${known.length} models, ${age}${problem === null ? '' : `; listing them failed (${problem.code})`}`;
}

/** A vendor's or a record's word, if it is one. */
function word(text: string): string {
  return /^[a-z][\w-]{0,30}$/i.test(text) ? text : 'unnamed';
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
