import { l10n } from 'vscode';
import type { Conversation } from '../../core/chat/conversation.ts';
import type { Summary } from '../../core/chat/summary.ts';
import type { ThreadTurn } from '../../core/chat/thread.ts';
import type { Answerer, Turn } from '../../core/chat/turn.ts';
import { failureOf } from '../../core/failure.ts';
import type { AccountId, ConversationId, TurnId } from '../../core/model.ts';
import type { ConversationHost } from '../chat/conversationHost.ts';
import type { OpenConversations } from '../chat/openConversations.ts';
import { describe } from '../words.ts';
import { isMeant, writeContinuation } from './continuation.ts';
import type { Thread } from './thread.ts';
import { newPlace, type ThreadPlace } from './threadPlace.ts';

/** A thread of Chat with the conversation that it is linked to. */
export interface FoundThread {
  readonly place: ThreadPlace;
  /** What was said in the conversation before the thread goes on from it. */
  readonly earlier: readonly Turn[];
  readonly turns: readonly ThreadTurn[];
  /** The account of its own that the conversation has. */
  readonly account: AccountId | null;
  /** What the person is to know of it; empty for nothing. */
  readonly note: string;
}

/** The threads of VS Code's Chat that are conversations of the panel as well. */
export class ChatThreads {
  readonly #conversations: OpenConversations;
  /** Of several conversations of one title this one is meant; and it may be kept nowhere. */
  #handedOver: ConversationId | null = null;

  constructor(conversations: OpenConversations) {
    this.#conversations = conversations;
  }

  /** What is to stand in Chat's input, so that what is asked there goes on with this conversation. */
  handOver({ id, title }: Conversation): string {
    this.#handedOver = id;
    return writeContinuation(title);
  }

  /** The conversations that were used last. Throws `history-unreadable`. */
  async recent(most: number): Promise<readonly Summary[]> {
    return (await this.#conversations.library.list()).slice(0, most);
  }

  /**
   * Where the thread belongs in which this is asked now; `null` if it is to go on from a conversation that is not there. Throws
   * `history-unreadable`.
   */
  async find({ place, continues, turns }: Thread, asked: string): Promise<FoundThread | null> {
    if (place !== null) return await this.#found(place, turns);
    if (continues === null) return separate(turns);
    const id = await this.#named(continues);
    const first = turns[0]?.question.text ?? asked;
    return id === null ? null : await this.#use(id, ({ conversation }) => begun(conversation, first, turns));
  }

  /** Takes the turns into the conversation that the thread is linked to. Says why they could not be, else nothing. */
  async keep({ isLinked, conversation: id, after }: ThreadPlace, turns: readonly ThreadTurn[]): Promise<string> {
    if (!isLinked) return '';
    try {
      await this.#use(id, async ({ conversation }) => {
        conversation.merge(after, turns);
        await conversation.saved();
      });
      return '';
    } catch (error) {
      return describe(failureOf(error)).sentence;
    }
  }

  /**
   * Makes the thread a conversation of the panel, or brings the one that it is up to date, and leads its path to where the
   * thread ends. A new one keeps to this answerer. Throws `history-unreadable`.
   */
  async link(place: ThreadPlace, turns: readonly ThreadTurn[], answerer: Answerer | null): Promise<Conversation> {
    const host = await this.#conversations.openOrBegin(place.conversation);
    try {
      const { conversation } = host;
      const isNew = conversation.tree.size === 0;
      const last = conversation.merge(place.after, turns);
      if (last !== null) host.choose(last);
      if (isNew) host.keepTo(answerer?.account?.id ?? null, answerer?.model?.id);
      await conversation.saved();
      return conversation;
    } finally {
      this.#conversations.release(host);
    }
  }

  async #found(place: ThreadPlace, turns: readonly ThreadTurn[]): Promise<FoundThread> {
    if (!place.isLinked) return { ...separate(turns), place };
    const found = await this.#use(place.conversation, ({ conversation }) => linked(conversation, place, turns));
    const gone = l10n.t('The conversation in the panel is not there any more: this chat goes on without it.');
    return found ?? { ...separate(turns), note: gone };
  }

  /** The conversation that is meant by what was written between quotes. */
  async #named(written: string): Promise<ConversationId | null> {
    const handed = this.#handedOver;
    const isHanded =
      handed !== null && (await this.#use(handed, ({ conversation }) => isMeant(conversation.title, written)));
    if (isHanded) return handed;
    return (await this.#conversations.library.list()).find(({ title }) => isMeant(title, written))?.id ?? null;
  }

  #use<T>(id: ConversationId, work: (host: ConversationHost) => T | Promise<T>): Promise<T | null> {
    return this.#conversations.use(id, async (host) => work(host));
  }
}

/** A thread that no conversation is known of. */
function separate(turns: readonly ThreadTurn[]): FoundThread {
  return { place: newPlace(), earlier: [], turns, account: null, note: '' };
}

/** A thread that is said to go on with the conversation; `first` is what is asked first in it. */
function begun(conversation: Conversation, first: string, turns: readonly ThreadTurn[]): FoundThread {
  const place = { conversation: conversation.id, after: beginning(conversation, first), isLinked: true };
  const note = l10n.t('This goes on from the conversation “{0}”.', conversation.title);
  return { ...linked(conversation, place, turns), note };
}

function linked(conversation: Conversation, place: ThreadPlace, turns: readonly ThreadTurn[]): FoundThread {
  const path = place.after === null ? [] : conversation.tree.pathTo(place.after);
  const earlier = path.flatMap((id) => conversation.turn(id) ?? []);
  // The conversation may have more of a turn than VS Code could keep.
  const kept = turns.map((turn) => (turn.id === null ? turn : (conversation.turn(turn.id) ?? turn)));
  return { place, earlier, turns: kept, account: conversation.account, note: '' };
}

/** What is being answered in the panel is not waited for. A first question that was stopped, or is asked again, stays in its place. */
function beginning({ path }: Conversation, first: string): TurnId | null {
  const last = path.findLast(({ outcome }) => outcome !== null) ?? null;
  return last?.question.text === first ? last.parent : (last?.id ?? null);
}
