import { element, icon } from '../element.ts';
import { words } from '../words.ts';
import { AnswerText } from './answerText.ts';

/** The model's reasoning, folded. Its text is drawn only once somebody opens it. */
export class ThinkingView {
  readonly root: HTMLDetailsElement;
  readonly #text = new AnswerText();

  /** `onOpen` is told when there is a text to draw, which `update` then does. */
  constructor(onOpen: () => void) {
    const summary = element('summary', {}, icon('chevron-right'), element('span', {}, words.thinking));
    this.root = element('details', { class: 'fold thinking' }, summary, this.#text.root);
    this.root.addEventListener('toggle', () => {
      if (this.root.open) onOpen();
    });
  }

  /** Shows more of the text, which only ever grows, and whether the model is still at it; `true` as {@link AnswerText}. */
  update(text: string, { active, complete }: { readonly active: boolean; readonly complete: boolean }): boolean {
    this.root.classList.toggle('active', active);
    return this.root.open && this.#text.update(text, complete);
  }
}
