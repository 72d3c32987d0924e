import { l10n, Uri, window, workspace } from 'vscode';
import type { Conversation } from '../../core/chat/conversation.ts';
import { exportJson } from '../../core/chat/exportJson.ts';
import { exportMarkdown } from '../../core/chat/exportMarkdown.ts';
import { MaestroError } from '../../core/failure.ts';
import type { ChatPage } from './chatPage.ts';
import type { ChatViews } from './chatViews.ts';

export type ExportFormat = 'markdown' | 'json';

/** Longest file that is looked into, in bytes; what it says has a limit of its own. */
const longestFile = 200_000_000;

/** Writes a conversation to the file that the person chooses. */
export async function exportConversation(conversation: Conversation, format: ExportFormat): Promise<void> {
  const [ending, name] = format === 'markdown' ? ['md', 'Markdown'] : ['json', 'JSON'];
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const file = `${fileName(conversation.title)}.${ending}`;
  const target = await window.showSaveDialog({
    ...(folder !== undefined && { defaultUri: Uri.joinPath(folder, file) }),
    filters: { [name]: [ending] },
    title: l10n.t('Export Conversation'),
  });
  if (target === undefined) return;
  await workspace.fs.writeFile(target, new TextEncoder().encode(exported(conversation, format)));
}

/** The conversation as a text. */
export function exported({ id, tree }: Conversation, format: ExportFormat): string {
  if (format === 'json') return exportJson(id, tree);
  return exportMarkdown(tree, {
    question: l10n.t('Question'),
    answer: l10n.t('Answer'),
    attached: l10n.t('Attached'),
    sources: l10n.t('Sources'),
  });
}

/** Makes a conversation of a file that the person chooses, and shows it in the page. Throws `not-importable`. */
export async function importConversation(views: ChatViews, page: ChatPage): Promise<void> {
  const [file] =
    (await window.showOpenDialog({ filters: { JSON: ['json'] }, title: l10n.t('Import Conversation') })) ?? [];
  if (file === undefined) return;
  const { size } = await workspace.fs.stat(file);
  if (size > longestFile) throw new MaestroError({ code: 'not-importable', detail: `it has ${size} bytes` });
  const text = new TextDecoder().decode(await workspace.fs.readFile(file));
  views.take(page, await views.conversations.import(text));
}

/** The title as every system takes it for a file's name. */
function fileName(title: string): string {
  const name = title
    .replace(/[^\p{L}\p{N} ._-]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .slice(0, 80)
    .trim();
  return name.replace(/^[.]+|[. ]+$/g, '') || l10n.t('Conversation');
}
