import { l10n, window } from 'vscode';
import { stringAt } from '../../core/json.ts';
import type { ChatThreads } from '../participant/chatThreads.ts';
import { openChat } from '../undocumented.ts';
import type { ChatViews } from './chatViews.ts';

/**
 * Opens a new chat in VS Code's Chat view that goes on with a conversation: the one that is named, else the one that is looked
 * at. Throws `history-unreadable`.
 */
export async function continueInChat(views: ChatViews, threads: ChatThreads, given: unknown): Promise<void> {
  const id = stringAt(given, 'conversation') ?? (await views.current()).host.conversation.id;
  const query = await views.conversations.use(id, async ({ conversation }) =>
    conversation.path.length === 0 ? null : threads.handOver(conversation),
  );
  if (query === null) return void window.showInformationMessage(l10n.t('This conversation has no question yet.'));
  if (!(await openChat(query))) void window.showWarningMessage(l10n.t('VS Code’s Chat is switched off or not there.'));
}
