import { type Block, blockOf, foldParts } from './blocks.ts';
import type {
  ChatState,
  ShownAccount,
  ShownMessage,
  ShownOutcome,
  ShownPart,
  ShownStatus,
  ShownVendor,
  Update,
} from './bridge.ts';

/** A message as the page keeps it. The key stays with a message from its first token to its end. */
export type PageMessage =
  | { readonly key: number; readonly role: 'user'; readonly text: string }
  | {
      readonly key: number;
      readonly role: 'assistant';
      readonly by: string;
      readonly blocks: readonly Block[];
      /** What is being done while nothing arrives; `null` once something has. */
      readonly status: ShownStatus | null;
      /** `null` while the answer arrives. */
      readonly outcome: ShownOutcome | null;
    };
export type Answer = Extract<PageMessage, { role: 'assistant' }>;

export interface PageState {
  /** `undefined` until the host has said; then `null` is nobody. */
  readonly account: ShownAccount | undefined;
  readonly vendors: readonly ShownVendor[];
  readonly messages: readonly PageMessage[];
  /** The turn that the last message answers. */
  readonly turn: number | null;
  readonly nextKey: number;
}

export const emptyState: PageState = { account: undefined, vendors: [], messages: [], turn: null, nextKey: 0 };

/** The state after an update; an update for a turn that is not running changes nothing. */
export function reduce(state: PageState, update: Update): PageState {
  switch (update.kind) {
    case 'snapshot':
      return fromSnapshot(update.state, state);
    case 'account':
      return { ...state, account: update.account };
    case 'started':
      return started(ended(state, { kind: 'stopped' }), update);
    case 'answerer':
      return update.turn === state.turn ? changed(state, (answer) => ({ ...answer, by: update.by })) : state;
    case 'parts':
      return update.turn === state.turn ? changed(state, (answer) => received(answer, update.parts)) : state;
    case 'ended':
      return update.turn === state.turn ? ended(state, update.outcome) : state;
    case 'focus':
      return state;
    default:
      return update satisfies never;
  }
}

/** The answer that is arriving. */
export function runningAnswer(state: PageState): Answer | null {
  const last = state.messages.at(-1);
  return last?.role === 'assistant' && last.outcome === null ? last : null;
}

function fromSnapshot({ account, vendors, messages, running }: ChatState, before: PageState): PageState {
  const made = messages.map((message, index) => toPage(message, before.nextKey + index));
  const different = made.findIndex((message, index) => !isSame(before.messages[index], message));
  // What comes after the first difference is made anew as well: the page only ever adds messages at its end.
  const same = different === -1 ? made.length : different;
  const shown = [...before.messages.slice(0, same), ...made.slice(same)];
  const key = before.nextKey + shown.length;
  if (running !== null) shown.push(received(newAnswer(key, running.by), running.parts));
  return { account, vendors, messages: shown, turn: running?.turn ?? null, nextKey: key + 1 };
}

/** Whether a message that is on the page already says the same, so that it can stay as the reader left it. */
function isSame(old: PageMessage | undefined, made: PageMessage): boolean {
  if (old === undefined) return false;
  if (old.role === 'user') return made.role === 'user' && old.text === made.text;
  if (made.role === 'user' || old.by !== made.by || old.blocks.length !== made.blocks.length) return false;
  if (JSON.stringify(old.outcome) !== JSON.stringify(made.outcome)) return false;
  return old.blocks.every((block, index) => {
    const other = made.blocks[index];
    return block.kind === other?.kind && contentOf(block) === contentOf(other);
  });
}

function contentOf(block: Block): string {
  return block.kind === 'tool' ? block.input : block.text;
}

function toPage(message: ShownMessage, key: number): PageMessage {
  if (message.role === 'user') return { key, role: 'user', text: message.text };
  const blocks = message.parts.map(blockOf);
  return { key, role: 'assistant', by: message.by, blocks, status: null, outcome: message.outcome };
}

function started(state: PageState, { turn, text, by }: Extract<Update, { kind: 'started' }>): PageState {
  const key = state.nextKey;
  const messages = [...state.messages, { key, role: 'user' as const, text }, newAnswer(key + 1, by)];
  return { ...state, messages, turn, nextKey: key + 2 };
}

function newAnswer(key: number, by: string): Answer {
  return { key, role: 'assistant', by, blocks: [], status: null, outcome: null };
}

function received(answer: Answer, parts: readonly (ShownPart | ShownStatus)[]): Answer {
  const content = parts.filter((part) => 'block' in part);
  const last = parts.at(-1);
  const status = last === undefined ? answer.status : 'block' in last ? null : last;
  return { ...answer, blocks: foldParts(answer.blocks, content), status };
}

function ended(state: PageState, outcome: ShownOutcome): PageState {
  return { ...changed(state, (answer) => ({ ...answer, outcome, status: null })), turn: null };
}

function changed(state: PageState, change: (answer: Answer) => Answer): PageState {
  const running = runningAnswer(state);
  return running === null ? state : { ...state, messages: state.messages.with(-1, change(running)) };
}
