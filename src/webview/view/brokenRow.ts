import { copyButton } from '../clipboard.ts';
import { element, icon } from '../element.ts';
import { withoutControls } from '../markdown/invisible.ts';
import type { PageMessage } from '../store.ts';
import { words } from '../words.ts';
import { answerText } from './answer.ts';

/** More text than this is to be copied, not read. */
const longestShown = 100_000;

/** Stands for a message that could not be drawn: says so, and shows what was said as it is written. */
export class BrokenRow {
  readonly root: HTMLElement;
  readonly #text = element('p', { class: 'broken-text', dir: 'auto' });
  #written = '';

  constructor(message: PageMessage) {
    const copy = copyButton(words.copyAnswer, () => this.#written);
    const note = element('p', { class: 'note' }, icon('warning'), words.notDrawn);
    const label = message.role === 'user' ? words.you : words.answerBy(message.by);
    const attributes = { class: 'message broken', 'data-role': 'message', 'aria-label': label, tabindex: '-1' };
    this.root = element('article', attributes, note, this.#text, copy);
    this.update(message);
  }

  update(message: PageMessage): void {
    this.#written = message.role === 'user' ? message.text : answerText(message);
    this.#text.textContent = withoutControls(this.#written.slice(0, longestShown));
  }
}
