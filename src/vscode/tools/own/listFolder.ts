import { FileType, workspace } from 'vscode';
import { type JsonObject, stringAt } from '../../../core/json.ts';
import { isHidden, nameOf, placeOf } from './workspacePath.ts';

/** Most entries that are named. */
const maxEntries = 1_000;

/** What is in a folder, a line each, folders with a slash at their end; without a path, in the folders of the workspace. */
export async function listFolder(input: JsonObject): Promise<string> {
  const path = stringAt(input, 'path') ?? '.';
  const folders = workspace.workspaceFolders ?? [];
  if (folders.length > 1 && /^(\.?\/?|)$/.test(path)) return folders.map(({ name }) => `${name}/`).join('\n');
  const place = await placeOf(path);
  if (place.type !== 'folder') throw new Error(`\`${nameOf(place)}\` is a file.`);
  const entries = await workspace.fs.readDirectory(place.uri);
  const shown = entries.filter(
    ([name]) => !isHidden(place.folder, place.inside === '' ? name : `${place.inside}/${name}`),
  );
  const names = shown.map(([name, type]) => ((type & FileType.Directory) === 0 ? name : `${name}/`)).sort();
  const more = names.length > maxEntries ? [`[Cut here: ${names.length - maxEntries} more.]`] : [];
  return names.length === 0 ? '(The folder is empty.)' : [...names.slice(0, maxEntries), ...more].join('\n');
}
