import { element, icon } from '../element.ts';

export interface MenuItem {
  readonly icon: string;
  readonly label: string;
  readonly detail: string;
}

const menuId = 'composer-menu';

/** A list above a text field, which keeps the focus: the arrow keys choose, Enter and Tab take (ARIA APG, listbox popup). */
export class Menu<T extends MenuItem> {
  readonly root = element('div', { class: 'menu', hidden: '' });
  readonly #list = element('div', { class: 'menu-list', role: 'listbox', id: menuId });
  readonly #note = element('p', { class: 'menu-note', role: 'status' });
  readonly #field: HTMLElement;
  readonly #onPick: (item: T) => void;
  #items: readonly T[] = [];
  #active = 0;

  constructor(field: HTMLElement, onPick: (item: T) => void) {
    this.#field = field;
    this.#onPick = onPick;
    field.setAttribute('aria-autocomplete', 'list');
    field.setAttribute('aria-haspopup', 'listbox');
    this.root.append(this.#list, this.#note);
    // A press on the menu must not take the focus from the field.
    this.root.addEventListener('mousedown', (event) => event.preventDefault());
  }

  get isOpen(): boolean {
    return !this.root.hidden;
  }

  /** Shows the items, the first one chosen, and below them a note where that is not empty. */
  show(label: string, items: readonly T[], note: string): void {
    this.#items = items;
    this.#list.setAttribute('aria-label', label);
    this.#list.replaceChildren(...items.map((item, index) => this.#option(item, index)));
    this.#list.hidden = items.length === 0;
    this.#note.textContent = note;
    this.#note.hidden = note === '';
    this.root.hidden = false;
    if (items.length > 0) this.#field.setAttribute('aria-controls', menuId);
    else this.#field.removeAttribute('aria-controls');
    this.#choose(0);
  }

  close(): void {
    this.root.hidden = true;
    this.#items = [];
    this.#list.replaceChildren();
    this.#field.removeAttribute('aria-controls');
    this.#field.removeAttribute('aria-activedescendant');
  }

  /** Whether the key was one for the menu, and has done its work. */
  onKey({ key, shiftKey, altKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
    if (!this.isOpen || shiftKey || altKey || ctrlKey || metaKey) return false;
    const count = this.#items.length;
    switch (key) {
      case 'Escape':
        this.close();
        return true;
      case 'ArrowDown':
      case 'ArrowUp':
        if (count > 0) this.#choose((this.#active + (key === 'ArrowDown' ? 1 : count - 1)) % count);
        return count > 0;
      case 'Enter':
      case 'Tab': {
        const item = this.#items[this.#active];
        if (item !== undefined) this.#onPick(item);
        return item !== undefined;
      }
      default:
        return false;
    }
  }

  #option(item: T, index: number): HTMLElement {
    const option = element(
      'div',
      { class: 'menu-item', role: 'option', id: `${menuId}-${index}`, title: item.detail },
      icon(item.icon),
      element('bdi', { class: 'menu-label' }, item.label),
      element('bdi', { class: 'menu-detail' }, item.detail),
    );
    option.addEventListener('click', () => this.#onPick(item));
    return option;
  }

  #choose(index: number): void {
    this.#active = index;
    for (const [at, option] of [...this.#list.children].entries()) {
      option.setAttribute('aria-selected', String(at === index));
    }
    const chosen = this.#list.children[index];
    if (chosen === undefined) return this.#field.removeAttribute('aria-activedescendant');
    chosen.scrollIntoView({ block: 'nearest' });
    this.#field.setAttribute('aria-activedescendant', chosen.id);
  }
}
