import { element } from '../element.ts';
import { AnswerText } from './answerText.ts';

/** A section of a long text: drawn while it is near what the reader sees, and a box of the same height otherwise. */
export class TextSection {
  readonly root: HTMLElement;
  #view: { readonly text: AnswerText; readonly definitions: string } | null = null;
  #isNear: boolean;
  #isFinished = false;

  /** `start` is its place in the text. As long as it is not drawn, it is so many px high. */
  constructor(start: number, height: number, isNear: boolean) {
    this.root = element('div', { class: 'text-section', 'data-start': String(start) });
    this.#isNear = isNear;
    this.#setHeight(height);
  }

  get isWanted(): boolean {
    return this.#isNear && !this.#isFinished;
  }

  /** The definitions of link targets that it was drawn with; `null` if it is not drawn. */
  get definitions(): string | null {
    return this.#view?.definitions ?? null;
  }

  /** Draws more of the source, which only ever grows; `true` if there is more to draw than one frame should. */
  draw(source: string, definitions: string, complete: boolean): boolean {
    this.#view ??= this.#begin(definitions);
    const before = this.#view.definitions === '' ? '' : `${this.#view.definitions}\n`;
    const more = this.#view.text.update(before + source, complete);
    this.#isFinished = complete && !more;
    if (!more) this.root.style.removeProperty('min-height');
    return more;
  }

  /** Whether it is near what is in sight. What is not is taken out of the page, unless the reader holds on to it. */
  setNear(isNear: boolean, height: number): void {
    this.#isNear = isNear;
    if (isNear || this.#view === null || isHeld(this.root)) return;
    this.#setHeight(height);
    this.root.replaceChildren();
    this.again();
  }

  /** It is to be drawn again, from its beginning. */
  again(): void {
    this.#view = null;
    this.#isFinished = false;
  }

  #begin(definitions: string): { readonly text: AnswerText; readonly definitions: string } {
    const text = new AnswerText();
    this.root.replaceChildren(text.root);
    return { text, definitions };
  }

  #setHeight(height: number): void {
    this.root.style.setProperty('min-height', `${height}px`);
  }
}

/** Whether the focus or a part of the selection is in it. */
function isHeld(root: Element): boolean {
  const selection = document.getSelection();
  const isSelected = selection !== null && !selection.isCollapsed && selection.containsNode(root, true);
  return isSelected || root.contains(document.activeElement);
}
