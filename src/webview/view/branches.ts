import type { ShownSiblings } from '../bridge.ts';
import { button, element, icon } from '../element.ts';
import { words } from '../words.ts';

/** Arrows between a turn and those that were asked in its stead, with its place among them. */
export class Branches {
  readonly root: HTMLElement;
  readonly #said = element('span', { class: 'screen-reader-only' });
  readonly #shown = element('span', { class: 'branch-place', 'aria-hidden': 'true' });
  readonly #steps: Readonly<Record<'back' | 'on', HTMLButtonElement>>;

  constructor(onStep: (step: -1 | 1) => void) {
    this.#steps = {
      back: arrow(-1, 'chevron-left', words.previousVersion, onStep),
      on: arrow(1, 'chevron-right', words.nextVersion, onStep),
    };
    const { back, on } = this.#steps;
    const attributes = { class: 'branches', role: 'group', 'aria-label': words.versions, hidden: '' };
    this.root = element('div', attributes, back, this.#shown, this.#said, on);
  }

  update(siblings: ShownSiblings | null): void {
    this.root.hidden = siblings === null;
    if (siblings === null) return;
    const { index, count } = siblings;
    this.#shown.textContent = words.versionShort(index + 1, count);
    this.#said.textContent = words.versionOf(index + 1, count);
    this.#steps.back.disabled = index === 0;
    this.#steps.on.disabled = index === count - 1;
  }
}

/** Gives the focus to the arrow that goes on the same way, or to the other one at an end; `false` if there is none. */
export function focusArrow(row: Element, step: -1 | 1): boolean {
  const arrows = [...row.querySelectorAll<HTMLButtonElement>('.branches:not([hidden]) > button:not(:disabled)')];
  const next = arrows.find((one) => one.dataset['step'] === String(step)) ?? arrows[0];
  next?.focus();
  return next !== undefined;
}

function arrow(step: -1 | 1, name: string, label: string, onStep: (step: -1 | 1) => void): HTMLButtonElement {
  const attributes = { class: 'icon-button', 'data-step': String(step), 'aria-label': label, title: label };
  return button(attributes, () => onStep(step), icon(name));
}
