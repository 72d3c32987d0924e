import { Drafts } from '../../src/core/chat/drafts.ts';
import { Library } from '../../src/core/chat/library.ts';
import type { Failure } from '../../src/core/failure.ts';
import type { Maestro } from '../../src/core/maestro.ts';
import { systemClock } from '../../src/node/systemClock.ts';
import type { ConversationHost } from '../../src/vscode/chat/conversationHost.ts';
import { OpenConversations } from '../../src/vscode/chat/openConversations.ts';
import { Agents } from '../../src/vscode/tools/agents.ts';
import { type Answer, emptyState, type PageState, reduce } from '../../src/webview/store.ts';
import { MapTexts } from '../accountWindows.ts';
import { MapMemento } from '../mapMemento.ts';
import { MemoryJournals } from '../memoryJournals.ts';

/** The conversations of a window, on journals that other windows may share. */
export class ChatWindow {
  readonly conversations: OpenConversations;
  readonly journals: MemoryJournals;
  readonly drafts: MapTexts;
  /** What was said of the keeping of conversations. */
  readonly told: (Failure | null)[] = [];

  constructor(maestro: Maestro, journals = new MemoryJournals(), drafts = new MapTexts()) {
    this.journals = journals;
    this.drafts = drafts;
    const onSaving = (failure: Failure | null): void => void this.told.push(failure);
    const library = new Library({ files: journals, texts: new MapTexts(), clock: systemClock, onSaving });
    const agents = new Agents(maestro, new MapMemento());
    const kept = new Drafts({ texts: drafts, clock: systemClock });
    this.conversations = new OpenConversations(maestro, agents, library, kept);
  }

  /** Another window on what lies in the journals now, as after this one was killed. */
  async afterKill(maestro: Maestro): Promise<ChatWindow> {
    const journals = new MemoryJournals();
    for (const [name, bytes] of this.journals.files) journals.put(name, bytes.slice());
    return new ChatWindow(maestro, journals, this.drafts);
  }

  async open(id: string): Promise<ConversationHost> {
    const host = await this.conversations.open(id);
    if (host === null) throw new Error('There is no such conversation.');
    return host;
  }

  async close(): Promise<void> {
    await this.conversations.dispose();
  }
}

/** A page that shows a conversation, as far as its state goes. */
export class StatePage {
  state: PageState;
  readonly kinds: string[] = [];
  readonly #host: ConversationHost;
  readonly #unsubscribe: () => void;

  constructor(host: ConversationHost) {
    this.#host = host;
    this.state = reduce(emptyState, { kind: 'snapshot', state: host.state });
    this.#unsubscribe = host.onUpdate((update) => {
      this.kinds.push(update.kind);
      this.state = reduce(this.state, update);
    });
  }

  close(): void {
    this.#unsubscribe();
  }

  /** Resolves when the page looks as it should. */
  async until(isSo: (page: StatePage) => boolean): Promise<void> {
    while (!isSo(this)) {
      await new Promise<void>((resolve) => {
        const unsubscribe = this.#host.onUpdate(() => {
          unsubscribe();
          resolve();
        });
      });
    }
  }

  get questions(): readonly string[] {
    return this.state.messages.flatMap((message) => (message.role === 'user' ? message.text : []));
  }

  get answer(): Answer | null {
    return this.state.messages.findLast((message): message is Answer => message.role === 'assistant') ?? null;
  }

  /** What the last answer says, block by block. */
  get text(): string {
    const blocks = this.answer?.blocks ?? [];
    return blocks.map((block) => `${block.kind}: ${'text' in block ? block.text : ''}`).join('\n');
  }
}
