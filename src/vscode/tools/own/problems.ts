import { type Diagnostic, languages, type Uri, workspace } from 'vscode';
import { type JsonObject, stringAt } from '../../../core/json.ts';
import { problemLines } from '../../context/problems.ts';
import { isHidden, placeOf } from './workspacePath.ts';

/** What the editor reports of a file, of a folder, or without a path of the whole workspace. */
export async function listProblems(input: JsonObject): Promise<string> {
  const path = stringAt(input, 'path');
  const below = (path === null ? null : await placeOf(path))?.uri.path ?? '';
  const found = languages
    .getDiagnostics()
    .filter(([uri, problems]) => problems.length > 0 && isBelow(uri.path, below) && isShown(uri))
    .map(([uri, problems]): [Uri, Diagnostic[]] => [uri, problems]);
  return found.length === 0 ? 'The editor reports no problems there.' : problemLines(found);
}

function isBelow(path: string, above: string): boolean {
  return above === '' || path === above || path.startsWith(above.endsWith('/') ? above : `${above}/`);
}

function isShown(uri: Uri): boolean {
  const folder = workspace.getWorkspaceFolder(uri);
  return folder !== undefined && !isHidden(folder, uri.path.slice(folder.uri.path.length + 1));
}
