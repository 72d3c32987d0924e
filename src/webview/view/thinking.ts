import { element, icon } from '../element.ts';
import { MarkdownStream } from '../markdown/stream.ts';
import { words } from '../words.ts';

/** The model's reasoning, folded. Its text is drawn only once somebody opens it. */
export class ThinkingView {
  readonly root: HTMLDetailsElement;
  readonly #body = element('div', { class: 'markdown thinking-text' });
  readonly #stream = new MarkdownStream(this.#body);
  #text = '';
  #drawn = 0;
  #finished = false;

  constructor() {
    const summary = element('summary', {}, icon('chevron-right'), element('span', {}, words.thinking));
    this.root = element('details', { class: 'fold thinking' }, summary, this.#body);
    this.root.addEventListener('toggle', () => this.#draw());
  }

  /** Shows the text, which only ever grows, and whether the model is still at it. */
  update(text: string, active: boolean): void {
    this.#text = text;
    this.root.classList.toggle('active', active);
    this.#draw();
  }

  finish(): void {
    this.#finished = true;
    this.update(this.#text, false);
  }

  #draw(): void {
    if (!this.root.open) return;
    this.#stream.append(this.#text.slice(this.#drawn));
    this.#drawn = this.#text.length;
    if (this.#finished) this.#stream.finish();
    else this.#stream.draw();
  }
}
