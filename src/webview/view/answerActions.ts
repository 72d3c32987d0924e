import { copyButton } from '../clipboard.ts';
import { button, element, icon } from '../element.ts';
import type { Answer } from '../store.ts';
import { words } from '../words.ts';
import { Branches } from './branches.ts';
import type { TurnIntent } from './turnIntent.ts';

/** What can be done with an answer that has ended, below it: copying it, asking again, and going to its other versions. */
export class AnswerActions {
  readonly root: HTMLElement;
  readonly #textOf: () => string;
  readonly #onTurn: (intent: TurnIntent) => void;
  readonly #copy: HTMLButtonElement;
  readonly #again = iconButton('refresh', words.askAgain, () => this.#ask(false));
  readonly #elsewhere = iconButton('chevron-down', words.askElsewhere, () => this.#ask(true));
  readonly #branches = new Branches((step) => this.#post((turn) => ({ kind: 'sibling', turn, step })));
  readonly #by = element('span', { class: 'by' });
  #turn: string | null = null;

  /** `textOf` gives what there is to copy; it may be empty. */
  constructor(textOf: () => string, onTurn: (intent: TurnIntent) => void) {
    this.#textOf = textOf;
    this.#onTurn = onTurn;
    this.#copy = copyButton(words.copyAnswer, textOf);
    this.#elsewhere.classList.add('narrow');
    const actions = element('div', { class: 'answer-actions' }, this.#copy, this.#again, this.#elsewhere);
    this.root = element('footer', { class: 'answer-footer' }, this.#branches.root, this.#by, actions);
  }

  update({ turn, siblings, by }: Answer): void {
    const hasText = this.#textOf().trim() !== '';
    this.#turn = turn;
    this.#copy.hidden = !hasText;
    this.#again.hidden = turn === null;
    this.#elsewhere.hidden = turn === null;
    this.#branches.update(turn === null ? null : siblings);
    if (this.#by.textContent !== by) this.#by.textContent = by;
    this.#by.title = by;
    this.root.hidden = turn === null && !hasText;
  }

  #ask(choose: boolean): void {
    this.#post((turn) => ({ kind: 'again', turn, choose }));
  }

  #post(intentOf: (turn: string) => TurnIntent): void {
    if (this.#turn !== null) this.#onTurn(intentOf(this.#turn));
  }
}

function iconButton(name: string, label: string, onClick: () => void): HTMLButtonElement {
  return button({ class: 'icon-button change', 'aria-label': label, title: label }, onClick, icon(name));
}
