import { type Uri, workspace } from 'vscode';
import type { KeptContext } from '../../core/chat/draft.ts';
import type { AttachmentOrigin } from '../../core/chat/turn.ts';
import type { ImageType } from '../../core/model.ts';
import type { ContextKind } from '../../webview/bridge.ts';
import { type Reading, readReference } from '../participant/readReference.ts';

/** Something that can go with a question. */
export interface ContextSource {
  readonly kind: ContextKind;
  readonly origin: AttachmentOrigin;
  /** Sources with the same key are the same thing. */
  readonly key: string;
  readonly label: string;
  /** Where it is, in full; empty where the label says it. */
  readonly detail: string;
  /** Where a person finds it; `null` for what is no place. */
  readonly place: Uri | null;
  /** What it says now. Never throws. */
  read(): Promise<Reading>;
  /** What brings it back in another window; `null` as long as nothing does. */
  kept(): KeptContext | null;
}

/** What the model is told of a text, and the text. */
interface GivenText {
  readonly title: string;
  readonly language: string;
  readonly text: string;
}

/** A file, read anew each time: the question is about what it says when it is asked. */
export function fileSource(uri: Uri): ContextSource {
  return sourceAt('file', uri);
}

/** A folder, which is what is in it by name. */
export function folderSource(uri: Uri): ContextSource {
  return sourceAt('folder', uri);
}

/** What says something else each time. Another window has it as it was read last. */
export function changingSource(
  source: Omit<ContextSource, 'read' | 'kept'>,
  read: () => Promise<Reading>,
): ContextSource {
  let last: KeptContext | null = null;
  const readAnew = async (): Promise<Reading> => {
    const reading = await read();
    last = reading.kind === 'text' ? keptText(source, reading) : null;
    return reading;
  };
  return { ...source, read: readAnew, kept: () => last };
}

/** A text as it is now, whatever becomes of where it came from. */
export function textSource(source: Omit<ContextSource, 'read' | 'kept' | 'place'>, text: GivenText): ContextSource {
  const reading: Reading = { kind: 'text', ...text, name: source.label, place: null };
  return { ...source, place: null, read: async () => reading, kept: () => keptText(source, text) };
}

/** An image in base64. */
export function imageSource(label: string, type: ImageType, data: string): ContextSource {
  const reading: Reading = { kind: 'image', image: { kind: 'image', type, data }, name: label, place: null };
  const origin = 'pasted';
  const source = { kind: 'image', origin, key: `image ${data}`, label, detail: '', place: null } as const;
  return { ...source, read: async () => reading, kept: () => ({ kind: 'image', origin, label, type, data }) };
}

function sourceAt(kind: 'file' | 'folder', uri: Uri): ContextSource {
  const detail = workspace.asRelativePath(uri);
  const label = detail.slice(detail.lastIndexOf('/') + 1) || detail;
  const key = uri.toString();
  const source = { kind, origin: kind, key, label, detail, place: uri };
  const read = (): Promise<Reading> => readReference({ id: key, value: uri });
  return { ...source, read, kept: () => ({ kind: 'place', origin: kind, place: key }) };
}

function keptText(
  { origin, label, detail }: Pick<ContextSource, 'origin' | 'label' | 'detail'>,
  { title, language, text }: GivenText,
): KeptContext {
  return { kind: 'text', origin, label, detail, title, language, text };
}
