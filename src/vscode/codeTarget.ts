import { l10n, type QuickPickItem, type TextDocument, type TextEditor, type Uri, window, workspace } from 'vscode';
import { cleanLabel } from '../core/cleanText.ts';
import type { CodeText } from '../webview/markdown/codeBlocks.ts';
import { fileNamedIn } from './codeFile.ts';
import { newWorkspaceFile, workspaceFile, workspaceFileEndingIn } from './workspaceFiles.ts';

/** The file that code is to be applied to; one that does not exist yet is to be made. */
export type CodeTarget =
  | { readonly kind: 'document'; readonly document: TextDocument; readonly editor: TextEditor | null }
  | { readonly kind: 'new'; readonly uri: Uri };

/**
 * The file that the code names, else the one in the active editor. Where neither is plain the person is asked; `null` if
 * nothing is chosen.
 */
export async function codeTarget(code: CodeText): Promise<CodeTarget | null> {
  const name = fileNamedIn(code);
  const named = name === null ? null : ((await workspaceFile(name)) ?? (await workspaceFileEndingIn(name)));
  if (named !== null) return documentTarget(await workspace.openTextDocument(named));
  const made = name === null ? null : await newWorkspaceFile(name);
  const editor = activeEditor();
  if (made === null && editor !== null) return { kind: 'document', document: editor.document, editor };
  return ask(made);
}

/** The editor that the person writes in: the last active one, or the only one in sight while the chat is active. */
export function activeEditor(): TextEditor | null {
  const [only] = window.visibleTextEditors.filter(({ document }) => isWritable(document));
  const active = window.activeTextEditor;
  if (active !== undefined) return isWritable(active.document) ? active : null;
  return window.visibleTextEditors.length === 1 ? (only ?? null) : null;
}

interface Choice extends QuickPickItem {
  readonly target: () => Promise<CodeTarget | null>;
}

async function ask(made: Uri | null): Promise<CodeTarget | null> {
  const create: Choice[] =
    made === null
      ? []
      : [
          {
            label: l10n.t('New file {0}', cleanLabel(workspace.asRelativePath(made))),
            target: async () => ({ kind: 'new', uri: made }),
          },
        ];
  const open = workspace.textDocuments.filter(isWritable).map(
    (document): Choice => ({
      label: workspace.asRelativePath(document.uri),
      target: async () => documentTarget(document),
    }),
  );
  const other: Choice = { label: l10n.t('Another file…'), target: chooseFile };
  const placeHolder = l10n.t('Which file is the code for? Nothing is changed before you have seen it.');
  const chosen = await window.showQuickPick([...create, ...open, other], { placeHolder });
  return (await chosen?.target()) ?? null;
}

async function chooseFile(): Promise<CodeTarget | null> {
  const [uri] = (await window.showOpenDialog({ canSelectMany: false })) ?? [];
  return uri === undefined ? null : documentTarget(await workspace.openTextDocument(uri));
}

function documentTarget(document: TextDocument): CodeTarget {
  const editor = window.visibleTextEditors.find((one) => one.document === document) ?? null;
  return { kind: 'document', document, editor };
}

function isWritable({ uri, isClosed }: TextDocument): boolean {
  return !isClosed && (uri.scheme === 'untitled' || workspace.fs.isWritableFileSystem(uri.scheme) === true);
}
