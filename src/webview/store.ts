import { type Block, foldParts } from './blocks.ts';
import type {
  ChatState,
  ShownAccount,
  ShownAttached,
  ShownComposer,
  ShownConversation,
  ShownImage,
  ShownOutcome,
  ShownPart,
  ShownSiblings,
  ShownStatus,
  ShownVendor,
  Update,
} from './bridge.ts';
import { emptyComposer } from './composerBridge.ts';
import { shownMessages } from './snapshot.ts';

/** A message as the page keeps it. The key stays with a message from its first token to its end. */
export type PageMessage =
  | {
      readonly key: number;
      readonly role: 'user';
      /** As the host knows it; `null` where it did not say. */
      readonly turn: string | null;
      /** `null` where nothing was asked in its stead. */
      readonly siblings: ShownSiblings | null;
      readonly text: string;
      readonly images: readonly ShownImage[];
      /** What else went with it. */
      readonly attached: readonly ShownAttached[];
    }
  | {
      readonly key: number;
      readonly role: 'assistant';
      /** As the host knows it; `null` where it did not say. */
      readonly turn: string | null;
      /** `null` where it was not asked again. */
      readonly siblings: ShownSiblings | null;
      /** Whether it stopped before its end and can be gone on with. */
      readonly canContinue: boolean;
      readonly by: string;
      readonly blocks: readonly Block[];
      /** What is being done while nothing arrives; `null` once something has. */
      readonly status: ShownStatus | null;
      /** `null` while the answer arrives. */
      readonly outcome: ShownOutcome | null;
    };
export type Question = Extract<PageMessage, { role: 'user' }>;
export type Answer = Extract<PageMessage, { role: 'assistant' }>;

export interface PageState {
  /** `undefined` until the host has said; then `null` is nobody. */
  readonly account: ShownAccount | undefined;
  readonly conversation: ShownConversation;
  readonly vendors: readonly ShownVendor[];
  readonly composer: ShownComposer;
  readonly messages: readonly PageMessage[];
  /** The turn that the last message answers. */
  readonly turn: string | null;
  readonly nextKey: number;
}

export const emptyState: PageState = {
  account: undefined,
  conversation: { id: '', title: '', isReadOnly: false },
  vendors: [],
  composer: emptyComposer,
  messages: [],
  turn: null,
  nextKey: 0,
};

/** The state after an update; an update for a turn that is not running changes nothing. */
export function reduce(state: PageState, update: Update): PageState {
  switch (update.kind) {
    case 'snapshot':
      return fromSnapshot(update.state, state);
    case 'account':
      // A page that is still loading is told of changes too. What it shows begins with the snapshot, which has the account.
      if (state.account === undefined) return state;
      return { ...state, account: update.account };
    case 'started':
      return started(ended(state, { kind: 'stopped' }), update);
    case 'answerer':
      return update.turn === state.turn ? changed(state, (answer) => ({ ...answer, by: update.by })) : state;
    case 'parts':
      return update.turn === state.turn ? changed(state, (answer) => received(answer, update.parts)) : state;
    case 'ended':
      return update.turn === state.turn ? ended(state, update.outcome, update.canContinue) : goesOn(state, update);
    case 'composer':
      return { ...state, composer: update.composer };
    case 'title':
      return { ...state, conversation: { ...state.conversation, title: update.title } };
    case 'focus':
    case 'ping':
    case 'files':
    case 'colours':
    case 'context-offers':
    case 'written':
    case 'draft':
    case 'history':
    case 'hits':
    case 'deleted':
    case 'reveal':
      return state;
    default:
      return update satisfies never;
  }
}

/** The state once the reader has stopped the answer: what of it is still on its way is not shown any more. */
export function stopped(state: PageState): PageState {
  return state.turn === null ? state : ended(state, { kind: 'stopped' });
}

/** The answer that is arriving. */
export function runningAnswer(state: PageState): Answer | null {
  const last = state.messages.at(-1);
  return last?.role === 'assistant' && last.outcome === null ? last : null;
}

function fromSnapshot({ conversation, account, vendors, messages, running }: ChatState, before: PageState): PageState {
  const shown = shownMessages(messages, before.messages, before.nextKey);
  const key = before.nextKey + shown.length;
  const all = running === null ? shown : [...shown, received(newAnswer(key, running), running.parts)];
  return { ...before, conversation, account, vendors, messages: all, turn: running?.turn ?? null, nextKey: key + 1 };
}

function started(state: PageState, { turn, text, attached = [], by }: Extract<Update, { kind: 'started' }>): PageState {
  const key = state.nextKey;
  const messages = [
    ...state.messages,
    { key, role: 'user' as const, turn, siblings: null, text, images: [], attached },
    newAnswer(key + 1, { turn, by }),
  ];
  return { ...state, messages, turn, nextKey: key + 2 };
}

interface Begun {
  readonly turn: string;
  readonly siblings?: ShownSiblings;
  readonly by: string;
}

function newAnswer(key: number, { turn, siblings, by }: Begun): Answer {
  const nothing = { canContinue: false, blocks: [], status: null, outcome: null };
  return { key, role: 'assistant', turn, siblings: siblings ?? null, by, ...nothing };
}

function received(answer: Answer, parts: readonly (ShownPart | ShownStatus)[]): Answer {
  const content = parts.filter((part) => 'block' in part);
  const last = parts.at(-1);
  const status = last === undefined ? answer.status : 'block' in last ? null : last;
  return { ...answer, blocks: foldParts(answer.blocks, content), status };
}

function ended(state: PageState, outcome: ShownOutcome, canContinue = false): PageState {
  return { ...changed(state, (answer) => ({ ...answer, outcome, canContinue, status: null })), turn: null };
}

/** Of an answer that the reader has stopped, the page has shown the end already. */
function goesOn(state: PageState, { turn, canContinue = false }: Extract<Update, { kind: 'ended' }>): PageState {
  const last = state.messages.at(-1);
  if (last?.role !== 'assistant' || last.turn !== turn || last.canContinue === canContinue) return state;
  return { ...state, messages: state.messages.with(-1, { ...last, canContinue }) };
}

function changed(state: PageState, change: (answer: Answer) => Answer): PageState {
  const running = runningAnswer(state);
  return running === null ? state : { ...state, messages: state.messages.with(-1, change(running)) };
}
