import type { Failure } from '../failure.ts';
import { type ConversationId, conversationId, type EpochMs } from '../model.ts';
import type { SharedTexts } from '../ports.ts';
import { Conversation } from './conversation.ts';
import { isId } from './entryRecord.ts';
import { importJson } from './importJson.ts';
import type { JournalDeps } from './journal.ts';
import { type Hit, searchTurns } from './searchTurns.ts';
import { type IndexRow, newestFirst, readIndex, type Summary, summarise, writeIndex } from './summary.ts';

const indexName = 'index';
/** Most places that a search shows. */
const maxHits = 200;
const maxHitsEach = 10;

export interface LibraryDeps extends JournalDeps {
  /** Where the index is kept, which can be made anew at any time. */
  readonly texts: SharedTexts;
}

/** All conversations: those in the folder, which every window shares, and those that are open in this one. */
export class Library {
  readonly #deps: LibraryDeps;
  readonly #open = new Map<ConversationId, Conversation>();
  readonly #opening = new Map<ConversationId, Promise<Conversation | null>>();
  readonly #deleted = new Set<ConversationId>();
  readonly #listeners = new Set<() => void>();
  /** The conversations that cannot be kept at present. */
  readonly #unsaved = new Set<object>();
  readonly #unwatch: () => void;
  #rows: Map<ConversationId, IndexRow> | null = null;

  constructor(deps: LibraryDeps) {
    this.#deps = deps;
    this.#unwatch = deps.files.watch((name) => this.#noticed(name));
  }

  /** A new conversation, which is listed from its first question on; `id` is for one that has an id already. */
  begin(id?: ConversationId): Conversation {
    return this.#keep(Conversation.begin(this.#journalDeps(), id));
  }

  /** The conversation, the same object for everybody in this window; `null` if there is none. Throws `history-unreadable`. */
  async open(id: ConversationId): Promise<Conversation | null> {
    const open = this.#open.get(id);
    if (open !== undefined) return open;
    if (!isId(id)) return null;
    const opening = this.#opening.get(id) ?? Conversation.open(id, this.#journalDeps());
    this.#opening.set(id, opening);
    try {
      const conversation = await opening;
      return conversation === null ? null : this.#keep(conversation);
    } finally {
      this.#opening.delete(id);
    }
  }

  /** Lets go of a conversation that nobody shows any more; what is being answered in it goes on, and keeps it open. */
  async close(id: ConversationId): Promise<void> {
    const conversation = this.#open.get(id);
    if (conversation === undefined || conversation.running.length > 0) return;
    this.#open.delete(id);
    await conversation.close();
  }

  /** The newest first. Only what has changed since the last time is read. Throws `history-unreadable`. */
  async list(): Promise<readonly Summary[]> {
    const before = await this.#index();
    const rows = new Map<ConversationId, IndexRow>();
    let isChanged = false;
    for (const { name, bytes } of await this.#deps.files.list()) {
      const id = conversationId(name);
      if (!isId(name) || bytes === 0) continue;
      const known = before.get(id);
      const row = known?.bytes === bytes ? known : await this.#summarise(id, bytes);
      isChanged ||= row !== known;
      if (row !== null) rows.set(id, row);
    }
    this.#rows = rows;
    // It is made anew where it cannot be kept.
    if (isChanged || rows.size !== before.size)
      await this.#deps.texts.write(indexName, writeIndex([...rows.values()])).catch(() => undefined);
    return [...rows.values()].toSorted(newestFirst);
  }

  /**
   * Where this text is found, in whatever case, the newest conversations first and at most 200 places, a conversation's as
   * soon as it is read. Throws `signal.reason` when that is aborted, and `history-unreadable`.
   */
  async *search(text: string, signal: AbortSignal): AsyncGenerator<readonly Hit[], void> {
    const wanted = text.trim();
    if (wanted === '') return;
    let left = maxHits;
    for (const { id } of await this.list()) {
      signal.throwIfAborted();
      const conversation = this.#open.get(id) ?? (await Conversation.open(id, this.#journalDeps()));
      if (conversation === null) continue;
      const hits = searchTurns(id, conversation.tree, wanted, Math.min(left, maxHitsEach));
      left -= hits.length;
      if (hits.length > 0) yield hits;
      if (left <= 0) return;
    }
  }

  /** Throws `history-unreadable`. */
  async rename(id: ConversationId, title: string): Promise<void> {
    const conversation = await this.open(id);
    conversation?.rename(title);
    await conversation?.saved();
  }

  /** Takes a conversation out of the list, until {@link restore} or the end of this window. Throws `history-unsaved`. */
  async delete(id: ConversationId): Promise<void> {
    if (!isId(id)) return;
    const conversation = this.#open.get(id);
    this.#open.delete(id);
    await conversation?.close();
    if (conversation?.tree.size === 0) return;
    await this.#deps.files.setAside(id);
    this.#deleted.add(id);
    this.#tell();
  }

  /** Brings back what was deleted in this window. Throws `history-unsaved`. */
  async restore(id: ConversationId): Promise<void> {
    if (!this.#deleted.has(id)) return;
    await this.#deps.files.bringBack(id);
    this.#deleted.delete(id);
    this.#tell();
  }

  /** Makes a conversation of what was exported as JSON. Throws `not-importable`. */
  async import(text: string, now: EpochMs): Promise<Conversation> {
    const conversation = this.#keep(Conversation.made(await importJson(text, now), this.#journalDeps()));
    await conversation.saved();
    return conversation;
  }

  /** Calls back when the list may have changed, here or in another window. Returns the unsubscriber. */
  onDidChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes over what other windows have written to the open conversations; for systems that do not tell of it. */
  async refresh(): Promise<void> {
    await Promise.all([...this.#open.values()].map((conversation) => conversation.refresh()));
    this.#tell();
  }

  /** Writes what is left, and removes for good what was deleted. */
  async dispose(): Promise<void> {
    this.#unwatch();
    this.#listeners.clear();
    await Promise.all([...this.#open.values()].map((conversation) => conversation.close()));
    await Promise.allSettled([...this.#deleted].map((id) => this.#deps.files.remove(id)));
  }

  #keep(conversation: Conversation): Conversation {
    this.#open.set(conversation.id, conversation);
    return conversation;
  }

  async #index(): Promise<ReadonlyMap<ConversationId, IndexRow>> {
    if (this.#rows !== null) return this.#rows;
    const text = (await this.#deps.texts.read(indexName).catch(() => null)) ?? '';
    return new Map(readIndex(text).map((row) => [row.id, row]));
  }

  /** `null` for what has no question, and for what cannot be read, which must not hide the others. */
  async #summarise(id: ConversationId, bytes: number): Promise<IndexRow | null> {
    const open = this.#open.get(id);
    const conversation = open ?? (await Conversation.open(id, this.#journalDeps()).catch(() => null));
    if (conversation === null || conversation.tree.size === 0) return null;
    return { ...summarise(id, conversation.tree), bytes };
  }

  /** However many conversations a full disk concerns, it is said once, and once that it is over. */
  #journalDeps(): JournalDeps {
    const { files, clock, onSaving } = this.#deps;
    const one = {};
    const told = (failure: Failure | null): void => {
      const wasFailing = this.#unsaved.size > 0;
      if (failure === null) this.#unsaved.delete(one);
      else this.#unsaved.add(one);
      if (wasFailing !== this.#unsaved.size > 0) onSaving(failure);
    };
    return { files, clock, onSaving: told };
  }

  #noticed(name: string): void {
    const conversation = this.#open.get(conversationId(name));
    conversation?.refresh().catch(() => undefined);
    this.#tell();
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
