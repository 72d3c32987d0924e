import type { ConversationIntent, ShownSummary } from '../bridge.ts';
import { button, element, icon } from '../element.ts';
import { words } from '../words.ts';
import { titleOf } from './option.ts';

/** What is done with the conversation of the line. */
type ToolIntent =
  | { readonly kind: 'delete' | 'open-in-editor' }
  | { readonly kind: 'export'; readonly format: 'markdown' | 'json' };

interface Deps {
  readonly post: (intent: ConversationIntent) => void;
  /** Gets the focus when the line has lost it. */
  readonly onDone: () => void;
}

/** What can be done with the chosen conversation, laid over its line: buttons, or the field in which it is renamed. */
export class LineTools {
  readonly root = element('div', { class: 'history-tools', hidden: '' });
  readonly #deps: Deps;
  readonly #title = element('input', {
    class: 'history-rename',
    'aria-label': words.newTitle,
    maxlength: '200',
    dir: 'auto',
  });
  readonly #bar: HTMLElement;
  #summary: ShownSummary | null = null;
  #isRenaming = false;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#bar = element(
      'div',
      { class: 'history-bar', role: 'group' },
      tool('edit', words.rename, () => this.rename()),
      tool('open-preview', words.openInEditor, () => this.#post({ kind: 'open-in-editor' })),
      tool('markdown', words.exportMarkdown, () => this.#post({ kind: 'export', format: 'markdown' })),
      tool('json', words.exportJson, () => this.#post({ kind: 'export', format: 'json' })),
      tool('trash', words.deleteChat, () => this.delete()),
    );
    this.#title.addEventListener('keydown', (event) => this.#onKey(event));
    this.#title.addEventListener('blur', () => this.#finish(true));
    this.root.append(this.#bar);
  }

  get isRenaming(): boolean {
    return this.#isRenaming;
  }

  /** Goes over the conversation's line, `null` where there is none to do anything with. */
  show(summary: ShownSummary | null, line: HTMLElement | null): void {
    if (summary?.id !== this.#summary?.id) this.#finish(true);
    this.#summary = summary;
    this.root.hidden = summary === null || line === null;
    if (summary === null || line === null) return;
    this.#bar.setAttribute('aria-label', words.conversationTools(titleOf(summary)));
    this.root.style.setProperty('top', `${line.offsetTop}px`);
    this.root.style.setProperty('height', `${line.offsetHeight}px`);
  }

  /** Lets the title be written anew, in its place. */
  rename(): void {
    if (this.#summary === null || this.#isRenaming) return;
    this.#isRenaming = true;
    this.#title.value = this.#summary.title;
    this.root.classList.add('renaming');
    this.root.replaceChildren(this.#title);
    this.#title.select();
    this.#title.focus();
  }

  delete(): void {
    this.#post({ kind: 'delete' });
  }

  #onKey(event: KeyboardEvent): void {
    // What an input method composes is not finished, whatever the key.
    event.stopPropagation();
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    this.#finish(event.key === 'Enter');
    this.#deps.onDone();
  }

  #finish(keeps: boolean): void {
    if (!this.#isRenaming) return;
    this.#isRenaming = false;
    const title = this.#title.value.trim();
    const { id, title: before } = this.#summary ?? { id: '', title: '' };
    this.root.classList.remove('renaming');
    this.root.replaceChildren(this.#bar);
    if (keeps && title !== '' && title !== before) this.#deps.post({ kind: 'rename', conversation: id, title });
  }

  #post(intent: ToolIntent): void {
    if (this.#summary !== null) this.#deps.post({ ...intent, conversation: this.#summary.id });
  }
}

function tool(name: string, label: string, onClick: () => void): HTMLButtonElement {
  return button({ class: 'icon-button', 'aria-label': label, title: label }, onClick, icon(name));
}
