import { type JsonObject, stringAt } from '../core/json.ts';
import type { CallId } from '../core/model.ts';
import type { StatusPart } from '../core/parts.ts';

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

/** A piece of an answer as the page is sent it: without what only the vendor that gave it can read. */
export type ShownPart =
  | { readonly kind: 'text' | 'reasoning'; readonly block: number; readonly delta: string }
  | {
      readonly kind: 'tool-input';
      readonly block: number;
      readonly call: CallId;
      readonly tool: string;
      readonly delta: string;
    }
  | {
      readonly kind: 'tool-call';
      readonly block: number;
      readonly call: CallId;
      readonly tool: string;
      readonly input: JsonObject;
    };

/** The same of an answer that has ended. */
export type EndedPart =
  | { readonly kind: 'text' | 'reasoning'; readonly text: string }
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

export type ShownMessage =
  | { readonly role: 'user'; readonly text: string }
  | {
      readonly role: 'assistant';
      readonly parts: readonly EndedPart[];
      readonly outcome: ShownOutcome;
      /** Who answered: account label and model. */
      readonly by: string;
    };

/** The account that the next question goes to; `null` when nobody is signed in. */
export type ShownAccount = {
  readonly label: string;
  readonly plan: string | null;
  readonly model: string;
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
  readonly account: ShownAccount;
  /** Where one can sign in; the same for as long as the extension runs. */
  readonly vendors: readonly ShownVendor[];
  readonly messages: readonly ShownMessage[];
  /** The turn that is being answered, with what has arrived so far. */
  readonly running: { readonly turn: number; readonly parts: readonly ShownPart[]; readonly by: string } | null;
}

/** Host to page. */
export type Update =
  | { readonly kind: 'snapshot'; readonly state: ChatState }
  | { readonly kind: 'account'; readonly account: ShownAccount }
  | { readonly kind: 'started'; readonly turn: number; readonly text: string; readonly by: string }
  | { readonly kind: 'answerer'; readonly turn: number; readonly by: string }
  | { readonly kind: 'parts'; readonly turn: number; readonly parts: readonly (ShownPart | ShownStatus)[] }
  | { readonly kind: 'ended'; readonly turn: number; readonly outcome: ShownOutcome }
  | { readonly kind: 'focus' };

/** Page to host. */
export type Intent =
  | { readonly kind: 'ready' }
  | { readonly kind: 'send'; readonly text: string }
  | { readonly kind: 'stop' }
  | { readonly kind: 'action'; readonly action: Action }
  | { readonly kind: 'sign-in'; readonly vendor: string }
  | { readonly kind: 'open-link'; readonly href: string };

/** Longest question that the page may send, in UTF-16 units. */
export const maxQuestionLength = 1_000_000;

/** The message as an Intent, or `null` if it is anything else: what comes out of a page is not trusted. */
export function readIntent(value: unknown): Intent | null {
  switch (stringAt(value, 'kind')) {
    case 'ready':
      return { kind: 'ready' };
    case 'stop':
      return { kind: 'stop' };
    case 'send': {
      const text = stringAt(value, 'text');
      return text !== null && text.trim() !== '' && text.length <= maxQuestionLength ? { kind: 'send', text } : null;
    }
    case 'action': {
      const action = stringAt(value, 'action');
      return action !== null && isAction(action) ? { kind: 'action', action } : null;
    }
    case 'sign-in': {
      const vendor = stringAt(value, 'vendor');
      return vendor !== null && vendor !== '' && vendor.length <= 100 ? { kind: 'sign-in', vendor } : null;
    }
    case 'open-link': {
      const href = stringAt(value, 'href');
      return href !== null && href.length <= 4_096 ? { kind: 'open-link', href } : null;
    }
    default:
      return null;
  }
}

function isAction(text: string): text is Action {
  return actions.includes(text);
}
