import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { FileType, RelativePattern, Uri, type WorkspaceFolder, workspace } from 'vscode';

/** Characters that are part of a glob pattern, or that Windows gives a meaning of its own (streams, wildcards). */
const special = /[*?[\]{}!:|<>"]/;

/**
 * The file that a path of an answer names, or `null`. It must be a file inside a folder of the workspace, also after links
 * are resolved: what a model writes is not to lead anywhere else.
 */
export async function workspaceFile(written: string): Promise<Uri | null> {
  const relative = relativePath(written);
  if (relative === null) return null;
  for (const folder of workspace.workspaceFolders ?? []) {
    const uri = Uri.joinPath(folder.uri, relative);
    if (await isFileInside(uri, folder)) return uri;
  }
  return null;
}

/** The one file of the workspace whose path ends in this one, or `null` if there is none or more than one. */
export async function workspaceFileEndingIn(written: string): Promise<Uri | null> {
  const relative = relativePath(written);
  for (const folder of relative === null ? [] : (workspace.workspaceFolders ?? [])) {
    const found = await workspace.findFiles(new RelativePattern(folder, `**/${relative}`), undefined, 2);
    const [only] = found;
    if (only !== undefined && found.length === 1 && (await isFileInside(only, folder))) return only;
  }
  return null;
}

/** Where a new file of this path would be in the workspace, or `null` if there is no such place. */
export async function newWorkspaceFile(written: string): Promise<Uri | null> {
  const relative = relativePath(written);
  const folder = workspace.workspaceFolders?.[0];
  if (relative === null || folder === undefined) return null;
  const uri = Uri.joinPath(folder.uri, relative);
  return (await isParentInside(uri, folder)) ? uri : null;
}

/** The path with slashes, without `.` and `..`; `null` for one that is absolute or leaves its folder. */
function relativePath(written: string): string | null {
  const slashed = written.replaceAll('\\', '/');
  if (special.test(slashed) || slashed.includes('\0') || slashed.startsWith('/')) return null;
  const normal = path.posix.normalize(slashed);
  return normal === '.' || normal === '..' || normal.startsWith('../') ? null : normal;
}

async function isFileInside(uri: Uri, folder: WorkspaceFolder): Promise<boolean> {
  try {
    const { type } = await workspace.fs.stat(uri);
    if (uri.scheme !== 'file') return type === FileType.File;
    return (type & FileType.File) !== 0 && isInside(await realpath(uri.fsPath), await realpath(folder.uri.fsPath));
  } catch {
    return false;
  }
}

/** Whether the nearest folder above that exists is inside. */
async function isParentInside(uri: Uri, folder: WorkspaceFolder): Promise<boolean> {
  if (uri.scheme !== 'file') return true;
  const root = await realpath(folder.uri.fsPath).catch(() => null);
  for (let above = path.dirname(uri.fsPath); root !== null; above = path.dirname(above)) {
    const real = await realpath(above).catch(() => null);
    if (real !== null) return isInside(real, root);
    if (above === path.dirname(above)) return false;
  }
  return false;
}

function isInside(file: string, folder: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}
