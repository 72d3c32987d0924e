import { type Uri, workspace } from 'vscode';
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
}

/** A file, read anew each time: the question is about what it says when it is asked. */
export function fileSource(uri: Uri): ContextSource {
  return sourceAt('file', uri);
}

/** A folder, which is what is in it by name. */
export function folderSource(uri: Uri): ContextSource {
  return sourceAt('folder', uri);
}

/** A text as it is now, whatever becomes of where it came from. */
export function textSource(
  source: Omit<ContextSource, 'read' | 'place'>,
  { title, language, text }: { readonly title: string; readonly language: string; readonly text: string },
): ContextSource {
  const reading: Reading = { kind: 'text', title, language, text, name: source.label, place: null };
  return { ...source, place: null, read: async () => reading };
}

/** An image in base64. */
export function imageSource(name: string, type: ImageType, data: string): ContextSource {
  const reading: Reading = { kind: 'image', image: { kind: 'image', type, data }, name, place: null };
  const key = `image ${data}`;
  return { kind: 'image', origin: 'pasted', key, label: name, detail: '', place: null, read: async () => reading };
}

function sourceAt(kind: 'file' | 'folder', uri: Uri): ContextSource {
  const detail = workspace.asRelativePath(uri);
  const label = detail.slice(detail.lastIndexOf('/') + 1) || detail;
  const key = uri.toString();
  return { kind, origin: kind, key, label, detail, place: uri, read: () => readReference({ id: key, value: uri }) };
}
