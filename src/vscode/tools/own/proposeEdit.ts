import { EndOfLine, type TextDocument, workspace } from 'vscode';
import { arrayAt, type Json, type JsonObject, stringAt } from '../../../core/json.ts';
import type { CodeProposals } from '../../codeProposals.ts';
import { nameOf, placeOf } from './workspacePath.ts';

/** No file of a person is longer, in characters. */
const maxLength = 4_000_000;

/**
 * Shows a change of a file, or a new file, in VS Code's diff editor, and waits for the person. It is written only after they
 * have accepted it; the result says what they did. Throws, for the model, what cannot be proposed.
 */
export async function proposeEdit(input: JsonObject, proposals: CodeProposals, signal: AbortSignal): Promise<string> {
  const place = await placeOf(stringAt(input, 'path') ?? '', true);
  const name = nameOf(place);
  if (place.type === 'folder') throw new Error(`\`${name}\` is a folder.`);
  const document = place.type === null ? null : await workspace.openTextDocument(place.uri);
  const before = document?.getText() ?? '';
  const after = afterOf(input, document, name);
  if (after.length > maxLength) throw new Error('The file would be too long.');
  if (document !== null && after === before) throw new Error(`\`${name}\` is like this already.`);
  const wasSaved = document?.isDirty !== true;
  const isAccepted = await proposals.ask({ uri: place.uri, document, before, after }, signal);
  if (!isAccepted) return `The person did not accept the change: \`${name}\` is as it was.`;
  // What was not saved before is the person's own, and theirs to save.
  const isSaved = wasSaved && (await (await workspace.openTextDocument(place.uri)).save());
  return `The person accepted the change of \`${name}\`.${isSaved ? '' : ' It is not saved yet.'}`;
}

function afterOf(input: JsonObject, document: TextDocument | null, name: string): string {
  const content = stringAt(input, 'content');
  const edits = arrayAt(input, 'edits');
  if ((content === null) === (edits.length === 0)) throw new Error('Give either `content` or `edits`.');
  const ends = document?.eol === EndOfLine.CRLF ? '\r\n' : '\n';
  const withEnds = (text: string): string => text.replaceAll('\r\n', '\n').replaceAll('\n', ends);
  if (content !== null) return withEnds(content);
  if (document === null) throw new Error(`There is no \`${name}\` to be edited: give its whole \`content\`.`);
  return edits.reduce((text: string, edit) => edited(text, edit, withEnds, name), document.getText());
}

function edited(text: string, edit: Json, withEnds: (text: string) => string, name: string): string {
  const find = withEnds(stringAt(edit, 'find') ?? '');
  const at = text.indexOf(find);
  if (find === '' || at === -1) throw new Error(`This is not in \`${name}\`: ${quoted(find)}. Read the file again.`);
  if (text.indexOf(find, at + 1) !== -1) throw new Error(`This is in \`${name}\` more than once: ${quoted(find)}.`);
  return text.slice(0, at) + withEnds(stringAt(edit, 'replace') ?? '') + text.slice(at + find.length);
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text);
}
