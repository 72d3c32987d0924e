import { WorkspaceEdit, window, workspace } from 'vscode';

/** Opens a document that is saved nowhere, and gives what appends a text to it. */
export async function openPage(): Promise<(text: string) => Promise<void>> {
  const document = await workspace.openTextDocument({ language: 'markdown' });
  await window.showTextDocument(document, { preserveFocus: true });
  return async (text) => {
    const edit = new WorkspaceEdit();
    edit.insert(document.uri, document.lineAt(document.lineCount - 1).range.end, text);
    await workspace.applyEdit(edit);
  };
}
