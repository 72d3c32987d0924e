import { member, stringAt } from '../core/json.ts';

/** The conversation that a page shows. */
export interface ShownConversation {
  readonly id: string;
  /** Empty until something was asked. */
  readonly title: string;
  /** Whether a newer Maestro made it, so that nothing in it can change. */
  readonly isReadOnly: boolean;
}

/**
 * A turn's place among those that were asked in its stead; `index` counts from 0. The question has it where the questions
 * differ, and else the answer: one of the two, never both.
 */
export interface ShownSiblings {
  readonly index: number;
  readonly count: number;
}

/** A conversation as the list shows it. */
export interface ShownSummary {
  readonly id: string;
  readonly title: string;
  /** When it was last used, in ms since the epoch. */
  readonly usedAt: number;
  /** When it was last used and how long it is, in the words of the host. */
  readonly detail: string;
  /** Whether this page shows it. */
  readonly isOpen: boolean;
  /** Whether a question of it is being answered in this window. */
  readonly isRunning: boolean;
}

/** A place that a search found: what was looked for is `match`, which may be empty where it is spread over lines. */
export interface ShownHit {
  readonly conversation: string;
  readonly title: string;
  /** `null` where the title has it. */
  readonly turn: string | null;
  readonly before: string;
  readonly match: string;
  readonly after: string;
}

/** Host to page. */
export type ConversationUpdate =
  /** All conversations, the newest first. `opens` says that the person has asked for them; else only a list that is open already changes. */
  | { readonly kind: 'history'; readonly list: readonly ShownSummary[]; readonly opens: boolean }
  /** All that was found so far; `done` says whether there may be more. */
  | { readonly kind: 'hits'; readonly text: string; readonly list: readonly ShownHit[]; readonly done: boolean }
  | { readonly kind: 'title'; readonly title: string }
  /** A conversation that can be restored for as long as the window is open. */
  | { readonly kind: 'deleted'; readonly conversation: string; readonly title: string }
  /** The turn that the reader has come for. */
  | { readonly kind: 'reveal'; readonly turn: string };

/** Page to host. Turns and conversations are named by the ids that the host gave. */
export type ConversationIntent =
  /** Asks something else in this turn's place. */
  | { readonly kind: 'edit'; readonly turn: string; readonly text: string }
  /** Asks the same again; with `choose` the person says first who is to answer. */
  | { readonly kind: 'again'; readonly turn: string; readonly choose: boolean }
  | { readonly kind: 'sibling'; readonly turn: string; readonly step: -1 | 1 }
  | { readonly kind: 'continue'; readonly turn: string }
  | { readonly kind: 'new' | 'history' | 'import' }
  /** Without a conversation, the one that the page shows. */
  | { readonly kind: 'open-in-editor'; readonly conversation?: string }
  | { readonly kind: 'search'; readonly text: string }
  /** Shows a conversation, perhaps at the place that was found. */
  | { readonly kind: 'open'; readonly conversation: string; readonly turn?: string }
  | { readonly kind: 'rename'; readonly conversation: string; readonly title: string }
  | { readonly kind: 'delete' | 'restore'; readonly conversation: string }
  | { readonly kind: 'export'; readonly conversation: string; readonly format: 'markdown' | 'json' };

/** Longest edited question, as of any question, in UTF-16 units. */
const maxQuestionLength = 1_000_000;
const maxTextLength = 1_000;
const maxIdLength = 100;

/** The message as a ConversationIntent, or `null` if it is anything else. */
export function readConversationIntent(value: unknown): ConversationIntent | null {
  const kind = stringAt(value, 'kind');
  switch (kind) {
    case 'new':
    case 'history':
    case 'import':
      return { kind };
    case 'open-in-editor': {
      const conversation = short(value, 'conversation', maxIdLength);
      return { kind, ...(conversation !== null && { conversation }) };
    }
    case 'edit':
    case 'again':
    case 'sibling':
    case 'continue':
      return readTurnIntent(value, kind);
    case 'search': {
      const text = short(value, 'text', maxTextLength);
      return text === null ? null : { kind, text };
    }
    default:
      return readLibraryIntent(value);
  }
}

function readTurnIntent(value: unknown, kind: 'edit' | 'again' | 'sibling' | 'continue'): ConversationIntent | null {
  const turn = short(value, 'turn', maxIdLength) ?? '';
  if (turn === '') return null;
  switch (kind) {
    case 'edit': {
      const text = short(value, 'text', maxQuestionLength) ?? '';
      return text.trim() === '' ? null : { kind, turn, text };
    }
    case 'again':
      return { kind, turn, choose: member(value, 'choose') === true };
    case 'sibling': {
      const step = member(value, 'step');
      return step === -1 || step === 1 ? { kind, turn, step } : null;
    }
    case 'continue':
      return { kind, turn };
    default:
      return kind satisfies never;
  }
}

/** What concerns one conversation as a whole. */
function readLibraryIntent(value: unknown): ConversationIntent | null {
  const kind = stringAt(value, 'kind');
  const conversation = short(value, 'conversation', maxIdLength) ?? '';
  if (conversation === '') return null;
  switch (kind) {
    case 'open': {
      const turn = short(value, 'turn', maxIdLength);
      return { kind, conversation, ...(turn !== null && { turn }) };
    }
    case 'delete':
    case 'restore':
      return { kind, conversation };
    case 'rename': {
      const title = short(value, 'title', maxTextLength);
      return title === null ? null : { kind, conversation, title };
    }
    case 'export': {
      const format = stringAt(value, 'format');
      return format === 'markdown' || format === 'json' ? { kind, conversation, format } : null;
    }
    default:
      return null;
  }
}

function short(value: unknown, key: string, longest: number): string | null {
  const text = stringAt(value, key);
  return text !== null && text.length <= longest ? text : null;
}
