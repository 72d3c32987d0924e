import type { Conversation } from '../../core/chat/conversation.ts';
import { emptyDraft } from '../../core/chat/draft.ts';
import type { Drafts, OpenDraft } from '../../core/chat/drafts.ts';
import type { Library } from '../../core/chat/library.ts';
import type { Maestro } from '../../core/maestro.ts';
import { type ConversationId, conversationId } from '../../core/model.ts';
import { systemClock } from '../../node/systemClock.ts';
import type { Update } from '../../webview/bridge.ts';
import { ContextSearch } from '../context/contextSearch.ts';
import type { Agents } from '../tools/agents.ts';
import { ConversationHost } from './conversationHost.ts';

interface Open {
  readonly host: ConversationHost;
  /** How many pages show it. */
  pages: number;
}

/** The conversations that a page of this window shows, or in which something is being answered. */
export class OpenConversations {
  readonly library: Library;
  readonly #maestro: Maestro;
  readonly #agents: Agents;
  readonly #drafts: Drafts;
  readonly #search = new ContextSearch();
  readonly #open = new Map<ConversationId, Open>();
  readonly #updateListeners = new Set<(update: Update) => void>();
  readonly #changeListeners = new Set<() => void>();
  readonly #unsubscribe: () => void;

  constructor(maestro: Maestro, agents: Agents, library: Library, drafts: Drafts) {
    this.#maestro = maestro;
    this.#agents = agents;
    this.#drafts = drafts;
    this.library = library;
    const subscriptions = [
      maestro.choice.onDidChange(() => this.showAccount()),
      maestro.credentials.onDidChangeState(() => this.showAccount()),
      maestro.usage.onDidChange(() => this.showAccount()),
      maestro.models.onDidChange(() => this.showAccount()),
      library.onDidChange(() => this.#tellChange()),
    ];
    this.#unsubscribe = () => subscriptions.forEach((unsubscribe) => void unsubscribe());
  }

  /** Stops every answer, and resolves when everything is kept. */
  async dispose(): Promise<void> {
    this.#unsubscribe();
    this.#updateListeners.clear();
    this.#changeListeners.clear();
    for (const { host } of this.#open.values()) host.dispose();
    this.#search.dispose();
    await Promise.all([this.library.dispose(), this.#drafts.dispose()]);
  }

  /** A new conversation for one page, to be let go of with {@link release}. */
  begin(): ConversationHost {
    return this.#begun(this.library.begin());
  }

  /** The same, with what was written in a conversation of this id in which nothing was ever asked. */
  async beginAgain(id: string): Promise<ConversationHost> {
    const conversation = this.library.begin();
    return this.#retained(conversation, await this.#drafts.move(conversationId(id), conversation.id));
  }

  /** The conversation for one page, to be let go of with {@link release}; `null` if there is none. Throws `history-unreadable`. */
  async open(id: string): Promise<ConversationHost | null> {
    // Before, so that nobody closes the conversation in between.
    const left = await this.#drafts.read(conversationId(id));
    const conversation = await this.library.open(conversationId(id));
    return conversation === null ? null : this.#retained(conversation, this.#drafts.of(conversation.id, left));
  }

  /** The same, but begun if there is none. Throws `history-unreadable`. */
  async openOrBegin(id: ConversationId): Promise<ConversationHost> {
    return (await this.open(id)) ?? this.#begun(this.library.begin(id));
  }

  /** Makes a conversation of what was exported. As {@link open}. Throws `not-importable`. */
  async import(text: string): Promise<ConversationHost> {
    return this.#begun(await this.library.import(text, systemClock.now()));
  }

  /** To be called when a page does not show the conversation any more: what is being answered in it goes on. */
  release(host: ConversationHost): void {
    const open = this.#open.get(host.conversation.id);
    if (open?.host !== host) return;
    open.pages--;
    this.#closeIfUnused(open);
  }

  /** Takes a conversation out of the list; whatever is being answered in it ends. Throws `history-unsaved`. */
  async delete(id: ConversationId): Promise<void> {
    this.#open.get(id)?.host.dispose();
    this.#open.delete(id);
    await this.library.delete(id);
  }

  /** Does something with a conversation that nobody may show; `null` if there is none. Throws `history-unreadable`. */
  async use<T>(id: string, work: (host: ConversationHost) => Promise<T>): Promise<T | null> {
    const host = await this.open(id);
    if (host === null) return null;
    try {
      return await work(host);
    } finally {
      this.release(host);
    }
  }

  async rename(id: string, title: string): Promise<void> {
    await this.use(id, async (host) => {
      host.rename(title);
      await host.conversation.saved();
    });
    this.#tellChange();
  }

  isRunning(id: ConversationId): boolean {
    return this.#open.get(id)?.host.isRunning ?? false;
  }

  /** Calls back with what any of the conversations tells its pages. Returns the unsubscriber. */
  onUpdate(listener: (update: Update) => void): () => void {
    this.#updateListeners.add(listener);
    return () => this.#updateListeners.delete(listener);
  }

  /** Calls back when the list of all conversations may look different. Returns the unsubscriber. */
  onDidChange(listener: () => void): () => void {
    this.#changeListeners.add(listener);
    return () => this.#changeListeners.delete(listener);
  }

  /** Tells the pages which account and model the next question goes to. */
  showAccount(): void {
    for (const { host } of this.#open.values()) host.showAccount();
  }

  #begun(conversation: Conversation): ConversationHost {
    return this.#retained(conversation, this.#drafts.of(conversation.id, emptyDraft));
  }

  #retained(conversation: Conversation, draft: OpenDraft): ConversationHost {
    const open = this.#open.get(conversation.id) ?? this.#add(conversation, draft);
    open.pages++;
    return open.host;
  }

  #add(conversation: Conversation, draft: OpenDraft): Open {
    const host: ConversationHost = new ConversationHost(conversation, {
      maestro: this.#maestro,
      agents: this.#agents,
      search: this.#search,
      draft,
      onRunning: () => {
        const open = this.#open.get(conversation.id);
        if (open !== undefined) this.#closeIfUnused(open);
        this.#tellChange();
      },
    });
    host.onUpdate((update) => {
      for (const listener of [...this.#updateListeners]) listener(update);
    });
    const open = { host, pages: 0 };
    this.#open.set(conversation.id, open);
    return open;
  }

  #closeIfUnused({ host, pages }: Open): void {
    if (pages > 0 || host.isRunning) return;
    host.dispose();
    this.#open.delete(host.conversation.id);
    this.library.close(host.conversation.id).catch(() => undefined);
  }

  #tellChange(): void {
    for (const listener of [...this.#changeListeners]) listener();
  }
}
