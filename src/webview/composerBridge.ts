import { arrayAt, numberAt, stringAt } from '../core/json.ts';

/** What can go with a question. */
export const contextKinds = [
  'file',
  'folder',
  'selection',
  'problems',
  'changes',
  'terminal',
  'image',
  'text',
] as const;
export type ContextKind = (typeof contextKinds)[number];

/** Something that goes with the next question. */
export interface ShownAttachment {
  readonly id: string;
  readonly kind: ContextKind;
  readonly label: string;
  /** Where it is from, in full; may be empty. */
  readonly detail: string;
  /** An estimate; `null` until it has been read. */
  readonly tokens: number | null;
  /** Why it will be left out; `null` if it goes. */
  readonly problem: string | null;
}

/** Something that went with a question that was asked. */
export interface ShownAttached {
  readonly kind: ContextKind;
  readonly label: string;
}

/** Something that could be attached. The page gives back the id and nothing else. */
export interface ShownOffer {
  readonly id: string;
  readonly kind: ContextKind;
  readonly label: string;
  readonly detail: string;
}

/** A question that waits for the answer before it. */
export interface ShownQueued {
  readonly id: string;
  /** Its beginning. */
  readonly text: string;
  readonly attachments: number;
}

/** What belongs to the next question, apart from its text. */
export interface ShownComposer {
  readonly attachments: readonly ShownAttachment[];
  readonly queue: readonly ShownQueued[];
  /** Whether the queue waits for the person, because the answer before it failed or was stopped. */
  readonly isHeld: boolean;
  /** An estimate of what the conversation and the attachments take. */
  readonly tokens: number;
  /** Most tokens that the model reads; `null` where that is not known. */
  readonly window: number | null;
}

export const emptyComposer: ShownComposer = { attachments: [], queue: [], isHeld: false, tokens: 0, window: null };

/** Host to page. */
export type ComposerUpdate =
  | { readonly kind: 'composer'; readonly composer: ShownComposer }
  /** What the search with this number found. `note` says why there may be less than expected. */
  | {
      readonly kind: 'context-offers';
      readonly request: number;
      readonly offers: readonly ShownOffer[];
      readonly note: string | null;
    }
  /** What is being written in this conversation, as an earlier window or another page has left it. */
  | { readonly kind: 'written'; readonly conversation: string; readonly text: string }
  /** A text that is to be written again, for example a question that was taken out of the queue. */
  | { readonly kind: 'draft'; readonly text: string };

/** Page to host. Attachments, offers and queued questions are named by the ids that the host gave. */
export type ComposerIntent =
  /** What is being written in this conversation, so often as the page sees fit: the host keeps it. */
  | { readonly kind: 'written'; readonly conversation: string; readonly text: string }
  /** The same of what is being written in the place of a turn's question; empty once nothing is any more. */
  | { readonly kind: 'edited'; readonly conversation: string; readonly turn: string; readonly text: string }
  | { readonly kind: 'search-context'; readonly request: number; readonly query: string }
  | { readonly kind: 'add-context' | 'attach-selection' }
  | { readonly kind: 'attach'; readonly offer: string }
  | { readonly kind: 'detach'; readonly attachment: string }
  | { readonly kind: 'attach-image'; readonly name: string; readonly type: PageImageType; readonly data: string }
  | { readonly kind: 'attach-text'; readonly name: string; readonly text: string }
  /** What was dropped from VS Code itself. The host decides which of these places may be read. */
  | { readonly kind: 'attach-dropped'; readonly uris: readonly string[] }
  | { readonly kind: 'queue-edit' | 'queue-remove' | 'queue-send'; readonly queued: string };

/** What the page makes of every image. */
export type PageImageType = 'image/png' | 'image/jpeg';

/** Longest image that the page sends, in characters of base64, and longest text of a file. */
export const maxImageLength = 1_400_000;
export const maxTextLength = 400_000;
export const maxDropped = 50;
/** Longest question that the page may send, in UTF-16 units. */
export const maxQuestionLength = 1_000_000;
const maxIdLength = 100;
const maxNameLength = 200;
const maxUriLength = 4_096;

/** The message as a ComposerIntent, or `null` if it is anything else. */
export function readComposerIntent(value: unknown): ComposerIntent | null {
  const kind = stringAt(value, 'kind');
  switch (kind) {
    case 'add-context':
    case 'attach-selection':
      return { kind };
    case 'written': {
      const conversation = short(value, 'conversation', maxIdLength);
      const text = short(value, 'text', maxQuestionLength);
      return conversation === null || text === null ? null : { kind, conversation, text };
    }
    case 'edited': {
      const conversation = short(value, 'conversation', maxIdLength);
      const turn = short(value, 'turn', maxIdLength);
      const text = short(value, 'text', maxQuestionLength);
      return conversation === null || turn === null || text === null ? null : { kind, conversation, turn, text };
    }
    case 'search-context': {
      const request = numberAt(value, 'request');
      const query = short(value, 'query', maxNameLength);
      return request === null || query === null ? null : { kind, request, query };
    }
    case 'attach': {
      const offer = short(value, 'offer', maxIdLength);
      return offer === null ? null : { kind, offer };
    }
    case 'detach': {
      const attachment = short(value, 'attachment', maxIdLength);
      return attachment === null ? null : { kind, attachment };
    }
    case 'attach-image': {
      const name = short(value, 'name', maxNameLength);
      const type = stringAt(value, 'type');
      const data = short(value, 'data', maxImageLength);
      if (name === null || data === null || !/^[A-Za-z0-9+/]+={0,2}$/.test(data)) return null;
      return type === 'image/png' || type === 'image/jpeg' ? { kind, name, type, data } : null;
    }
    case 'attach-text': {
      const name = short(value, 'name', maxNameLength);
      const text = short(value, 'text', maxTextLength);
      return name === null || text === null ? null : { kind, name, text };
    }
    case 'attach-dropped': {
      const uris = arrayAt(value, 'uris').filter((uri) => typeof uri === 'string' && uri.length <= maxUriLength);
      const texts = uris.filter((uri): uri is string => typeof uri === 'string').slice(0, maxDropped);
      return texts.length === 0 ? null : { kind, uris: texts };
    }
    case 'queue-edit':
    case 'queue-remove':
    case 'queue-send': {
      const queued = short(value, 'queued', maxIdLength);
      return queued === null ? null : { kind, queued };
    }
    default:
      return null;
  }
}

function short(value: unknown, key: string, longest: number): string | null {
  const text = stringAt(value, key);
  return text !== null && text.length <= longest ? text : null;
}
