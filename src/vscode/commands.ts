import { commands, env, l10n, Uri, window } from 'vscode';
import { stringAt } from '../core/json.ts';
import type { Maestro } from '../core/maestro.ts';
import { type Account, accountId } from '../core/model.ts';
import { pickAccountOrSignIn } from './accountPicker.ts';
import type { ChatViews } from './chat/chatViews.ts';
import { continueInChat } from './chat/continueInChat.ts';
import { chooseConversationAccount } from './chat/conversationAccount.ts';
import { historyCommands } from './chat/historyCommands.ts';
import type { CodeProposals } from './codeProposals.ts';
import type { ContextSource } from './context/contextSource.ts';
import { selectionSource } from './context/editorContext.ts';
import { givenFiles } from './context/givenFiles.ts';
import type { ChannelLog } from './log.ts';
import { manageAccounts } from './manageAccounts.ts';
import { chooseModel } from './modelPicker.ts';
import { useAccount } from './participant/accountAnswer.ts';
import type { ChatThreads } from './participant/chatThreads.ts';
import { useCommitMessage } from './participant/commit.ts';
import { signInCommand } from './signIn.ts';
import { signOutCommand, signOutOfAll } from './signOut.ts';
import type { Agents } from './tools/agents.ts';
import { wantedWay } from './wayPicker.ts';

export interface CommandDeps {
  readonly maestro: Maestro;
  readonly views: ChatViews;
  readonly threads: ChatThreads;
  readonly proposals: CodeProposals;
  readonly agents: Agents;
  /** `Maestro: Doctor`. */
  readonly doctor: () => Promise<void>;
  readonly log: ChannelLog;
}

/** Every command of the manifest, and those that only buttons use. */
export function commandTable({
  maestro,
  views,
  threads,
  proposals,
  agents,
  doctor,
  log,
}: CommandDeps): Readonly<Record<string, (given?: unknown, chosen?: unknown) => unknown>> {
  const signIn = (given?: unknown): Promise<unknown> => signInCommand(maestro, wantedWay(given));
  const history = historyCommands(views);
  return {
    'maestro.signIn': signIn,
    'maestro.signInAgain': (given) => signInAgain(maestro, stringAt(given, 'account')),
    'maestro.signOut': () => signOutCommand(maestro),
    'maestro.signOutOfAll': () => signOutOfAll(maestro),
    'maestro.switchAccount': () => switchAccount(maestro, signIn),
    'maestro.useAccount': (given) => useAccount(maestro, given),
    'maestro.useCommitMessage': (given) => useCommitMessage(given),
    'maestro.manageAccounts': () => manage(maestro),
    'maestro.chooseModel': (given) => chooseModelOf(maestro, stringAt(given, 'account')),
    'maestro.chooseConversationAccount': async () => chooseConversationAccount(maestro, (await views.current()).host),
    'maestro.newChat': async () => views.begin(await views.current()),
    'maestro.openChatInEditor': history.openInEditor,
    'maestro.openConversation': (given) => openConversation(views, stringAt(given, 'conversation')),
    'maestro.continueInChat': (given) => views.told(() => continueInChat(views, threads, given)),
    'maestro.showConversations': history.show,
    'maestro.searchConversations': history.search,
    'maestro.renameConversation': history.rename,
    'maestro.exportConversation': history.export,
    'maestro.importConversation': history.import,
    'maestro.acceptProposal': (given) => proposals.accept(given),
    'maestro.discardProposal': (given) => proposals.discard(given),
    'maestro.addContext': async () => (await views.current()).host.composer.addContext(),
    'maestro.addFileToChat': async (given, chosen) => addToChat(views, await givenFiles(given, chosen)),
    'maestro.addSelectionToChat': () =>
      addToChat(
        views,
        [selectionSource()].filter((source) => source !== null),
      ),
    'maestro.forgetAllowedTools': () => agents.forgetAllowedTools(),
    'maestro.doctor': doctor,
    'maestro.showLog': () => log.show(),
    'maestro.openSettings': () => commands.executeCommand('workbench.action.openSettings', '@ext:maestro-llm.maestro'),
    'maestro.openUsage': (given) => openUsage(maestro, stringAt(given, 'account')),
  };
}

async function openConversation(views: ChatViews, id: string | null): Promise<void> {
  if (id !== null) await views.told(async () => views.show(await views.current(), id));
}

/** Shows the chat with this attached to the next question. */
async function addToChat(views: ChatViews, sources: readonly ContextSource[]): Promise<void> {
  const page = await views.current();
  page.focus();
  await page.host.composer.attach(sources);
}

async function openUsage(maestro: Maestro, id: string | null): Promise<void> {
  const account = accountOf(maestro, id);
  const page = account === null ? null : maestro.vendor(account.vendor).usagePage(account);
  if (page !== null) await env.openExternal(Uri.parse(page.href, true));
  else if (account !== null)
    void window.showInformationMessage(l10n.t('{0} has no page that shows usage.', account.label));
}

/** The same way as before for this account, or for the active one; where that is unknown, the user is asked which. */
function signInAgain(maestro: Maestro, id: string | null): Promise<unknown> {
  const account = accountOf(maestro, id);
  return signInCommand(maestro, wantedWay(account));
}

/** The account of this id, else the active one. */
function accountOf({ accounts, choice }: Maestro, id: string | null): Account | null {
  return (id === null ? null : accounts.find(accountId(id))?.account) ?? choice.account;
}

/** Without an account there is nothing to choose from but a sign-in. */
async function chooseModelOf(maestro: Maestro, id: string | null): Promise<void> {
  await maestro.accounts.ready();
  const account = accountOf(maestro, id) ?? (await signInCommand(maestro));
  if (account !== null) await chooseModel(maestro, account);
}

async function manage(maestro: Maestro): Promise<void> {
  await maestro.accounts.ready();
  if (maestro.accounts.list.length === 0) await signInCommand(maestro);
  else await manageAccounts(maestro);
}

async function switchAccount(maestro: Maestro, signIn: () => Promise<unknown>): Promise<void> {
  await maestro.accounts.ready();
  if (maestro.accounts.list.length === 0) {
    await signIn();
    return;
  }
  const picked = await pickAccountOrSignIn(maestro, l10n.t('Which account answers?'));
  if (picked === 'sign-in') await signIn();
  else if (picked !== null) await maestro.choice.switchTo(picked.id);
}
