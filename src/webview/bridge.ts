import type { Edit } from '../core/chat/draft.ts';
import { type JsonObject, stringAt } from '../core/json.ts';
import type { CallId } from '../core/model.ts';
import type { StatusPart, ToolCall, ToolInput } from '../core/parts.ts';
import { type AnswerIntent, type AnswerUpdate, readAnswerIntent, type ShownImage } from './answerBridge.ts';
import {
  type ComposerIntent,
  type ComposerUpdate,
  maxQuestionLength,
  readComposerIntent,
  type ShownAttached,
} from './composerBridge.ts';
import {
  type ConversationIntent,
  type ConversationUpdate,
  readConversationIntent,
  type ShownConversation,
  type ShownSiblings,
} from './conversationBridge.ts';
import { openableHref } from './markdown/links.ts';

export type {
  AnswerIntent,
  AnswerUpdate,
  CodeBlockId,
  CodeColours,
  CodeUse,
  Ground,
  ShownFile,
  ShownImage,
  TokenKind,
} from './answerBridge.ts';
export { mostFilesAsked } from './answerBridge.ts';
export type {
  ComposerIntent,
  ContextKind,
  ShownAttached,
  ShownAttachment,
  ShownComposer,
  ShownOffer,
  ShownQueued,
} from './composerBridge.ts';
export { contextKinds, maxQuestionLength } from './composerBridge.ts';
export type {
  ConversationIntent,
  ConversationUpdate,
  ShownConversation,
  ShownHit,
  ShownSiblings,
  ShownSummary,
} from './conversationBridge.ts';

/** What a button under a failure does. The host looks the action up; the page never names a command. */
export type Action =
  | 'sign-in'
  | 'sign-in-again'
  | 'switch-account'
  | 'choose-model'
  | 'retry'
  | 'new-chat'
  | 'open-settings'
  | 'open-usage'
  | 'show-log';
const actions: readonly string[] = [
  'sign-in',
  'sign-in-again',
  'switch-account',
  'choose-model',
  'retry',
  'new-chat',
  'open-settings',
  'open-usage',
  'show-log',
] satisfies readonly Action[];

/** Where an answer says it has something from. */
export interface ShownSource {
  readonly url: string;
  readonly title: string;
}

/** What came of a tool call, as text. */
export interface ShownResult {
  readonly call: CallId;
  readonly text: string;
  readonly failed: boolean;
}

/** A piece of an answer as the page is sent it: without what only the vendor that gave it can read. */
export type ShownPart =
  | { readonly kind: 'text'; readonly block: number; readonly delta: string }
  | {
      readonly kind: 'reasoning';
      readonly block: number;
      readonly delta: string;
      /** How long the model thought, once that is known. */
      readonly ms?: number;
    }
  | ({ readonly kind: 'citation'; readonly block: number } & ShownSource)
  | { readonly kind: 'image'; readonly block: number; readonly image: ShownImage }
  | ({ readonly kind: 'tool-result'; readonly block: number } & ShownResult)
  | ToolInput
  | Omit<ToolCall, 'replay'>;

/** The same of an answer that has ended. */
export type EndedPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'reasoning'; readonly text: string; readonly ms?: number }
  | ({ readonly kind: 'citation' } & ShownSource)
  | { readonly kind: 'image'; readonly image: ShownImage }
  | ({ readonly kind: 'tool-result' } & ShownResult)
  | { readonly kind: 'tool-call'; readonly call: CallId; readonly tool: string; readonly input: JsonObject };

export type ShownStatus = Exclude<StatusPart, { kind: 'limits' }>;

/** How an answer ended, in the words of the host. */
export type ShownOutcome =
  | { readonly kind: 'complete'; readonly note: string | null }
  | { readonly kind: 'stopped' }
  | {
      readonly kind: 'failed';
      readonly sentence: string;
      readonly actions: readonly { readonly action: Action; readonly label: string }[];
    };

/** What is left out of a message is not known, or does not apply. */
export type ShownMessage =
  | {
      readonly role: 'user';
      /** The turn that it begins; without it, it cannot be edited. */
      readonly turn?: string;
      readonly text: string;
      readonly images?: readonly ShownImage[];
      /** What else went with it. */
      readonly attached?: readonly ShownAttached[];
      readonly siblings?: ShownSiblings;
    }
  | {
      readonly role: 'assistant';
      /** The turn that it answers; without it nothing can be done with its code blocks and files. */
      readonly turn?: string;
      readonly siblings?: ShownSiblings;
      /** Whether it stopped before its end and can be gone on with. */
      readonly canContinue?: boolean;
      readonly parts: readonly EndedPart[];
      readonly outcome: ShownOutcome;
      /** Who answered: account label and model. */
      readonly by: string;
    };

/** How the account stands. The sentence says more, where there is more to say. */
export interface ShownStanding {
  readonly kind: 'ok' | 'renewing' | 'trouble' | 'limit-reached' | 'needs-sign-in';
  readonly sentence: string | null;
}

/** The account that the next question goes to; `null` when nobody is signed in. */
export type ShownAccount = {
  readonly label: string;
  readonly plan: string | null;
  readonly model: string;
  /** How hard the model is to think, in a word; `null` for its own measure. */
  readonly effort: string | null;
  readonly standing: ShownStanding;
  /** Who pays for the answers, in a few words; may be empty. */
  readonly payer: string;
  /** What the vendor wants said where the account is used. */
  readonly notice: string | null;
} | null;

/** A vendor as it is offered to somebody who is not signed in. The page gives back the id and nothing else. */
export interface ShownVendor {
  readonly id: string;
  readonly label: string;
  /** What one needs to have, in a few words; may be empty. */
  readonly detail: string;
}

export interface ChatState {
  readonly conversation: ShownConversation;
  readonly account: ShownAccount;
  /** Where one can sign in; the same for as long as the extension runs. */
  readonly vendors: readonly ShownVendor[];
  readonly messages: readonly ShownMessage[];
  /** What is being written in the place of questions, as an earlier window or another page has left it. */
  readonly edits: readonly Edit[];
  /** The turn that is being answered, with what has arrived so far. */
  readonly running: {
    readonly turn: string;
    readonly siblings?: ShownSiblings;
    readonly parts: readonly ShownPart[];
    readonly by: string;
  } | null;
}

/** Host to page. */
export type Update =
  | { readonly kind: 'snapshot'; readonly state: ChatState }
  | { readonly kind: 'account'; readonly account: ShownAccount }
  | {
      readonly kind: 'started';
      readonly turn: string;
      readonly text: string;
      readonly attached?: readonly ShownAttached[];
      readonly by: string;
    }
  | { readonly kind: 'answerer'; readonly turn: string; readonly by: string }
  | { readonly kind: 'parts'; readonly turn: string; readonly parts: readonly (ShownPart | ShownStatus)[] }
  | {
      readonly kind: 'ended';
      readonly turn: string;
      readonly outcome: ShownOutcome;
      /** Whether it stopped before its end and can be gone on with. */
      readonly canContinue?: boolean;
    }
  | { readonly kind: 'focus' }
  /** Asks whether the page lives. */
  | { readonly kind: 'ping' }
  | AnswerUpdate
  | ComposerUpdate
  | ConversationUpdate;

/** Page to host. */
export type Intent =
  | { readonly kind: 'ready' }
  | { readonly kind: 'alive' }
  /** A question during another turn waits for its turn. */
  | { readonly kind: 'send'; readonly text: string }
  /** A question that ends the turn which is being answered. */
  | { readonly kind: 'interrupt'; readonly text: string }
  | { readonly kind: 'stop' }
  /** `turn` is the one that is tried again. */
  | { readonly kind: 'action'; readonly action: Action; readonly turn?: string }
  | { readonly kind: 'sign-in'; readonly vendor: string }
  | { readonly kind: 'open-link'; readonly href: string }
  | AnswerIntent
  | ComposerIntent
  | ConversationIntent;

const maxTurnLength = 100;

/** The message as an Intent, or `null` if it is anything else: what comes out of a page is not trusted. */
export function readIntent(value: unknown): Intent | null {
  const kind = stringAt(value, 'kind');
  switch (kind) {
    case 'ready':
      return { kind: 'ready' };
    case 'alive':
      return { kind: 'alive' };
    case 'stop':
      return { kind: 'stop' };
    case 'send':
    case 'interrupt': {
      const text = stringAt(value, 'text');
      return text !== null && text.trim() !== '' && text.length <= maxQuestionLength ? { kind, text } : null;
    }
    case 'action': {
      const action = stringAt(value, 'action');
      const turn = stringAt(value, 'turn') ?? '';
      if (action === null || !isAction(action) || turn.length > maxTurnLength) return null;
      return { kind, action, ...(turn !== '' && { turn }) };
    }
    case 'sign-in': {
      const vendor = stringAt(value, 'vendor');
      return vendor !== null && vendor !== '' && vendor.length <= 100 ? { kind: 'sign-in', vendor } : null;
    }
    case 'open-link': {
      const href = openableHref(stringAt(value, 'href') ?? '');
      return href === null ? null : { kind: 'open-link', href };
    }
    default:
      return readAnswerIntent(value) ?? readComposerIntent(value) ?? readConversationIntent(value);
  }
}

function isAction(text: string): text is Action {
  return actions.includes(text);
}
