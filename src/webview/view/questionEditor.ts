import { maxQuestionLength } from '../bridge.ts';
import { button, element } from '../element.ts';
import { words } from '../words.ts';

interface Deps {
  /** Told what is written, with each change. */
  readonly onText: (text: string) => void;
  readonly onSend: (text: string) => void;
  readonly onCancel: () => void;
}

/** Where a question is written anew, in its own place: Enter sends, Shift+Enter breaks the line, Escape leaves all as it was. */
export class QuestionEditor {
  readonly root: HTMLElement;
  readonly #deps: Deps;
  readonly #text = element('textarea', {
    'data-role': 'question-editor',
    rows: '1',
    dir: 'auto',
    'aria-label': words.editedQuestion,
    maxlength: String(maxQuestionLength),
  });
  readonly #send = button({ class: 'button primary' }, () => this.#submit(), words.send);

  constructor(text: string, deps: Deps) {
    this.#deps = deps;
    this.#text.value = text;
    this.#text.addEventListener('input', () => {
      deps.onText(this.#text.value);
      this.#show();
    });
    this.#show();
    const cancel = button({ class: 'button secondary' }, deps.onCancel, words.cancelEdit);
    const buttons = element('div', { class: 'question-buttons' }, this.#send, cancel);
    this.root = element('div', { class: 'question-editor' }, this.#text, buttons);
    this.root.addEventListener('keydown', (event) => this.#onKey(event));
  }

  focus(): void {
    this.#text.focus();
    this.#text.setSelectionRange(this.#text.value.length, this.#text.value.length);
  }

  #show(): void {
    this.#send.disabled = this.#text.value.trim() === '';
  }

  #submit(): void {
    const text = this.#text.value;
    if (text.trim() !== '') this.#deps.onSend(text);
  }

  #onKey(event: KeyboardEvent): void {
    // While an input method composes, its keys (229 in browsers that say so after the fact) belong to it.
    if (event.isComposing || event.keyCode === 229) return;
    const isSend = event.key === 'Enter' && !event.shiftKey && event.target === this.#text;
    if (!isSend && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    if (isSend) this.#submit();
    else this.#deps.onCancel();
  }
}
