import { contextIcons } from '../composer/contextIcons.ts';
import type { Edits } from '../edits.ts';
import { button, element, icon } from '../element.ts';
import { withoutControls } from '../markdown/invisible.ts';
import { proseNodes } from '../markdown/text.ts';
import type { Question } from '../store.ts';
import { words } from '../words.ts';
import { Branches } from './branches.ts';
import { imageView } from './image.ts';
import { QuestionEditor } from './questionEditor.ts';
import type { TurnIntent } from './turnIntent.ts';

interface Deps {
  readonly onTurn: (intent: TurnIntent) => void;
  readonly edits: Edits;
}

/** A question as it was asked, with its images, and the way to ask another in its place. */
export class QuestionView {
  readonly root: HTMLElement;
  readonly #deps: Deps;
  readonly #bubble: HTMLElement;
  readonly #branches = new Branches((step) => this.#post((turn) => ({ kind: 'sibling', turn, step })));
  readonly #editButton = iconButton('edit', words.editQuestion, () => this.#edit());
  #question: Question;
  #editor: QuestionEditor | null = null;

  constructor(question: Question, deps: Deps) {
    this.#question = question;
    this.#deps = deps;
    const { text, images, attached } = question;
    this.#bubble = element('div', { class: 'question-text', dir: 'auto' }, ...proseNodes(withoutControls(text)));
    if (images.length > 0) this.#bubble.append(element('div', { class: 'question-images' }, ...images.map(imageView)));
    if (attached.length > 0) this.#bubble.append(attachedList(attached));
    const attributes = {
      class: 'message question',
      'data-role': 'message',
      'data-from': 'user',
      'aria-label': words.you,
      tabindex: '-1',
    };
    const actions = element('div', { class: 'question-actions' }, this.#editButton, this.#branches.root);
    this.root = element('article', attributes, this.#bubble, actions);
    this.update(question);
    const left = question.turn === null ? null : deps.edits.of(question.turn);
    if (left !== null) this.#open(left);
  }

  /** Shows the question's place among others; what it says does not change. */
  update(question: Question): boolean {
    this.#question = question;
    this.#editButton.hidden = question.turn === null;
    this.#branches.update(question.turn === null ? null : question.siblings);
    return false;
  }

  #edit(): void {
    this.#open(this.#question.text).focus();
  }

  #open(text: string): QuestionEditor {
    const editor = new QuestionEditor(text, {
      onText: (written) => this.#keep(written),
      onSend: (text) => {
        this.#close();
        this.#post((turn) => ({ kind: 'edit', turn, text }));
      },
      onCancel: () => this.#close(),
    });
    this.#bubble.hidden = true;
    this.root.classList.add('edited');
    this.#bubble.after(editor.root);
    this.#editor = editor;
    return editor;
  }

  #close(): void {
    this.#keep(null);
    this.#bubble.hidden = false;
    this.root.classList.remove('edited');
    this.#editButton.focus();
    this.#editor?.root.remove();
    this.#editor = null;
  }

  /** Keeps what is written, whatever becomes of the page; `null` for nothing any more. */
  #keep(text: string | null): void {
    if (this.#question.turn !== null) this.#deps.edits.changed(this.#question.turn, text);
  }

  #post(intentOf: (turn: string) => TurnIntent): void {
    if (this.#question.turn !== null) this.#deps.onTurn(intentOf(this.#question.turn));
  }
}

/** What went with the question, by name. */
function attachedList(attached: Question['attached']): HTMLElement {
  const chips = attached.map(({ kind, label }) => {
    const shown = withoutControls(label);
    const name = element('bdi', { class: 'attachment-label' }, shown);
    return element('li', { class: 'attachment', title: shown }, icon(contextIcons[kind]), name);
  });
  return element('ul', { class: 'attachments', 'aria-label': words.attached }, ...chips);
}

function iconButton(name: string, label: string, onClick: () => void): HTMLButtonElement {
  return button({ class: 'icon-button change', 'aria-label': label, title: label }, onClick, icon(name));
}
