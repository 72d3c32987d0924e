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
/** Longest time for which one frame draws one message after another, in ms; layout and paint come on top. */
const longestDrawMs = 12;

interface Deps {
  readonly onAction: (action: Action) => void;
  /** Runs a change above what the reader sees without moving that. */
  readonly keepInPlace: (change: () => void) => void;
  /** Told when there is something to draw that did not come with new messages. */
  readonly onMore: () => void;
}

interface MessageView {
  readonly root: HTMLElement;
  /** `true` if a part of the message is left for the next frame. */
  update(message: PageMessage): boolean;
}

/** The messages. Those that did not change since the last time are left alone. */
export class Conversation {
  readonly root: HTMLElement;
  readonly #deps: Deps;
  readonly #earlier: HTMLButtonElement;
  readonly #views = new Map<number, MessageView>();
  /** Messages that are to be drawn, or of which some is left. */
  readonly #waiting = new Set<number>();
  #shown: readonly PageMessage[] = [];
  /** The place of the first message that is on the page. */
  #first = 0;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#earlier = button({ class: 'button secondary earlier', hidden: '' }, () => this.#showEarlier(), words.earlier);
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
    }
    if (this.#views.size === 0) this.#first = Math.max(0, messages.length - pageSize);
    this.#shown = messages;
    for (const message of messages.slice(Math.max(this.#first, same))) {
      if (this.#views.has(message.key)) this.#waiting.add(message.key);
      else this.root.append(this.#add(message));
    }
    return this.#draw();
  }

  /** Makes the view of a message, which is empty until it is drawn, and returns its element. */
  #add(message: PageMessage): HTMLElement {
    const view = this.#make(message);
    this.#views.set(message.key, view);
    this.#waiting.add(message.key);
    return view.root;
  }

  #make(message: PageMessage): MessageView {
    if (message.role === 'user') return questionView(message.text);
    const view = new AnswerView(message, {
      onAction: this.#deps.onAction,
      onMore: () => this.#drawMore(message.key),
    });
    return { root: view.root, update: (now) => now.role === 'assistant' && view.update(now) };
  }

  #drawMore(key: number): void {
    if (!this.#views.has(key)) return;
    this.#waiting.add(key);
    this.#deps.onMore();
  }

  /** Draws what waits, the newest first, for as long as a frame may take; `true` if some of it is left. */
  #draw(): boolean {
    const startedAt = performance.now();
    const drawn: HTMLElement[] = [];
    for (const message of this.#shown.slice(this.#first).reverse()) {
      const view = this.#waiting.has(message.key) ? this.#views.get(message.key) : undefined;
      if (view === undefined) continue;
      if (!view.update(message)) {
        this.#waiting.delete(message.key);
        drawn.push(view.root);
      }
      if (performance.now() - startedAt > longestDrawMs) break;
    }
    const asked = drawn.filter((root) => root.hidden);
    if (asked.length > 0) this.#reveal(asked);
    this.#earlier.hidden = this.#first === 0 && this.#earlier.nextElementSibling?.matches('[hidden]') !== true;
    return this.#waiting.size > 0;
  }

  #dropMissing(messages: readonly PageMessage[]): void {
    const kept = new Set(messages.map((message) => message.key));
    for (const [key, view] of this.#views) {
      if (kept.has(key)) continue;
      view.root.remove();
      this.#views.delete(key);
      this.#waiting.delete(key);
    }
  }

  #showEarlier(): void {
    const from = Math.max(0, this.#first - pageSize);
    const roots = this.#shown.slice(from, this.#first).map((message) => this.#add(message));
    // Drawn out of sight: what grows above the reader would push away what is read.
    for (const root of roots) root.hidden = true;
    this.#earlier.after(...roots);
    this.#first = from;
    this.#deps.onMore();
  }

  /** Shows what was asked for and is drawn now. The focus goes from the button, which may be gone then, to its beginning. */
  #reveal(roots: readonly HTMLElement[]): void {
    const first = roots.find((root) => root === this.#earlier.nextElementSibling);
    const isPressed = document.activeElement === this.#earlier;
    this.#deps.keepInPlace(() => {
      for (const root of roots) root.hidden = false;
    });
    if (isPressed) first?.focus({ preventScroll: true });
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
    tabindex: '-1',
  };
  return { root: element('article', attributes, shown), update: () => false };
}
