import { type ChatContext, type ChatResponseStream, type ChatResult, type Command, l10n } from 'vscode';
import type { Answerer } from '../../core/chat/turn.ts';
import { cleanLabel } from '../../core/cleanText.ts';
import type { Maestro } from '../../core/maestro.ts';
import type { ConversationId } from '../../core/model.ts';
import type { ChatViews } from '../chat/chatViews.ts';
import type { ChatThreads, FoundThread } from './chatThreads.ts';
import { writeEnding } from './followUps.ts';
import { plain, sayInstead } from './sentences.ts';
import { readThread } from './thread.ts';
import { newPlace, writePlace } from './threadPlace.ts';

/** More conversations than these are found in the panel's list. */
const mostOffered = 4;

/** `/panel`: opens the chat so far in the panel, where it goes on. Throws `history-unreadable`. */
export async function continueInPanel(
  maestro: Maestro,
  threads: ChatThreads,
  views: ChatViews,
  context: ChatContext,
  stream: ChatResponseStream,
): Promise<ChatResult> {
  const thread = await readThread(context);
  const found = await threads.find(thread, '');
  if (found === null) return offerConversations(threads, stream);
  const { place, turns } = found;
  if (turns.length === 0 && !place.isLinked)
    return sayInstead(stream, l10n.t('Nothing has been asked in this chat yet.'), null);
  const conversation = await threads.link(place, turns, otherAnswerer(maestro, turns));
  await views.show(await views.current(), conversation.id);
  const sentences = [
    l10n.t('This chat goes on in Maestro’s panel as “{0}”.', conversation.title),
    l10n.t('What you ask here from now on is added there.'),
    thread.isWhole ? '' : l10n.t('Of some answers VS Code had kept no more than what was shown.'),
  ];
  stream.markdown(plain(sentences.join(' ')));
  stream.button(openButton(conversation.id));
  const ending = writeEnding('panel', { kind: 'complete', reason: 'stop' });
  return { metadata: { ...writePlace({ ...place, isLinked: true }), ...ending } };
}

/** What opens a conversation in the panel. */
export function openButton(conversation: ConversationId): Command {
  return { command: 'maestro.openConversation', title: l10n.t('Open Conversation'), arguments: [{ conversation }] };
}

/** Lets the person say which conversation `/continue` is to go on with. Throws `history-unreadable`. */
export async function offerConversations(threads: ChatThreads, stream: ChatResponseStream): Promise<ChatResult> {
  const recent = await threads.recent(mostOffered);
  const none = l10n.t('There is no conversation in the panel that could go on here.');
  stream.markdown(plain(recent.length === 0 ? none : l10n.t('Which conversation of the panel is to go on here?')));
  for (const { id: conversation, title } of recent) {
    stream.button({ command: 'maestro.continueInChat', title: cleanLabel(title), arguments: [{ conversation }] });
  }
  return { metadata: writePlace(newPlace()) };
}

/** Who has answered last, if the panel would ask another account or another model. */
function otherAnswerer({ choice, models }: Maestro, turns: FoundThread['turns']): Answerer | null {
  const answerer = turns.at(-1)?.answerer ?? null;
  const { account } = choice;
  const isSame = answerer?.account?.id === account?.id;
  const usual = account === null ? null : models.pick(account, null);
  return isSame && answerer?.model?.id === usual?.id ? null : answerer;
}
