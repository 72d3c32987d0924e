import { type ChatPromptReference, FileType, Location, Uri, workspace } from 'vscode';
import { base64 } from '../../core/base64.ts';
import { type ImageType, isImageType, type UserPart } from '../../core/model.ts';
import { currentText } from '../currentText.ts';
import { type AttachedData, attachedData, referenceName } from '../undocumented.ts';

/** What a reference of a question leads to. `place` is where a person finds it; `null` for what is no place. */
export type Reading =
  | {
      readonly kind: 'text';
      readonly title: string;
      readonly language: string;
      readonly text: string;
      readonly name: string;
      readonly place: Uri | Location | null;
    }
  | { readonly kind: 'image'; readonly image: UserPart; readonly name: string; readonly place: Uri | null }
  | { readonly kind: 'unreadable'; readonly name: string };

/** Larger files are not opened for what of them could be sent, in bytes; and vendors take no larger images. */
const maxFileBytes = 4_000_000;
const maxImageBytes = 5_000_000;
/** Most entries of a folder that are named. */
const maxEntries = 500;

/** Reads a file, a selection, a symbol, a folder, an image or a text. Never throws: what cannot be read is named. */
export async function readReference(reference: ChatPromptReference): Promise<Reading> {
  const { id, modelDescription, value } = reference;
  if (typeof value === 'string') {
    return { kind: 'text', title: modelDescription ?? id, language: '', text: value, name: id, place: null };
  }
  const name = value instanceof Uri ? nameOf(value) : value instanceof Location ? nameOf(value.uri) : id;
  try {
    const data = attachedData(value);
    const reading =
      data === null ? await readPlace(value, name, referenceName(reference)) : await readAttached(data, name);
    return reading ?? { kind: 'unreadable', name };
  } catch {
    return { kind: 'unreadable', name };
  }
}

async function readPlace(value: unknown, name: string, called: string | null): Promise<Reading | null> {
  if (value instanceof Location) return readSelection(value, name, called);
  return value instanceof Uri ? readUri(value, name) : null;
}

async function readAttached(data: AttachedData, name: string): Promise<Reading | null> {
  const bytes = isImageType(data.mimeType) ? await data.bytes() : null;
  return bytes === null || !isImageType(data.mimeType) ? null : imageReading(data.mimeType, bytes, name, null);
}

/** A selection is called after its file; a symbol has a name of its own. */
async function readSelection(place: Location, name: string, called: string | null): Promise<Reading> {
  const document = await workspace.openTextDocument(place.uri);
  const { start, end } = place.range;
  const lines = `lines ${start.line + 1} to ${end.line + 1} of the file \`${name}\``;
  const isSymbol = called !== null && !called.endsWith(place.uri.path.split('/').at(-1) ?? '');
  const title = isSymbol ? `The symbol \`${called}\`, ${lines}` : `L${lines.slice(1)}`;
  return { kind: 'text', title, language: document.languageId, text: document.getText(place.range), name, place };
}

async function readUri(place: Uri, name: string): Promise<Reading | null> {
  // A file that was never saved can be read all the same.
  const stat = await Promise.resolve(workspace.fs.stat(place)).catch(() => null);
  if (stat !== null && (stat.type & FileType.Directory) !== 0) return readFolder(place, name);
  const type = imageTypeOf(place.path);
  if (type !== null) return imageReading(type, await workspace.fs.readFile(place), name, place);
  if (stat !== null && stat.size > maxFileBytes) return null;
  const document = await workspace.openTextDocument(place);
  const title = `The file \`${name}\``;
  return { kind: 'text', title, language: document.languageId, text: await currentText(document), name, place };
}

async function readFolder(place: Uri, name: string): Promise<Reading> {
  const entries = await workspace.fs.readDirectory(place);
  const names = entries.map(([entry, type]) => ((type & FileType.Directory) === 0 ? entry : `${entry}/`));
  const more = names.length > maxEntries ? [`… and ${names.length - maxEntries} more`] : [];
  const text = [...names.sort().slice(0, maxEntries), ...more].join('\n');
  return { kind: 'text', title: `What is in the folder \`${name}\``, language: '', text, name, place };
}

function imageReading(type: ImageType, bytes: Uint8Array, name: string, place: Uri | null): Reading | null {
  if (bytes.length === 0 || bytes.length > maxImageBytes) return null;
  return { kind: 'image', image: { kind: 'image', type, data: base64(bytes) }, name, place };
}

function imageTypeOf(path: string): ImageType | null {
  const ending = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  const type = `image/${ending === 'jpg' ? 'jpeg' : ending}`;
  return isImageType(type) ? type : null;
}

function nameOf(uri: Uri): string {
  return workspace.asRelativePath(uri);
}
