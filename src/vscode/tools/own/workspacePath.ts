import { lstat, realpath } from 'node:fs/promises';
import path from 'node:path';
import { FileType, Uri, type WorkspaceFolder, workspace } from 'vscode';
import { isCovered } from '../../../core/agent/glob.ts';
import { isObject } from '../../../core/json.ts';

/** Characters that are part of no name there, but of streams and devices. */
const meaningOnWindows = /[<>:"|?*]/;

/** A place in a folder of the workspace. */
export interface Place {
  readonly uri: Uri;
  readonly folder: WorkspaceFolder;
  /** Its path in the folder, with slashes; empty for the folder itself. */
  readonly inside: string;
  /** `null` for what is not there yet. */
  readonly type: 'file' | 'folder' | null;
}

/**
 * What a path that a model wrote means: below a folder of the workspace, also after all links are followed, and nothing that
 * `files.exclude` hides. Throws, for the model, where there is no such place. With `isNew` it need not be there.
 */
export async function placeOf(written: string, isNew = false): Promise<Place> {
  const folders = workspace.workspaceFolders ?? [];
  if (folders.length === 0) throw new Error('No folder is open.');
  let free: Place | null = null;
  for (const folder of folders) {
    const inside = insideOf(written, folder, folders.length > 1);
    if (inside === null) continue;
    const place = await lookAt(folder, inside);
    if (place?.type !== null && place !== null) return place;
    free ??= place;
  }
  if (free !== null && isNew) return free;
  throw new Error(`There is no \`${written}\` in the workspace. Give a path relative to its folder.`);
}

/** Whether `files.exclude` hides the place: what a person does not see in the Explorer, a model does not either. */
export function isHidden(folder: WorkspaceFolder, inside: string): boolean {
  const excluded = workspace.getConfiguration('files', folder.uri).get<unknown>('exclude');
  if (!isObject(excluded) || inside === '') return false;
  return Object.entries(excluded).some(([pattern, isOn]) => isOn === true && isCovered(pattern, inside));
}

/** The path as the person knows it, with the folder's name where there are several. */
export function nameOf({ uri }: Pick<Place, 'uri'>): string {
  return workspace.asRelativePath(uri);
}

/** Whether what the links of a file on this machine lead to lies in the folder. What is elsewhere has no links. */
export async function isReallyInside(uri: Uri, folder: WorkspaceFolder): Promise<boolean> {
  if (uri.scheme !== 'file') return true;
  const root = await realpath(folder.uri.fsPath).catch(() => null);
  if (root === null) return false;
  for (let above = uri.fsPath; ; above = path.dirname(above)) {
    const real = await realpath(above).catch(() => null);
    // The nearest that is there decides for what is not there yet.
    if (real !== null) return isBelow(real, root);
    // A link that leads to nothing would make what it names, wherever that is.
    const isThere = await lstat(above).then(
      () => true,
      () => false,
    );
    if (isThere || above === path.dirname(above)) return false;
  }
}

/** The path within the folder; `null` if it leads out of it. Models write it in all ways that they have seen. */
function insideOf(written: string, { uri, name }: WorkspaceFolder, isOneOfSeveral: boolean): string | null {
  if (written.includes('\0')) return null;
  const slashed = written.replaceAll('\\', '/');
  const root = uri.scheme === 'file' ? uri.fsPath.replaceAll('\\', '/') : uri.path;
  const isAbsolute = slashed.startsWith('/') || /^[a-z]:/i.test(slashed);
  const relative = isAbsolute ? path.posix.relative(root, slashed) : slashed;
  const normal = path.posix.normalize(relative === '' ? '.' : relative).replace(/\/$/, '');
  if (normal === '.') return '';
  if (normal === '..' || normal.startsWith('../') || /^[a-z]:/i.test(normal)) return null;
  if (process.platform === 'win32' && meaningOnWindows.test(normal)) return null;
  return isOneOfSeveral && (normal === name || normal.startsWith(`${name}/`)) ? normal.slice(name.length + 1) : normal;
}

/** The place; `null` if it is hidden or outside. */
async function lookAt(folder: WorkspaceFolder, inside: string): Promise<Place | null> {
  const uri = inside === '' ? folder.uri : Uri.joinPath(folder.uri, inside);
  if (isHidden(folder, inside) || !(await isReallyInside(uri, folder))) return null;
  const stat = await Promise.resolve(workspace.fs.stat(uri)).catch(() => null);
  const type = stat === null ? null : (stat.type & FileType.Directory) === 0 ? 'file' : 'folder';
  return { uri, folder, inside, type };
}

function isBelow(file: string, folder: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}
