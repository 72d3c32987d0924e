import { l10n, TabInputText, type TextEditor, type Uri, window, workspace } from 'vscode';
import { type ContextSource, fileSource, textSource } from './contextSource.ts';

/** What is selected in the active editor, as it is now; `null` if nothing is. */
export function selectionSource(): ContextSource | null {
  const editor = window.activeTextEditor;
  return editor === undefined || editor.selection.isEmpty ? null : selectedIn(editor);
}

/** What `/explain` and its like are about when nothing was attached: the selection, else the file that is looked at. */
export function codeInSight(): ContextSource | null {
  const editor = window.activeTextEditor;
  return selectionSource() ?? (editor === undefined ? null : fileSource(editor.document.uri));
}

/** The files that are open, the one that is looked at first. */
export function openFiles(): readonly Uri[] {
  const active = window.activeTextEditor?.document.uri;
  const tabs = window.tabGroups.all.flatMap(({ tabs }) => tabs);
  const open = tabs.flatMap(({ input }) => (input instanceof TabInputText ? input.uri : []));
  const all = active === undefined ? open : [active, ...open];
  return [...new Map(all.map((uri) => [uri.toString(), uri])).values()];
}

function selectedIn({ document, selection }: TextEditor): ContextSource {
  const path = workspace.asRelativePath(document.uri);
  const name = path.slice(path.lastIndexOf('/') + 1);
  const first = selection.start.line + 1;
  // A selection of whole lines ends before the first character of the next.
  const last =
    selection.end.character === 0 && selection.end.line > selection.start.line
      ? selection.end.line
      : selection.end.line + 1;
  const source = {
    kind: 'selection',
    origin: 'selection',
    key: `selection ${document.uri.toString()} ${document.offsetAt(selection.start)} ${document.offsetAt(selection.end)}`,
    label: first === last ? `${name}:${first}` : `${name}:${first}–${last}`,
    detail: l10n.t('Selection in {0}', path),
  } as const;
  const title = `Lines ${first} to ${last} of the file \`${path}\``;
  return textSource(source, { title, language: document.languageId, text: document.getText(selection) });
}
