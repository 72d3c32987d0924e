import { stringAt } from '../core/json.ts';
import type { ChatViews } from './chat/chatViews.ts';
import { continueInChat } from './chat/continueInChat.ts';
import { chooseConversationAccount } from './chat/conversationAccount.ts';
import { historyCommands } from './chat/historyCommands.ts';
import type { ChatCommandId } from './chatCommandIds.ts';
import type { Run } from './commands.ts';
import type { ContextSource } from './context/contextSource.ts';
import { selectionSource } from './context/editorContext.ts';
import { givenFiles } from './context/givenFiles.ts';
import { useAccount } from './participant/accountAnswer.ts';
import { useCommitMessage } from './participant/commit.ts';
import type { Surfaces } from './surfaces.ts';

/** What each command around the chat does. */
export function chatCommands({
  maestro,
  views,
  threads,
  proposals,
  agents,
}: Surfaces): Readonly<Record<ChatCommandId, Run>> {
  const history = historyCommands(views);
  return {
    'maestro.useAccount': (given) => useAccount(maestro, given),
    'maestro.useCommitMessage': (given) => useCommitMessage(given),
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
