import type { ConversationIntent, ConversationUpdate, ShownSummary } from '../bridge.ts';
import { button, element, icon } from '../element.ts';
import { keepFocus } from '../view/focus.ts';
import { words } from '../words.ts';
import { LineList } from './lineList.ts';
import { LineTools } from './lineTools.ts';
import { byDay, bySearch, type Line, type Section } from './sections.ts';

interface Deps {
  readonly post: (intent: ConversationIntent) => void;
  /** Tells a screen reader. */
  readonly say: (text: string) => void;
  /** Told when the list has come or gone. */
  readonly onToggle: (isOpen: boolean) => void;
}

/** Typing goes on for at least this long before the words are searched for, in ms. */
const searchAfterMs = 150;
const linesOfPage = 10;

/** All conversations, over the one that is shown: a field to search in, and a list in which the arrow keys choose. */
export class History {
  readonly root: HTMLElement;
  readonly #deps: Deps;
  readonly #field = element('input', {
    class: 'history-field',
    role: 'combobox',
    placeholder: words.searchHistory,
    'aria-label': words.searchHistory,
    'aria-autocomplete': 'list',
    'aria-expanded': 'true',
    maxlength: '200',
    dir: 'auto',
  });
  readonly #list: LineList;
  readonly #tools: LineTools;
  readonly #note = element('p', { class: 'history-note' });
  #summaries: readonly ShownSummary[] = [];
  #hits: Extract<ConversationUpdate, { kind: 'hits' }> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#tools = new LineTools({ post: deps.post, onDone: () => this.#field.focus() });
    this.#list = new LineList(this.#field, {
      onPick: (line) => this.#open(line),
      onChoose: (line, option) => this.#tools.show(line?.kind === 'conversation' ? line.summary : null, option),
      isHeld: () => this.#tools.isRenaming,
    });
    const bar = element(
      'div',
      { class: 'history-search' },
      this.#field,
      iconButton('import', 'cloud-download', words.importChat, () => this.#import()),
      iconButton('close-history', 'close', words.closeHistory, () => this.close()),
    );
    const body = element('div', { class: 'history-body' }, this.#list.root, this.#tools.root, this.#note);
    const attributes = { class: 'history', role: 'region', 'aria-label': words.conversations, hidden: '' };
    this.root = element('div', attributes, bar, body);
    this.root.addEventListener('keydown', (event) => this.#onKey(event));
    this.#field.addEventListener('input', () => this.#search());
  }

  get isOpen(): boolean {
    return !this.root.hidden;
  }

  /** Takes what the host says about conversations. */
  hear(update: ConversationUpdate): void {
    if (update.kind === 'history') {
      this.#summaries = update.list;
      if (update.opens && !this.isOpen) this.#show();
      else if (this.isOpen) this.#draw();
    } else if (update.kind === 'hits' && this.isOpen && update.text === this.#query) {
      this.#hits = update;
      this.#draw();
      if (update.done) this.#deps.say(this.#found);
    }
  }

  focus(): void {
    this.#field.focus();
  }

  close(): void {
    if (!this.isOpen) return;
    clearTimeout(this.#timer);
    this.root.hidden = true;
    this.#field.value = '';
    this.#hits = null;
    this.#list.show([]);
    this.#deps.onToggle(false);
  }

  get #query(): string {
    return this.#field.value.trim();
  }

  get #found(): string {
    return this.#list.count === 0 ? words.nothingFound : words.linesFound(this.#list.count);
  }

  get #sections(): readonly Section[] {
    if (this.#query === '') return byDay(this.#summaries, Date.now());
    return bySearch(this.#summaries, this.#query, this.#hits?.list ?? []);
  }

  #show(): void {
    this.root.hidden = false;
    this.#draw();
    this.#list.chooseFirst();
    this.#deps.onToggle(true);
    this.#field.focus();
  }

  /** Titles are found at once, and what was said as the host finds it. */
  #search(): void {
    clearTimeout(this.#timer);
    this.#hits = null;
    this.#draw();
    this.#list.chooseFirst();
    const text = this.#query;
    this.#timer = setTimeout(() => this.#deps.post({ kind: 'search', text }), searchAfterMs);
  }

  #draw(): void {
    keepFocus(
      () => this.#showNote(this.#list.show(this.#sections)),
      () => this.#field.focus(),
    );
  }

  #showNote(leftOut: number): void {
    const isSearching = this.#query !== '' && this.#hits?.done !== true;
    const nothing = this.#query === '' ? words.emptyHistory : words.nothingFound;
    const rest = leftOut > 0 ? words.moreConversations(leftOut) : '';
    this.#note.textContent = isSearching ? words.searchingHistory : this.#list.count === 0 ? nothing : rest;
    this.#note.hidden = this.#note.textContent === '';
  }

  #open(line: Line): void {
    const { conversation, turn } = line.kind === 'hit' ? line.hit : { conversation: line.summary.id, turn: null };
    this.#deps.post({ kind: 'open', conversation, ...(turn !== null && { turn }) });
    this.close();
  }

  #import(): void {
    this.#deps.post({ kind: 'import' });
    this.close();
  }

  #onKey(event: KeyboardEvent): void {
    if (event.isComposing || event.keyCode === 229 || event.altKey || event.ctrlKey || event.metaKey) return;
    if (!this.#does(event)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Whether the key was one for the list, and has done its work. */
  #does({ key, target }: KeyboardEvent): boolean {
    const isField = target === this.#field;
    switch (key) {
      case 'ArrowDown':
      case 'ArrowUp':
        return this.#move(key === 'ArrowDown' ? 1 : -1);
      case 'PageDown':
      case 'PageUp':
        return this.#move(key === 'PageDown' ? linesOfPage : -linesOfPage);
      case 'Enter':
        if (isField && this.#list.chosen !== null) this.#open(this.#list.chosen);
        return isField;
      case 'F2':
        this.#tools.rename();
        return true;
      case 'Delete':
        return this.#delete(isField);
      case 'Escape':
        this.close();
        return true;
      default:
        return false;
    }
  }

  #move(step: number): true {
    this.#list.move(step);
    this.#field.focus();
    return true;
  }

  /** In the field the key is for the text, as long as there is some behind the caret. */
  #delete(isField: boolean): boolean {
    const { selectionStart, value } = this.#field;
    if (isField && selectionStart !== value.length) return false;
    this.#tools.delete();
    return true;
  }
}

function iconButton(role: string, name: string, label: string, onClick: () => void): HTMLButtonElement {
  const attributes = { class: 'icon-button', 'data-role': role, 'aria-label': label, title: label };
  return button(attributes, onClick, icon(name));
}
