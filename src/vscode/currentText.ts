import { type TextDocument, workspace } from 'vscode';

/** What a document says now: as it stands where it was changed, else as its file does. VS Code's copy of a file follows it a moment late. */
export async function currentText(document: TextDocument): Promise<string> {
  const { uri, isDirty, isUntitled } = document;
  if (isDirty || isUntitled) return document.getText();
  try {
    return await workspace.decode(await workspace.fs.readFile(uri), { uri });
  } catch {
    return document.getText();
  }
}
