import type { Action } from '../bridge.ts';
import { copyPlainly } from '../clipboard.ts';
import { button, element } from '../element.ts';
import { withoutControls } from '../markdown/invisible.ts';
import { proseNodes } from '../markdown/text.ts';
import type { PageMessage } from '../store.ts';
import { words } from '../words.ts';
import { AnswerView } from './answer.ts';

/** How many messages are put on the page at a time, from the end: a long chat opens as fast as a short one. */
const pageSize = 40;

interface MessageView {
  readonly root: HTMLElement;
  /** `true` if a part of the message is left for the next frame. */
  update(message: PageMessage): boolean;
}

/** The messages. Those that did not change since the last time are left alone. */
export class Conversation {
  readonly root: HTMLElement;
  readonly #onAction: (action: Action) => void;
  readonly #earlier: HTMLButtonElement;
  readonly #views = new Map<number, MessageView>();
  readonly #unfinished = new Set<number>();
  #shown: readonly PageMessage[] = [];
  /** The place of the first message that is on the page. */
  #first = 0;

  constructor(onAction: (action: Action) => void, keepInPlace: (change: () => void) => void) {
    this.#onAction = onAction;
    const showEarlier = () => keepInPlace(() => this.#showEarlier());
    this.#earlier = button({ class: 'button secondary earlier', hidden: '' }, showEarlier, words.earlier);
    // The page says by itself, sentence by sentence, what arrives: a live log would repeat every redrawn paragraph.
    const attributes = { class: 'conversation', role: 'log', 'aria-live': 'off', 'aria-label': words.conversation };
    this.root = element('div', attributes, this.#earlier);
    this.root.addEventListener('copy', copyPlainly);
  }

  /** Shows the messages; `true` if some of them is left for the next frame. */
  render(messages: readonly PageMessage[]): boolean {
    const same = sameCount(this.#shown, messages);
    if (this.#shown.slice(same).some((message, index) => message.key !== messages[same + index]?.key)) {
      this.#dropMissing(messages);
      this.#first = Math.min(this.#first, same);
    }
    if (this.#views.size === 0) this.#first = Math.max(0, messages.length - pageSize);
    for (const [index, message] of messages.entries()) {
      if (index >= this.#first && (index >= same || this.#unfinished.has(message.key))) this.#update(message);
    }
    this.#shown = messages;
    this.#earlier.hidden = this.#first === 0;
    return this.#unfinished.size > 0;
  }

  #update(message: PageMessage): void {
    let view = this.#views.get(message.key);
    if (view === undefined) {
      view = this.#make(message);
      this.#views.set(message.key, view);
      this.root.append(view.root);
    }
    if (view.update(message)) this.#unfinished.add(message.key);
    else this.#unfinished.delete(message.key);
  }

  #make(message: PageMessage): MessageView {
    if (message.role === 'user') return questionView(message.text);
    const view = new AnswerView(message, this.#onAction);
    return { root: view.root, update: (now) => now.role === 'assistant' && view.update(now) };
  }

  #dropMissing(messages: readonly PageMessage[]): void {
    const kept = new Set(messages.map((message) => message.key));
    for (const [key, view] of this.#views) {
      if (kept.has(key)) continue;
      view.root.remove();
      this.#views.delete(key);
      this.#unfinished.delete(key);
    }
  }

  #showEarlier(): void {
    const from = Math.max(0, this.#first - pageSize);
    const roots = this.#shown.slice(from, this.#first).map((message) => {
      const view = this.#make(message);
      this.#views.set(message.key, view);
      while (view.update(message));
      return view.root;
    });
    this.#earlier.after(...roots);
    this.#first = from;
    this.#earlier.hidden = from === 0;
  }
}

function sameCount(before: readonly PageMessage[], after: readonly PageMessage[]): number {
  const different = before.findIndex((message, index) => message !== after[index]);
  return different === -1 ? before.length : different;
}

function questionView(text: string): MessageView {
  const shown = element('div', { class: 'question-text', dir: 'auto' }, ...proseNodes(withoutControls(text)));
  const attributes = {
    class: 'message question',
    'data-role': 'message',
    'data-from': 'user',
    'aria-label': words.you,
  };
  return { root: element('article', attributes, shown), update: () => false };
}
