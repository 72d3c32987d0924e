import { type CancellationToken, RelativePattern, type Uri, type WorkspaceFolder, workspace } from 'vscode';
import { searchPaths } from '../../../core/chat/pathSearch.ts';
import { type JsonObject, stringAt } from '../../../core/json.ts';
import { excluded } from '../../context/fileSearch.ts';
import { isReallyInside, type Place, placeOf } from './workspacePath.ts';

/** Of a larger workspace only so many files are searched, and none that is larger, in bytes. */
const maxFiles = 20_000;
const maxFileBytes = 1_000_000;
/** Most lines, or files, that are given; and most of one line. */
const maxFound = 200;
const maxLine = 300;
const atOnce = 16;

interface Searched {
  readonly uri: Uri;
  readonly folder: WorkspaceFolder;
}

/**
 * Searches the workspace, or a folder of it, for a text in its files or for files by their path. What VS Code's own search
 * leaves out is left out. Texts are found as they are, whatever their case: a pattern of a model could take for ever.
 */
export async function search(input: JsonObject, token: CancellationToken): Promise<string> {
  const query = stringAt(input, 'query') ?? '';
  if (query.trim() === '') throw new Error('There is nothing to search for.');
  const path = stringAt(input, 'folder');
  const place = await placeOf(path ?? '.');
  if (place.type !== 'folder') throw new Error('That is a file: read it instead.');
  const files = await filesIn(path === null ? null : place, token);
  const found = stringAt(input, 'kind') === 'files' ? named(files, query) : await saying(files, query, token);
  if (found.length === 0) return 'Nothing was found.';
  const more = found.length > maxFound ? ['[Cut here: there are more. Search for something rarer.]'] : [];
  return [...found.slice(0, maxFound), ...more].join('\n');
}

async function filesIn(place: Place | null, token: CancellationToken): Promise<readonly Searched[]> {
  const pattern = place === null ? '**/*' : new RelativePattern(place.uri, '**/*');
  const files = await workspace.findFiles(pattern, excluded(), maxFiles, token);
  return files.flatMap((uri) => {
    const folder = workspace.getWorkspaceFolder(uri);
    return folder === undefined ? [] : [{ uri, folder }];
  });
}

function named(files: readonly Searched[], query: string): readonly string[] {
  const paths = files.map(({ uri }) => workspace.asRelativePath(uri));
  return searchPaths(paths, query, maxFound + 1);
}

async function saying(files: readonly Searched[], query: string, token: CancellationToken): Promise<readonly string[]> {
  const wanted = query.toLowerCase();
  const found: string[] = [];
  const rest = files.values();
  const work = async (): Promise<void> => {
    for (const file of rest) {
      if (found.length > maxFound || token.isCancellationRequested) return;
      found.push(...linesOf(await textOf(file), wanted).map((line) => `${workspace.asRelativePath(file.uri)}:${line}`));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return found.sort();
}

/** The file's text as it stands in the editor or on the disk; none of one that is too large, no text, or outside. */
async function textOf({ uri, folder }: Searched): Promise<string> {
  try {
    if (!(await isReallyInside(uri, folder))) return '';
    const open = workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
    if (open !== undefined) return open.getText();
    if ((await workspace.fs.stat(uri)).size > maxFileBytes) return '';
    const text = new TextDecoder().decode(await workspace.fs.readFile(uri));
    return text.includes('\0') ? '' : text;
  } catch {
    return '';
  }
}

/** Each line that has it, after its number. */
function linesOf(text: string, wanted: string): readonly string[] {
  if (!text.toLowerCase().includes(wanted)) return [];
  return text
    .split(/\r?\n/)
    .flatMap((line, index) => (line.toLowerCase().includes(wanted) ? [`${index + 1}: ${line.slice(0, maxLine)}`] : []));
}
