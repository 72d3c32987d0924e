import { commands, l10n, type Memento, Uri, ViewColumn, type WebviewPanel, type WebviewView, window } from 'vscode';
import { failureOf } from '../../core/failure.ts';
import { stringAt } from '../../core/json.ts';
import type { Maestro } from '../../core/maestro.ts';
import { type ConversationId, turnId } from '../../core/model.ts';
import type { Log } from '../../core/ports.ts';
import type { CodeProposals } from '../codeProposals.ts';
import { ChatPage, type ChatPlace } from './chatPage.ts';
import type { ConversationHost } from './conversationHost.ts';
import type { OpenConversations } from './openConversations.ts';
import { PageIntents } from './pageIntents.ts';
import { tellFailure } from './tellFailure.ts';
import { chatViewId, tabType } from './viewIds.ts';

export interface ViewsDeps {
  readonly maestro: Maestro;
  readonly conversations: OpenConversations;
  readonly proposals: CodeProposals;
  readonly extensionUri: Uri;
  /** Remembers what each side bar shows. */
  readonly workspaceState: Memento;
  readonly log: Log;
}

/** The pages of this window: those in the side bars, and editor tabs. */
export class ChatViews {
  readonly #deps: ViewsDeps;
  readonly #pages = new Map<ChatPage, PageIntents>();
  /** The page of the side bar, as soon as there is one: moving the view makes another. */
  #sidebar = Promise.withResolvers<ChatPage>();
  /** Which pages showed what was deleted, should it be restored. */
  readonly #deleted = new Map<ConversationId, readonly ChatPage[]>();
  /** The page that was used last. */
  #last: ChatPage | null = null;

  constructor(deps: ViewsDeps) {
    this.#deps = deps;
  }

  get maestro(): Maestro {
    return this.#deps.maestro;
  }

  get conversations(): OpenConversations {
    return this.#deps.conversations;
  }

  get proposals(): CodeProposals {
    return this.#deps.proposals;
  }

  /** Restores an editor tab. What its page has kept is as hostile as any message (faults WV-09): only an id is read of it. */
  async restoreTab(panel: WebviewPanel, state: unknown): Promise<void> {
    this.#addTab(panel, await this.#reopened(stringAt(state, 'conversation')));
  }

  /** Fills a view of a side bar with the conversation that it had. */
  async fill(view: WebviewView): Promise<void> {
    const key = `${view.viewType}.conversation`;
    const host = await this.#reopened(this.#deps.workspaceState.get<unknown>(key));
    const place: ChatPlace = {
      webview: view.webview,
      isVisible: () => view.visible,
      bringToFront: () => view.show(),
      onShow: ({ conversation }) => {
        void this.#deps.workspaceState.update(key, conversation.id);
      },
    };
    const page = this.#add(place, host, (dispose) => view.onDidDispose(dispose));
    view.onDidChangeVisibility(() => page.shown());
    if (view.viewType !== chatViewId) return;
    this.#sidebar.resolve(page);
    view.onDidDispose(() => {
      this.#sidebar = Promise.withResolvers();
    });
  }

  /** Resolves when the accounts are known, as far as the system lets us read them. */
  async ready(): Promise<void> {
    await this.maestro.accounts.ready().catch(() => undefined);
  }

  /** The page that commands are for: the one that was used last, if it is in sight, else that of the side bar. */
  async current(): Promise<ChatPage> {
    if (this.#last?.isVisible === true) return this.#last;
    await commands.executeCommand(`${chatViewId}.focus`);
    return await this.#sidebar.promise;
  }

  /** Begins a new conversation in the page; what is being answered in the one before goes on. */
  begin(page: ChatPage): void {
    if (page.host.conversation.path.length > 0) this.take(page, this.conversations.begin());
    page.focus();
  }

  /** Shows a conversation in the page, perhaps at one of its turns. Throws `history-unreadable`. */
  async show(page: ChatPage, id: string, turn: string | null = null): Promise<void> {
    const host = await this.#found(id);
    if (host === null) return;
    const wanted = turn === null ? null : turnId(turn);
    const isThere = wanted !== null && host.conversation.turn(wanted) !== null;
    if (isThere) host.choose(wanted);
    this.take(page, host);
    page.focus();
    if (isThere) page.post({ kind: 'reveal', turn: wanted });
  }

  /** Shows a conversation that was opened for this page in it. */
  take(page: ChatPage, host: ConversationHost): void {
    const before = page.host;
    page.show(host);
    this.conversations.release(before);
  }

  /** Opens the conversation in an editor tab as well. Throws `history-unreadable`. */
  async openInEditor(id: string): Promise<void> {
    const host = await this.#found(id);
    if (host !== null) this.#addTab(window.createWebviewPanel(tabType, titleOf(host), ViewColumn.Active), host);
  }

  /** Shows all conversations in the page. Throws `history-unreadable`. */
  async showHistory(page: ChatPage): Promise<void> {
    page.bringToFront();
    await this.#pages.get(page)?.handle({ kind: 'history' });
  }

  /**
   * Takes a conversation out of the list; pages that show it begin a new one. Throws `history-unreadable` and
   * `history-unsaved`.
   */
  async delete(from: ChatPage, id: ConversationId): Promise<void> {
    const pages = [...this.#pages.keys()].filter(({ host }) => host.conversation.id === id);
    const summaries = await this.conversations.library.list();
    const title = summaries.find((summary) => summary.id === id)?.title ?? '';
    await this.conversations.delete(id);
    for (const page of pages) this.take(page, this.conversations.begin());
    this.#deleted.set(id, pages);
    from.post({ kind: 'deleted', conversation: id, title });
  }

  /** Brings back what was deleted, also to where it was shown. Throws `history-unsaved` and `history-unreadable`. */
  async restore(id: ConversationId): Promise<void> {
    await this.conversations.library.restore(id);
    const pages = this.#deleted.get(id) ?? [];
    this.#deleted.delete(id);
    for (const page of pages) {
      if (this.#pages.has(page) && page.host.conversation.path.length === 0) await this.show(page, id);
    }
  }

  /** Does something for the person, and tells them why it could not be done. */
  async told(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const failure = failureOf(error);
      this.#deps.log.warn('the panel could not do it', { code: failure.code });
      void tellFailure(failure);
    }
  }

  #addTab(panel: WebviewPanel, host: ConversationHost): void {
    panel.iconPath = Uri.joinPath(this.#deps.extensionUri, 'media', 'icon.png');
    const place: ChatPlace = {
      webview: panel.webview,
      isVisible: () => panel.visible,
      bringToFront: () => panel.reveal(panel.viewColumn),
      onShow: (shown) => {
        panel.title = titleOf(shown);
      },
    };
    const page = this.#add(place, host, (dispose) => panel.onDidDispose(dispose));
    if (panel.active) this.#last = page;
    panel.onDidChangeViewState(() => {
      if (panel.active) this.#last = page;
      page.shown();
    });
  }

  #add(place: ChatPlace, host: ConversationHost, onDidDispose: (dispose: () => void) => unknown): ChatPage {
    const dist = Uri.joinPath(this.#deps.extensionUri, 'dist');
    const page = new ChatPage(place, host, {
      dist,
      log: this.#deps.log,
      handle: (intent) => {
        if (intent.kind !== 'ready' && intent.kind !== 'alive') this.#last = page;
        return this.told(() => intents.handle(intent));
      },
    });
    const intents = new PageIntents(page, this);
    this.#pages.set(page, intents);
    onDidDispose(() => {
      this.#pages.delete(page);
      if (this.#last === page) this.#last = null;
      intents.dispose();
      page.dispose();
      this.conversations.release(page.host);
    });
    return page;
  }

  async #found(id: string): Promise<ConversationHost | null> {
    const host = await this.conversations.open(id);
    if (host === null) void window.showWarningMessage(l10n.t('This conversation is not there any more.'));
    return host;
  }

  /** The conversation of this id, else a new one: whatever was kept must not keep the page from opening. */
  async #reopened(id: unknown): Promise<ConversationHost> {
    let host: ConversationHost | null = null;
    await this.told(async () => {
      if (typeof id !== 'string') return;
      host = (await this.conversations.open(id)) ?? (await this.conversations.beginAgain(id));
    });
    return host ?? this.conversations.begin();
  }
}

function titleOf({ conversation }: ConversationHost): string {
  return conversation.title === '' ? l10n.t('New Chat') : conversation.title;
}
