import type { ShownQueued } from '../bridge.ts';
import { button, element, icon } from '../element.ts';
import { withoutControls } from '../markdown/invisible.ts';
import { words } from '../words.ts';

interface Deps {
  readonly onEdit: (queued: string) => void;
  readonly onSend: (queued: string) => void;
  readonly onRemove: (queued: string) => void;
}

/** The questions that wait for the answer before them. */
export class QueueView {
  readonly root: HTMLElement;
  readonly #deps: Deps;
  readonly #heading = element('p', { class: 'queue-heading', role: 'status' });
  readonly #list = element('ul', { class: 'queue-list' });
  #shown: readonly ShownQueued[] = [];
  #rows = new Map<string, HTMLElement>();

  constructor(deps: Deps) {
    this.#deps = deps;
    const attributes = { class: 'queue', role: 'group', 'aria-label': words.queue, hidden: '' };
    this.root = element('div', attributes, this.#heading, this.#list);
  }

  update(queue: readonly ShownQueued[], isHeld: boolean): void {
    this.root.hidden = queue.length === 0;
    const heading = queue.length === 0 ? '' : isHeld ? words.queueHeld : words.queued(queue.length);
    if (this.#heading.textContent !== heading) this.#heading.textContent = heading;
    if (queue === this.#shown) return;
    this.#shown = queue;
    this.#rows = new Map(queue.map((one) => [one.id, this.#rows.get(one.id) ?? this.#row(one)]));
    this.#list.replaceChildren(...this.#rows.values());
  }

  #row({ id, text, attachments }: ShownQueued): HTMLElement {
    const shown = withoutControls(text);
    return element(
      'li',
      { class: 'queued', 'data-role': 'queued' },
      element('span', { class: 'queued-text', dir: 'auto', title: shown }, shown),
      ...(attachments === 0 ? [] : [element('span', { class: 'queued-attached' }, words.withAttached(attachments))]),
      act('edit', 'edit', words.queueEdit, () => this.#deps.onEdit(id)),
      act('send', 'debug-step-over', words.queueSend, () => this.#deps.onSend(id)),
      act('remove', 'close', words.queueRemove, () => this.#deps.onRemove(id)),
    );
  }
}

function act(role: string, name: string, label: string, onClick: () => void): HTMLButtonElement {
  const attributes = { class: 'icon-button', 'data-role': `queue-${role}`, 'aria-label': label, title: label };
  return button(attributes, onClick, icon(name));
}
