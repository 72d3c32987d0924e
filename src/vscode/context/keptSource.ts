import { Uri } from 'vscode';
import type { KeptContext } from '../../core/chat/draft.ts';
import type { AttachmentOrigin } from '../../core/chat/turn.ts';
import { type ContextKind, contextKinds } from '../../webview/bridge.ts';
import { type ContextSource, fileSource, folderSource, imageSource, textSource } from './contextSource.ts';

/** What was kept of something that goes with a question, as it was before; none for what is no place any more. */
export function keptSource(kept: KeptContext): readonly ContextSource[] {
  switch (kept.kind) {
    case 'place': {
      const uri = parsed(kept.place);
      return uri === null ? [] : [kept.origin === 'folder' ? folderSource(uri) : fileSource(uri)];
    }
    case 'text': {
      const { origin, label, detail, title, language, text } = kept;
      const key = `${origin} ${label} ${text}`;
      return [textSource({ kind: kindOf(origin), origin, key, label, detail }, { title, language, text })];
    }
    case 'image':
      return [imageSource(kept.label, kept.type, kept.data)];
    default:
      return kept satisfies never;
  }
}

function parsed(text: string): Uri | null {
  try {
    return Uri.parse(text, true);
  } catch {
    return null;
  }
}

/** What kind of context comes from there; texts that came by hand have no kind of their own. */
export function kindOf(origin: AttachmentOrigin): ContextKind {
  return contextKinds.find((kind) => kind === origin) ?? 'text';
}
