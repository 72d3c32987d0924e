import { button, element, icon } from '../element.ts';
import { withoutControls } from '../markdown/invisible.ts';
import { words } from '../words.ts';

/** Above the conversation: its title, behind which all the others are. VS Code's own title bar has the way to a new one. */
export class Header {
  readonly root: HTMLElement;
  readonly #title = element('bdi', { class: 'header-title' });
  readonly #history: HTMLButtonElement;

  constructor(onHistory: () => void) {
    const attributes = { class: 'header-button', 'data-role': 'history', 'aria-expanded': 'false' };
    this.#history = button(attributes, onHistory, icon('history'), this.#title, icon('chevron-down'));
    this.root = element('header', { class: 'header', hidden: '' }, element('h1', {}, this.#history));
    this.show('');
  }

  show(title: string): void {
    const shown = title.trim() === '' ? words.newChat : withoutControls(title);
    if (this.#title.textContent === shown) return;
    this.#title.textContent = shown;
    this.#history.setAttribute('aria-label', words.conversationTitle(shown));
    this.#history.title = words.conversations;
  }

  /** Says whether the list is open. */
  expand(isOpen: boolean): void {
    this.#history.setAttribute('aria-expanded', String(isOpen));
  }
}
