import { l10n, type QuickPickItem, ThemeIcon, window } from 'vscode';
import { contextIcons } from '../../webview/composer/contextIcons.ts';
import { type ContextSearch, searchNote } from './contextSearch.ts';
import type { ContextSource } from './contextSource.ts';

interface ContextItem extends QuickPickItem {
  readonly source?: ContextSource;
}

/** Lets the user choose what goes with the next question; `null` if they leave. */
export async function pickContext(search: ContextSearch): Promise<ContextSource | null> {
  const picker = window.createQuickPick<ContextItem>();
  picker.title = l10n.t('Add Context');
  picker.placeholder = l10n.t('Search files and folders');
  let asked = 0;
  const find = async (query: string): Promise<void> => {
    const request = ++asked;
    picker.busy = true;
    const items = (await search.find(query)).map(itemOf);
    if (request !== asked) return;
    picker.busy = false;
    const note = searchNote();
    picker.items = note === null ? items : [{ label: note, alwaysShow: true }];
  };
  try {
    return await new Promise((resolve) => {
      picker.onDidChangeValue((query) => void find(query.trim()));
      picker.onDidAccept(() => resolve(picker.selectedItems[0]?.source ?? null));
      picker.onDidHide(() => resolve(null));
      picker.show();
      void find('');
    });
  } finally {
    picker.dispose();
  }
}

/** Shown whatever was typed: the search has found it by more than its label. */
function itemOf(source: ContextSource): ContextItem {
  const { kind, label, detail } = source;
  const description = detail === label ? '' : detail;
  return { label, description, iconPath: new ThemeIcon(contextIcons[kind]), alwaysShow: true, source };
}
