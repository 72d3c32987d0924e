import { env, l10n, Uri, window, workspace } from 'vscode';
import { cleanText } from '../../core/cleanText.ts';
import type { ContextSource } from './contextSource.ts';
import { openFiles } from './editorContext.ts';
import { placeSource } from './givenFiles.ts';

const mostNamed = 10;

/**
 * What was dropped on the page from VS Code itself. It is the one thing that the page names, so what is not of the workspace,
 * nor open, is attached only after the person has said so in VS Code's own dialog; and in a workspace that is not trusted
 * nothing is. Never rejects.
 */
export async function droppedSources(texts: readonly string[]): Promise<readonly ContextSource[]> {
  if (!workspace.isTrusted) return [];
  const places = texts.flatMap((text) => placeOf(text) ?? []);
  const open = new Set(openFiles().map((uri) => uri.toString()));
  const isKnown = (uri: Uri): boolean => workspace.getWorkspaceFolder(uri) !== undefined || open.has(uri.toString());
  const others = places.filter((uri) => !isKnown(uri));
  const agreed = others.length === 0 || (await agrees(others));
  return Promise.all(places.filter((uri) => agreed || isKnown(uri)).map(placeSource));
}

/** The place as this extension host knows it; `null` for what cannot be one. */
function placeOf(text: string): Uri | null {
  const uri = parsed(text);
  if (uri === null || /(^|[/\\])\.\.([/\\]|$)/.test(uri.path)) return null;
  // Where Maestro runs on the remote computer itself, that computer's files are plain files.
  const isHere = uri.scheme === 'vscode-remote' && env.remoteName !== undefined && !hasFolderOf(uri.scheme);
  const place = isHere ? Uri.file(uri.path) : uri;
  return ['file', 'vscode-remote', 'vscode-vfs', 'untitled'].includes(place.scheme) || hasFolderOf(place.scheme)
    ? place
    : null;
}

function parsed(text: string): Uri | null {
  try {
    return Uri.parse(text, true);
  } catch {
    return null;
  }
}

function hasFolderOf(scheme: string): boolean {
  return (workspace.workspaceFolders ?? []).some(({ uri }) => uri.scheme === scheme);
}

async function agrees(places: readonly Uri[]): Promise<boolean> {
  const names = places.slice(0, mostNamed).map((uri) => cleanText(uri.scheme === 'file' ? uri.fsPath : uri.toString()));
  const more = places.length > mostNamed ? [l10n.t('and {0} more', places.length - mostNamed)] : [];
  const attach = l10n.t('Attach');
  const question = l10n.t('Attach what is not part of this workspace?');
  const options = { modal: true, detail: [...names, ...more].join('\n') };
  return (await window.showWarningMessage(question, options, attach)) === attach;
}
