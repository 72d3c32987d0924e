import type { ShownOffer } from '../bridge.ts';
import type { ComposerUpdate } from '../composerBridge.ts';
import { words } from '../words.ts';
import { contextIcons } from './contextIcons.ts';
import { Menu, type MenuItem } from './menu.ts';
import { type SlashCommand, slashCommands } from './slashCommands.ts';
import { type Trigger, triggerAt } from './triggers.ts';

interface Deps {
  readonly onSearch: (request: number, query: string) => void;
  readonly onAttach: (offer: ShownOffer) => void;
  readonly onCommand: (command: SlashCommand) => void;
}

type Suggestion =
  | (MenuItem & { readonly kind: 'command'; readonly command: SlashCommand })
  | (MenuItem & { readonly kind: 'context'; readonly offer: ShownOffer });

/** What can follow a `/` or a `#` at the caret of a text field, as a menu. */
export class Suggestions {
  readonly #field: HTMLTextAreaElement;
  readonly #deps: Deps;
  readonly #menu: Menu<Suggestion>;
  #trigger: Trigger | null = null;
  /** Where the sign stands whose menu was closed with Escape. */
  #dismissed: number | null = null;
  #request = 0;

  constructor(field: HTMLTextAreaElement, deps: Deps) {
    this.#field = field;
    this.#deps = deps;
    this.#menu = new Menu(field, (item) => this.#take(item));
    field.addEventListener('blur', () => this.#close());
  }

  get root(): HTMLElement {
    return this.#menu.root;
  }

  /** To be called when the text or the caret has changed. */
  update(): void {
    const { value, selectionStart, selectionEnd } = this.#field;
    const trigger = selectionStart === selectionEnd ? triggerAt(value, selectionStart) : null;
    if (trigger?.start !== this.#dismissed) this.#dismissed = null;
    if (trigger === null || this.#dismissed !== null) return this.#close();
    const before = this.#trigger;
    this.#trigger = trigger;
    if (trigger.kind === before?.kind && trigger.query === before.query && trigger.start === before.start) return;
    if (trigger.kind === 'command') this.#suggestCommands(trigger.query);
    else this.#search(trigger.query);
  }

  /** Shows what the host has found, unless something else is looked for by now. */
  found({ request, offers, note }: Extract<ComposerUpdate, { kind: 'context-offers' }>): void {
    if (this.#trigger?.kind !== 'context' || request !== this.#request) return;
    const items = offers.map((offer): Suggestion => {
      const { kind, label, detail } = offer;
      return { kind: 'context', offer, icon: contextIcons[kind], label, detail };
    });
    this.#menu.show(words.contextMenu, items, note ?? (items.length === 0 ? words.nothingFound : ''));
  }

  /** Whether the key was one for the menu. */
  onKey(event: KeyboardEvent): boolean {
    const isTaken = this.#menu.onKey(event);
    if (isTaken && event.key === 'Escape') {
      this.#dismissed = this.#trigger?.start ?? null;
      this.#trigger = null;
    }
    return isTaken;
  }

  #suggestCommands(query: string): void {
    const commands = slashCommands(query);
    // A text may well begin with a path.
    if (commands.length === 0) return this.#menu.close();
    const items = commands.map((command): Suggestion => ({ ...command, kind: 'command', command }));
    this.#menu.show(words.commandMenu, items, '');
  }

  #search(query: string): void {
    if (!this.#menu.isOpen) this.#menu.show(words.contextMenu, [], words.searching);
    this.#request++;
    this.#deps.onSearch(this.#request, query);
  }

  /** Takes the item; what was typed to find it goes. */
  #take(item: Suggestion): void {
    const trigger = this.#trigger;
    if (trigger === null) return;
    this.#close();
    const does = item.kind === 'command' ? item.command.does : null;
    const text = does?.kind === 'prompt' ? `${does.text} ` : '';
    this.#field.setRangeText(text, trigger.start, trigger.end, 'end');
    if (item.kind === 'command') this.#deps.onCommand(item.command);
    else this.#deps.onAttach(item.offer);
  }

  #close(): void {
    this.#trigger = null;
    this.#menu.close();
  }
}
