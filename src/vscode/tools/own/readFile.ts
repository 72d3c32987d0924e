import { workspace } from 'vscode';
import { type JsonObject, numberAt, stringAt } from '../../../core/json.ts';
import { currentText } from '../../currentText.ts';
import { nameOf, placeOf } from './workspacePath.ts';

/** Larger files are not opened, in bytes; more than so many characters are not given at once. */
const maxFileBytes = 4_000_000;
const maxLength = 60_000;

/** The lines of a file as it stands in the editor, changes that are not saved included. Throws for the model. */
export async function readFile(input: JsonObject): Promise<string> {
  const place = await placeOf(stringAt(input, 'path') ?? '');
  const name = nameOf(place);
  if (place.type !== 'file') throw new Error(`\`${name}\` is a folder.`);
  const { size } = await workspace.fs.stat(place.uri);
  if (size > maxFileBytes) throw new Error(`\`${name}\` is too large to be read: ${size} bytes.`);
  const document = await Promise.resolve(workspace.openTextDocument(place.uri)).catch(() => {
    throw new Error(`\`${name}\` is not a text file.`);
  });
  const lines = (await currentText(document)).split(/\r?\n/);
  const first = Math.max(1, Math.trunc(numberAt(input, 'startLine') ?? 1));
  const wanted = Math.min(lines.length, Math.trunc(numberAt(input, 'endLine') ?? lines.length));
  if (first > lines.length) throw new Error(`\`${name}\` has only ${lines.length} lines.`);
  const last = lastThatFits(lines, first, wanted);
  const cut = last < wanted ? `\n[Cut here: read on from line ${last + 1}.]` : '';
  const text = lines.slice(first - 1, last).join('\n');
  return `${name}, lines ${first} to ${last} of ${lines.length}:\n${text.slice(0, maxLength)}${cut}`;
}

/** At least one, however long it is. */
function lastThatFits(lines: readonly string[], first: number, wanted: number): number {
  let length = 0;
  for (let line = first; line <= wanted; line++) {
    length += (lines[line - 1] ?? '').length + 1;
    if (length > maxLength) return Math.max(first, line - 1);
  }
  return Math.max(first, wanted);
}
