import { element } from '../element.ts';
import type { PageMessage } from '../store.ts';
import { AnswerView } from './answer.ts';
import { BrokenRow } from './brokenRow.ts';
import { QuestionView } from './question.ts';

type Deps = ConstructorParameters<typeof AnswerView>[1] & ConstructorParameters<typeof QuestionView>[1];

interface MessageView {
  readonly root: HTMLElement;
  /** `true` if a part of the message is left for the next frame. */
  update(message: PageMessage): boolean;
}

/** A message in the page. One that cannot be drawn is shown as its text, and the page lives on. */
export class Row {
  readonly root = element('div', { class: 'row' });
  readonly #deps: Deps;
  #view: MessageView | BrokenRow | null = null;
  #place = { row: 0, count: 0 };

  /** Until it is drawn, the row is so many px high. */
  constructor(height: number, deps: Deps) {
    this.#deps = deps;
    this.root.style.setProperty('min-height', `${height}px`);
  }

  /** What the keyboard goes to; `null` until it is drawn. */
  get message(): HTMLElement | null {
    return this.#view?.root ?? null;
  }

  /** Whether the reader has opened something in it, which is not to be lost. */
  get isOpened(): boolean {
    return this.root.querySelector('details[open], .question-editor') !== null;
  }

  /** Shows the message as it is now; `true` if a part of it is left for the next frame. */
  update(message: PageMessage): boolean {
    const more = this.#draw(message);
    if (!more) this.root.style.removeProperty('min-height');
    return more;
  }

  /** Tells screen readers which of how many messages it is: most of them are not in the page. */
  setPlace(row: number, count: number): void {
    if (row === this.#place.row && count === this.#place.count) return;
    this.#place = { row, count };
    this.root.classList.toggle('last', row === count - 1);
    this.#showPlace();
  }

  #showPlace(): void {
    this.message?.setAttribute('aria-posinset', String(this.#place.row + 1));
    this.message?.setAttribute('aria-setsize', String(this.#place.count));
  }

  #draw(message: PageMessage): boolean {
    if (this.#view instanceof BrokenRow) {
      this.#view.update(message);
      return false;
    }
    try {
      this.#view ??= this.#begin(viewOf(message, this.#deps));
      return this.#view.update(message);
    } catch (error) {
      console.error(error);
      this.#view = this.#begin(new BrokenRow(message));
      return false;
    }
  }

  #begin<T extends MessageView | BrokenRow>(view: T): T {
    this.root.replaceChildren(view.root);
    this.#view = view;
    this.#showPlace();
    return view;
  }
}

function viewOf(message: PageMessage, deps: Deps): MessageView {
  if (message.role === 'user') {
    const view = new QuestionView(message, deps);
    return { root: view.root, update: (now) => now.role === 'user' && view.update(now) };
  }
  const view = new AnswerView(message, deps);
  return { root: view.root, update: (now) => now.role === 'assistant' && view.update(now) };
}
