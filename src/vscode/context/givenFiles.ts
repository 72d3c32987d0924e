import { FileType, Uri, window, workspace } from 'vscode';
import { type ContextSource, fileSource, folderSource } from './contextSource.ts';

/**
 * The files and folders that a menu of VS Code was opened on, all of those that are chosen there; without any, the file that
 * is looked at.
 */
export async function givenFiles(given: unknown, chosen: unknown): Promise<readonly ContextSource[]> {
  const list: readonly unknown[] = Array.isArray(chosen) && chosen.length > 0 ? chosen : [given];
  const places = list.filter((one): one is Uri => one instanceof Uri);
  const active = window.activeTextEditor?.document.uri;
  if (places.length === 0) return active === undefined ? [] : [fileSource(active)];
  return Promise.all(places.map(placeSource));
}

/** A place as what it is; what cannot be asked may be a file that was never saved. */
export async function placeSource(uri: Uri): Promise<ContextSource> {
  const stat = await Promise.resolve(workspace.fs.stat(uri)).catch(() => null);
  return stat !== null && (stat.type & FileType.Directory) !== 0 ? folderSource(uri) : fileSource(uri);
}
