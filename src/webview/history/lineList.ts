import { element } from '../element.ts';
import { words } from '../words.ts';
import { optionView } from './option.ts';
import type { Line, Section } from './sections.ts';

interface Deps {
  readonly onPick: (line: Line) => void;
  /** Told which line is chosen, and where it is; `null` if there is none. */
  readonly onChoose: (line: Line | null, option: HTMLElement | null) => void;
  /** Whether the chosen line stays chosen wherever the pointer goes. */
  readonly isHeld: () => boolean;
}

/** More lines than that are found by searching. */
const mostShown = 200;
const listId = 'history-list';

/** The lines under their labels, of which one is chosen, for a text field that keeps the focus (ARIA APG, combobox with a listbox). */
export class LineList {
  readonly root = element('div', {
    class: 'history-list',
    role: 'listbox',
    id: listId,
    'aria-label': words.conversations,
  });
  readonly #field: HTMLElement;
  readonly #deps: Deps;
  #lines: readonly Line[] = [];
  #options: readonly HTMLElement[] = [];
  #chosen = 0;

  constructor(field: HTMLElement, deps: Deps) {
    this.#field = field;
    this.#deps = deps;
    field.setAttribute('aria-controls', listId);
    this.root.addEventListener('click', ({ target }) => {
      const line = this.#lines[this.#indexOf(target)];
      if (line !== undefined) deps.onPick(line);
    });
    // What comes under a pointer that rests is not chosen: the list moves below it when the keys scroll.
    this.root.addEventListener('pointermove', ({ target }) => {
      const index = this.#indexOf(target);
      if (index !== -1 && index !== this.#chosen && !deps.isHeld()) this.#choose(index);
    });
  }

  get chosen(): Line | null {
    return this.#lines[this.#chosen] ?? null;
  }

  get count(): number {
    return this.#lines.length;
  }

  /** Shows the lines; the chosen one stays so, or the one that has come into its place. Returns how many are left out. */
  show(sections: readonly Section[]): number {
    const chosen = this.chosen?.key;
    const lines = sections.flatMap((section) => section.lines);
    this.#lines = lines.slice(0, mostShown);
    this.#options = this.#lines.map((line, index) => optionView(line, `${listId}-${index}`));
    let first = 0;
    const groups = sections.map(({ label, lines: { length } }) => {
      const options = this.#options.slice(first, first + length);
      first += length;
      return groupView(label, options);
    });
    this.root.replaceChildren(...groups.filter((group) => group.childElementCount > 1));
    const again = this.#lines.findIndex(({ key }) => key === chosen);
    this.#choose(again === -1 ? Math.min(this.#chosen, this.#lines.length - 1) : again);
    return lines.length - this.#lines.length;
  }

  chooseFirst(): void {
    this.#choose(0);
  }

  /** Chooses the line so many after the chosen one; a single step leads from the last to the first. */
  move(step: number): void {
    const { length } = this.#lines;
    if (length === 0) return;
    const next = this.#chosen + step;
    this.#choose(Math.abs(step) === 1 ? (next + length) % length : Math.min(Math.max(next, 0), length - 1));
    this.#options[this.#chosen]?.scrollIntoView({ block: 'nearest' });
  }

  #choose(index: number): void {
    this.#options[this.#chosen]?.setAttribute('aria-selected', 'false');
    this.#chosen = Math.max(index, 0);
    const option = this.#options[this.#chosen] ?? null;
    option?.setAttribute('aria-selected', 'true');
    if (option === null) this.#field.removeAttribute('aria-activedescendant');
    else this.#field.setAttribute('aria-activedescendant', option.id);
    this.#deps.onChoose(this.chosen, option);
  }

  #indexOf(target: EventTarget | null): number {
    const option = target instanceof Element ? target.closest<HTMLElement>('[role=option]') : null;
    return option === null ? -1 : this.#options.indexOf(option);
  }
}

function groupView(label: string, options: readonly HTMLElement[]): HTMLElement {
  const heading = element('div', { class: 'history-heading', 'aria-hidden': 'true' }, label);
  return element('div', { role: 'group', 'aria-label': label }, heading, ...options);
}
