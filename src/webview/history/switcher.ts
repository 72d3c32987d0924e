import type { ConversationIntent, ConversationUpdate } from '../bridge.ts';
import type { PageState } from '../store.ts';
import { Header } from '../view/header.ts';
import { Undo } from '../view/undo.ts';
import { History } from './history.ts';

interface Deps {
  readonly post: (intent: ConversationIntent) => void;
  readonly say: (text: string) => void;
  /** Told whether the list lies over the conversation. */
  readonly onToggle: (isOpen: boolean) => void;
  /** Gets the focus when what had it is gone. */
  readonly onGone: () => void;
}

/** How one gets from a conversation to another: the header, the list behind its title, and the way back to a deleted one. */
export class Switcher {
  readonly #header: Header;
  readonly #history: History;
  readonly #undo: Undo;

  constructor({ post, say, onToggle, onGone }: Deps) {
    this.#header = new Header(() => (this.#history.isOpen ? this.#history.close() : post({ kind: 'history' })));
    this.#history = new History({
      post,
      say,
      onToggle: (isOpen) => {
        this.#header.expand(isOpen);
        onToggle(isOpen);
        if (!isOpen) onGone();
      },
    });
    this.#undo = new Undo({
      say,
      onUndo: (conversation) => post({ kind: 'restore', conversation }),
      onGone,
    });
  }

  /** Stands above the conversation. */
  get bar(): HTMLElement {
    return this.#header.root;
  }

  /** Lies over the conversation. */
  get list(): HTMLElement {
    return this.#history.root;
  }

  /** Stands below the conversation, also where the list lies over that. */
  get wayBack(): HTMLElement {
    return this.#undo.root;
  }

  get isOpen(): boolean {
    return this.#history.isOpen;
  }

  focus(): void {
    this.#history.focus();
  }

  close(): void {
    this.#history.close();
  }

  show({ conversation }: PageState): void {
    this.#header.root.hidden = false;
    this.#header.show(conversation.title);
  }

  hear(update: ConversationUpdate): void {
    if (update.kind === 'deleted') this.#undo.show(update.conversation, update.title);
    else this.#history.hear(update);
  }
}
