import { button, element, icon } from '../element.ts';
import { withoutControls } from '../markdown/invisible.ts';
import { words } from '../words.ts';
import { keepFocus } from './focus.ts';

/** How long what was deleted can be brought back from here, in ms. */
const shownMs = 10_000;

interface Deps {
  readonly say: (text: string) => void;
  readonly onUndo: (conversation: string) => void;
  /** Gets the focus when the button that had it is gone. */
  readonly onGone: () => void;
}

/** Says that a conversation was deleted, with the way back. It stays for as long as the pointer or the focus is on it. */
export class Undo {
  readonly root = element('div', { class: 'undo', role: 'group', 'aria-label': words.undo, hidden: '' });
  readonly #deps: Deps;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.root.addEventListener('pointerenter', () => clearTimeout(this.#timer));
    this.root.addEventListener('pointerleave', () => this.#wait());
    this.root.addEventListener('focusin', () => clearTimeout(this.#timer));
    this.root.addEventListener('focusout', () => this.#wait());
  }

  show(conversation: string, title: string): void {
    const text = words.deleted(title.trim() === '' ? words.newChat : withoutControls(title));
    const undo = (): void => {
      this.#deps.onUndo(conversation);
      this.hide();
    };
    this.root.replaceChildren(
      element('bdi', { class: 'undo-text' }, text),
      button({ class: 'text-button', 'data-role': 'undo' }, undo, words.undo),
      button(
        { class: 'icon-button', 'aria-label': words.dismiss, title: words.dismiss },
        () => this.hide(),
        icon('close'),
      ),
    );
    this.root.hidden = false;
    this.#deps.say(text);
    this.#wait();
  }

  hide(): void {
    clearTimeout(this.#timer);
    keepFocus(() => {
      this.root.hidden = true;
    }, this.#deps.onGone);
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.hide(), shownMs);
  }
}
