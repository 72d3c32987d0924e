import type { AssistantPart } from '../core/model.ts';
import type { ContentPart, StatusPart } from '../core/parts.ts';
import type { EndedPart, ShownPart, ShownStatus } from '../webview/bridge.ts';

/** What the page is sent of a stream: it has no use for what only a vendor can read. */
export function shownParts(parts: readonly (ContentPart | StatusPart)[]): readonly (ShownPart | ShownStatus)[] {
  return parts.flatMap((part): readonly (ShownPart | ShownStatus)[] => {
    switch (part.kind) {
      case 'text':
      case 'reasoning':
        return part.delta === '' ? [] : [{ kind: part.kind, block: part.block, delta: part.delta }];
      case 'tool-call': {
        const { kind, block, call, tool, input } = part;
        return [{ kind, block, call, tool, input }];
      }
      case 'citation': {
        const { url, title } = part.source;
        return [{ kind: part.kind, block: part.block, url, title }];
      }
      case 'limits':
        return [];
      case 'tool-input':
      case 'retrying':
      case 'renewing':
      case 'waiting':
        return [part];
      default:
        return part satisfies never;
    }
  });
}

/** The same of the content alone. */
export function shownContent(parts: readonly ContentPart[]): readonly ShownPart[] {
  return shownParts(parts).filter((part) => 'block' in part);
}

/** The same of an answer that has ended. */
export function endedParts(parts: readonly AssistantPart[]): readonly EndedPart[] {
  return parts.flatMap((part): readonly EndedPart[] => {
    switch (part.kind) {
      case 'text':
      case 'reasoning':
        return part.text === '' ? [] : [{ kind: part.kind, text: part.text }];
      case 'citation': {
        const { url, title } = part.source;
        return [{ kind: part.kind, url, title }];
      }
      case 'tool-call':
        return [{ kind: part.kind, call: part.call, tool: part.tool, input: part.input }];
      default:
        return part satisfies never;
    }
  });
}
