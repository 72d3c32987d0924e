import { parseJson } from '../../core/json.ts';
import { maxDropped } from '../composerBridge.ts';

/** What a paste or a drop brings: the contents of files, or the places of what was dragged inside VS Code. */
export interface Intake {
  readonly files: readonly File[];
  readonly uris: readonly string[];
}

/** The list that VS Code's own drags carry; `text/uri-list` has only the first of several there. */
const codeUriList = 'application/vnd.code.uri-list';
const resourceUrls = 'resourceurls';
const uriList = 'text/uri-list';

/** Whether a drag brings something that can be attached; what it is, browsers tell only at the drop. */
export function canTake({ types }: DataTransfer): boolean {
  return ['Files', codeUriList, resourceUrls, uriList].some((type) => types.includes(type));
}

/** What a drop brings. Files themselves come before their places: they need not be looked for. */
export function droppedIntake(data: DataTransfer): Intake {
  const files = [...data.files].slice(0, maxDropped);
  if (files.length > 0) return { files, uris: [] };
  const lists = [
    linesOf(data.getData(codeUriList)),
    jsonListOf(data.getData(resourceUrls)),
    linesOf(data.getData(uriList)),
  ];
  const uris = lists.find((list) => list.length > 0) ?? [];
  return { files, uris: [...new Set(uris)].slice(0, maxDropped) };
}

/** What a paste brings besides text. Programs copy a picture along with their text; then the text is what is meant. */
export function pastedFiles(data: DataTransfer): readonly File[] {
  return data.getData('text/plain') === '' ? [...data.files].slice(0, maxDropped) : [];
}

/** RFC 2483 section 5: one URI a line, and lines that begin with `#` are comments. Links to the web are no context. */
function linesOf(text: string): readonly string[] {
  return placesOf(text.split(/\r?\n/).filter((line) => !line.startsWith('#')));
}

function jsonListOf(text: string): readonly string[] {
  const list = parseJson(text);
  return Array.isArray(list) ? placesOf(list.filter((entry) => typeof entry === 'string')) : [];
}

function placesOf(uris: readonly string[]): readonly string[] {
  return uris
    .map((uri) => uri.trim())
    .filter((uri) => /^[a-z][a-z0-9+.-]*:/i.test(uri) && !/^(https?|data):/i.test(uri));
}
