import { l10n, type QuickPickItem, window } from 'vscode';
import type { Hit } from '../../core/chat/searchTurns.ts';
import { cleanLabel } from '../../core/cleanText.ts';
import { Batcher } from '../batcher.ts';
import type { ChatViews } from './chatViews.ts';
import { type ExportFormat, exportConversation, importConversation } from './exchange.ts';

/** Commands for the conversation that is looked at, and for all of them. Each tells why it could not be done. */
export function historyCommands(views: ChatViews): Readonly<Record<HistoryCommand, () => Promise<void>>> {
  return {
    show: () => views.told(async () => views.showHistory(await views.current())),
    search: () => views.told(() => search(views)),
    rename: () => views.told(() => rename(views)),
    export: () => views.told(() => exportCurrent(views)),
    import: () => views.told(async () => importConversation(views, await views.current())),
    openInEditor: () => views.told(async () => views.openInEditor((await views.current()).host.conversation.id)),
  };
}

type HistoryCommand = 'show' | 'search' | 'rename' | 'export' | 'import' | 'openInEditor';

/** What is typed changes what is searched for so often at most. */
const typingMs = 200;

interface HitItem extends QuickPickItem {
  readonly hit: Hit;
}

/** Lets the person search all conversations, and shows what they choose where it was said. */
async function search(views: ChatViews): Promise<void> {
  const hit = await pickHit(views);
  if (hit !== null) await views.show(await views.current(), hit.conversation, hit.turn);
}

async function pickHit({ conversations }: ChatViews): Promise<Hit | null> {
  const picker = window.createQuickPick<HitItem>();
  picker.title = l10n.t('Search Conversations');
  picker.placeholder = l10n.t('A text of a question or an answer');
  let running = new AbortController();
  const find = async (text: string): Promise<void> => {
    running.abort();
    running = new AbortController();
    const { signal } = running;
    picker.items = [];
    picker.busy = true;
    for await (const hits of conversations.library.search(text, signal)) {
      if (signal.aborted) return;
      picker.items = [...picker.items, ...hits.map(hitItem)];
    }
    picker.busy = false;
  };
  const typing = new Batcher<string>(typingMs, (texts) => {
    find(texts.at(-1) ?? '').catch(() => undefined);
  });
  try {
    return await new Promise((resolve) => {
      picker.onDidChangeValue((text) => typing.add([text]));
      picker.onDidAccept(() => resolve(picker.selectedItems[0]?.hit ?? null));
      picker.onDidHide(() => resolve(null));
      picker.show();
    });
  } finally {
    running.abort();
    typing.dispose();
    picker.dispose();
  }
}

/** Shown whatever the picker thinks of it: it has been found already. */
function hitItem(hit: Hit): HitItem {
  return { label: cleanLabel(hit.title), detail: cleanLabel(hit.excerpt), alwaysShow: true, hit };
}

async function rename(views: ChatViews): Promise<void> {
  const { id, title } = (await views.current()).host.conversation;
  if (title === '') return void window.showInformationMessage(l10n.t('This conversation has no question yet.'));
  const given = await window.showInputBox({ title: l10n.t('Rename Conversation'), value: title });
  if (given !== undefined) await views.conversations.rename(id, given);
}

interface FormatItem extends QuickPickItem {
  readonly format: ExportFormat;
}

async function exportCurrent(views: ChatViews): Promise<void> {
  const { conversation } = (await views.current()).host;
  const items: readonly FormatItem[] = [
    { label: 'Markdown', detail: l10n.t('What is shown, to be read'), format: 'markdown' },
    { label: 'JSON', detail: l10n.t('Everything, to be imported again'), format: 'json' },
  ];
  const picked = await window.showQuickPick(items, { title: l10n.t('Export Conversation') });
  if (picked !== undefined) await exportConversation(conversation, picked.format);
}
