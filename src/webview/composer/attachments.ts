import type { ShownAttachment } from '../bridge.ts';
import { button, element, icon } from '../element.ts';
import { withoutControls } from '../markdown/invisible.ts';
import { words } from '../words.ts';
import { contextIcons } from './contextIcons.ts';

/** What goes with the question, a chip each, with what there is to say about them below. */
export class Attachments {
  readonly root = element('div', { class: 'attached', hidden: '' });
  readonly #list = element('ul', { class: 'attachments', 'aria-label': words.attached });
  readonly #notes = element('div', { class: 'composer-notes', role: 'status' });
  readonly #onDetach: (attachment: string) => void;
  #shown: readonly ShownAttachment[] = [];
  #chips = new Map<string, HTMLElement>();
  /** Why something that was pasted or dropped is not among them. */
  #refused: readonly string[] = [];

  constructor(onDetach: (attachment: string) => void) {
    this.#onDetach = onDetach;
    this.root.append(this.#list, this.#notes);
  }

  get isEmpty(): boolean {
    return this.#shown.length === 0;
  }

  update(attachments: readonly ShownAttachment[]): void {
    if (attachments === this.#shown) return;
    const before = new Map(this.#shown.map((one) => [one.id, one]));
    const chips = new Map<string, HTMLElement>();
    for (const one of attachments) {
      const same = JSON.stringify(before.get(one.id)) === JSON.stringify(one) ? this.#chips.get(one.id) : undefined;
      chips.set(one.id, same ?? this.#chip(one));
    }
    this.#chips = chips;
    this.#shown = attachments;
    const isSame = [...chips.values()].every((chip, index) => chip === this.#list.children[index]);
    // Putting a chip where it is already would take the focus from it.
    if (!isSame || chips.size !== this.#list.children.length) this.#list.replaceChildren(...chips.values());
    this.#list.hidden = attachments.length === 0;
    this.#showNotes();
  }

  /** Says why things cannot be attached, until the next time. */
  refuse(reasons: readonly string[]): void {
    this.#refused = reasons;
    this.#showNotes();
  }

  #chip(attachment: ShownAttachment): HTMLElement {
    const { id, kind, label, detail, tokens, problem } = attachment;
    const shown = withoutControls(label);
    const where = detail === '' ? shown : withoutControls(detail);
    const title = [where, tokens === null ? '' : words.tokens(tokens), problem].filter(Boolean).join('\n');
    const remove = words.detach(shown);
    return element(
      'li',
      { class: problem === null ? 'attachment' : 'attachment left-out', 'data-role': 'attachment', title },
      icon(problem === null ? contextIcons[kind] : 'circle-slash'),
      element('bdi', { class: 'attachment-label' }, shown),
      element('span', { class: 'attachment-size' }, tokens === null ? '' : words.about(tokens)),
      button(
        { class: 'icon-button', 'data-role': 'detach', 'aria-label': remove, title: remove },
        () => this.#onDetach(id),
        icon('close'),
      ),
    );
  }

  #showNotes(): void {
    const problems = this.#shown.flatMap(({ problem }) => problem ?? []);
    const notes = [...new Set([...problems, ...this.#refused])];
    const shown = [...this.#notes.children].map((note) => note.textContent);
    if (shown.join('\n') !== notes.join('\n')) {
      this.#notes.replaceChildren(...notes.map((note) => element('p', { dir: 'auto' }, note)));
    }
    this.root.hidden = this.#shown.length === 0 && notes.length === 0;
  }
}
