import type { Hit } from '../../core/chat/searchTurns.ts';
import { cleanText } from '../../core/cleanText.ts';
import { systemClock } from '../../node/systemClock.ts';
import type { ShownHit, ShownSummary } from '../../webview/bridge.ts';
import { Batcher } from '../batcher.ts';
import type { ChatPage } from './chatPage.ts';
import { summaryDetail } from './historyWords.ts';
import type { OpenConversations } from './openConversations.ts';

/** A list that is looked at is told anew so often at most: an answer that arrives changes it all the time. */
const listMs = 1_000;
/** How often what a search finds is told. */
const hitsMs = 100;

/** The earlier conversations as one page looks at them. */
export class PageHistory {
  readonly #page: ChatPage;
  readonly #conversations: OpenConversations;
  readonly #changes = new Batcher<null>(listMs, () => this.#update());
  readonly #unsubscribe: () => void;
  #isLookedAt = false;
  #search = new AbortController();

  constructor(page: ChatPage, conversations: OpenConversations) {
    this.#page = page;
    this.#conversations = conversations;
    this.#unsubscribe = conversations.onDidChange(() => {
      if (this.#isLookedAt && page.isVisible) this.#changes.add([null]);
    });
  }

  dispose(): void {
    this.#unsubscribe();
    this.#changes.dispose();
    this.#search.abort();
  }

  /** Shows all conversations, from now on as they change. Throws `history-unreadable`. */
  async show(): Promise<void> {
    this.#isLookedAt = true;
    await this.#tell(true);
  }

  async #tell(opens: boolean): Promise<void> {
    const now = systemClock.now();
    const shown = this.#page.host.conversation.id;
    const summaries = await this.#conversations.library.list();
    const list = summaries.map((summary): ShownSummary => {
      const { id, title, updatedAt: usedAt } = summary;
      const isRunning = this.#conversations.isRunning(id);
      return { id, title, usedAt, detail: summaryDetail(summary, now), isOpen: id === shown, isRunning };
    });
    this.#page.post({ kind: 'history', list, opens });
  }

  /** The page shows a conversation now, and no list. */
  left(): void {
    this.#isLookedAt = false;
    this.#search.abort();
  }

  /** Tells the page where this text is found, as it is found. A search before it ends. Throws `history-unreadable`. */
  async search(text: string): Promise<void> {
    this.#search.abort();
    const search = new AbortController();
    this.#search = search;
    const list: ShownHit[] = [];
    const tell = (done: boolean): void => this.#page.post({ kind: 'hits', text, list: [...list], done });
    const batcher = new Batcher<null>(hitsMs, () => tell(false));
    try {
      for await (const hits of this.#conversations.library.search(text, search.signal)) {
        if (search.signal.aborted) return;
        list.push(...hits.map((hit) => shownHit(hit, text)));
        batcher.add([null]);
      }
      tell(true);
    } catch (error) {
      if (!search.signal.aborted) throw error;
    } finally {
      batcher.dispose();
    }
  }

  #update(): void {
    // What cannot be read is said when the person asks for it.
    this.#tell(false).catch(() => undefined);
  }
}

function shownHit({ conversation, title, turn, excerpt }: Hit, text: string): ShownHit {
  const wanted = cleanText(text);
  const at = excerpt.toLowerCase().indexOf(wanted.toLowerCase());
  const [start, end] = at === -1 ? [excerpt.length, excerpt.length] : [at, at + wanted.length];
  const [before, match, after] = [excerpt.slice(0, start), excerpt.slice(start, end), excerpt.slice(end)];
  return { conversation, title, turn, before, match, after };
}
