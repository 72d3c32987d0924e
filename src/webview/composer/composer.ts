import { type Intent, maxQuestionLength, type ShownAccount, type ShownComposer } from '../bridge.ts';
import { type ComposerUpdate, emptyComposer } from '../composerBridge.ts';
import { button, element, icon } from '../element.ts';
import { oncePerFrame } from '../frames.ts';
import { words } from '../words.ts';
import { AnswererBar } from './answererBar.ts';
import { Attachments } from './attachments.ts';
import { FileDrop } from './fileDrop.ts';
import { attachIntent } from './files.ts';
import { pastedFiles } from './intake.ts';
import { Meter } from './meter.ts';
import { QuestionHistory } from './questionHistory.ts';
import { QueueView } from './queueView.ts';
import type { SlashCommand } from './slashCommands.ts';
import { Suggestions } from './suggestions.ts';
import { WrittenText } from './writtenText.ts';

interface Deps {
  readonly post: (intent: Intent) => void;
  /** A question was sent. */
  readonly onSent: () => void;
  /** The earlier questions, the oldest first. */
  readonly questions: () => readonly string[];
  /** The id of the conversation that is shown. */
  readonly conversation: () => string;
}

/** Where questions are written, with what goes with them and who answers. */
export class Composer {
  readonly root: HTMLElement;
  readonly #deps: Deps;
  readonly #text = element('textarea', {
    'data-role': 'composer',
    rows: '1',
    dir: 'auto',
    placeholder: words.placeholder,
    'aria-label': words.composer,
    maxlength: String(maxQuestionLength),
  });
  readonly #add = iconButton('add-context', 'add', words.addContext, () => this.#deps.post({ kind: 'add-context' }));
  readonly #send = iconButton('send', 'send', words.send, () => this.#submit('send'));
  readonly #stop = iconButton('stop', 'debug-stop', words.stop, () => this.#deps.post({ kind: 'stop' }));
  readonly #answerer: AnswererBar;
  readonly #meter = new Meter();
  readonly #attachments = new Attachments((attachment) => this.#deps.post({ kind: 'detach', attachment }));
  readonly #queue: QueueView;
  readonly #suggestions: Suggestions;
  readonly #history: QuestionHistory;
  readonly #written: WrittenText;
  readonly #measure = oncePerFrame(() => this.#meter.update(this.#composer, this.#text.value));
  #composer: ShownComposer = emptyComposer;
  #isRunning = false;
  /** Where the arrow keys left the caret. */
  #placed: number | null = null;

  constructor(deps: Deps) {
    this.#deps = deps;
    const { post } = deps;
    this.#written = new WrittenText(post);
    this.#history = new QuestionHistory(deps.questions);
    this.#queue = new QueueView({
      onEdit: (queued) => post({ kind: 'queue-edit', queued }),
      onSend: (queued) => post({ kind: 'queue-send', queued }),
      onRemove: (queued) => post({ kind: 'queue-remove', queued }),
    });
    this.#answerer = new AnswererBar({
      onSwitchAccount: () => post({ kind: 'action', action: 'switch-account' }),
      onChooseModel: () => post({ kind: 'action', action: 'choose-model' }),
      onSignInAgain: () => post({ kind: 'action', action: 'sign-in-again' }),
      onManageUsage: () => post({ kind: 'action', action: 'open-usage' }),
    });
    this.#suggestions = new Suggestions(this.#text, {
      onSearch: (request, query) => post({ kind: 'search-context', request, query }),
      onAttach: ({ id }) => {
        post({ kind: 'attach', offer: id });
        this.#changed();
      },
      onCommand: (command) => this.#run(command),
    });
    this.#text.addEventListener('input', () => this.#changed());
    this.#text.addEventListener('keydown', (event) => this.#onKey(event));
    this.#text.addEventListener('paste', (event) => this.#onPaste(event));
    document.addEventListener('selectionchange', () => {
      if (document.activeElement === this.#text) this.#suggestions.update();
    });
    const bar = element('div', { class: 'composer-bar' }, this.#add, this.#answerer.model);
    bar.append(this.#meter.root, this.#stop, this.#send);
    const box = element('div', { class: 'composer-box' }, this.#attachments.root, this.#text, bar);
    box.addEventListener('click', (event) => {
      if (event.target === box || event.target === bar) this.focus();
    });
    const drop = new FileDrop({
      onFiles: (files) => void this.#attach(files),
      onUris: (uris) => post({ kind: 'attach-dropped', uris }),
    });
    const field = element('div', { class: 'composer-field' }, this.#suggestions.root, box, drop.root);
    const attributes = { class: 'composer', hidden: '' };
    this.root = element('div', attributes, this.#queue.root, field, this.#answerer.root);
    this.#show();
  }

  /** Shows who would answer and what goes with the question, and Stop while an answer arrives. */
  update(account: ShownAccount, composer: ShownComposer, isRunning: boolean): void {
    this.#isRunning = isRunning;
    this.#composer = composer;
    this.root.hidden = account === null;
    if (account !== null) this.#answerer.update(account);
    this.#attachments.update(composer.attachments);
    this.#queue.update(composer.queue, composer.isHeld);
    this.#show();
  }

  /** Takes what the host says to the composer alone. */
  hear(update: Exclude<ComposerUpdate, { kind: 'composer' }>): void {
    if (update.kind === 'context-offers') return this.#suggestions.found(update);
    if (update.kind === 'written') return this.#goOn(update);
    // What is being written meanwhile stays, below it.
    const written = this.#text.value;
    this.#write(written.trim() === '' ? update.text : `${update.text}\n\n${written}`, update.text.length);
    this.focus();
  }

  focus(): void {
    this.#text.focus();
  }

  /** Goes on with what was left in the conversation, here or in another page that shows it. */
  #goOn({ conversation, text }: Extract<ComposerUpdate, { kind: 'written' }>): void {
    const isWriting = document.activeElement === this.#text && document.hasFocus();
    const left = this.#written.heard(conversation, text, isWriting);
    if (left === null) return;
    this.#text.value = left;
    this.#show();
  }

  #onKey(event: KeyboardEvent): void {
    // While an input method composes, its keys (229 in browsers that say so after the fact) belong to it.
    if (event.isComposing || event.keyCode === 229) return;
    if (this.#suggestions.onKey(event) || this.#goThroughHistory(event)) {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      this.#submit(event.altKey && this.#isRunning ? 'interrupt' : 'send');
    }
  }

  /** The arrow keys leave the text at its ends only, or where they have brought back a question that is unchanged. */
  #goThroughHistory({ key, shiftKey, altKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
    if (shiftKey || altKey || ctrlKey || metaKey) return false;
    const { value, selectionStart, selectionEnd } = this.#text;
    if (selectionStart !== selectionEnd) return false;
    const isPlaced = this.#history.isShown(value) && selectionStart === this.#placed;
    const isUp = key === 'ArrowUp' && (selectionStart === 0 || isPlaced);
    const isDown = key === 'ArrowDown' && (selectionStart === value.length || isPlaced);
    const text = isUp ? this.#history.older(value) : isDown ? this.#history.newer(value) : null;
    if (text !== null) this.#write(text, text.length);
    // At the oldest question there is nowhere to go, and the caret stays as well.
    return text !== null || (isUp && isPlaced);
  }

  #onPaste(event: ClipboardEvent): void {
    const files = event.clipboardData === null ? [] : pastedFiles(event.clipboardData);
    if (files.length === 0) return;
    event.preventDefault();
    void this.#attach(files);
  }

  async #attach(files: readonly File[]): Promise<void> {
    const refused: string[] = [];
    // One after the other: pictures are large while they are scaled.
    for (const file of files) {
      const intent = await attachIntent(file);
      if (typeof intent === 'string') refused.push(intent);
      else this.#deps.post(intent);
    }
    this.#attachments.refuse(refused);
  }

  #run({ does }: SlashCommand): void {
    const { post, conversation } = this.#deps;
    if (does.kind === 'action') post({ kind: 'action', action: does.action });
    else if (does.kind === 'export') post({ kind: 'export', conversation: conversation(), format: 'markdown' });
    else if (this.#attachments.isEmpty) post({ kind: 'attach-selection' });
    this.#changed();
  }

  #submit(kind: 'send' | 'interrupt'): void {
    const text = this.#text.value;
    if (text.trim() === '') return;
    this.#deps.post({ kind, text });
    this.#write('', 0);
    this.#written.flush();
    this.#attachments.refuse([]);
    this.#deps.onSent();
    this.focus();
  }

  #write(text: string, caret: number): void {
    this.#text.value = text;
    this.#text.setSelectionRange(caret, caret);
    this.#placed = caret;
    this.#changed();
  }

  #changed(): void {
    this.#show();
    this.#written.changed(this.#text.value);
    this.#suggestions.update();
  }

  #show(): void {
    const isEmpty = this.#text.value.trim() === '';
    const label = this.#isRunning ? words.queueUp : words.send;
    this.#stop.hidden = !this.#isRunning;
    this.#send.hidden = this.#isRunning && isEmpty;
    this.#send.disabled = isEmpty;
    this.#send.title = label;
    this.#send.setAttribute('aria-label', label);
    this.#measure();
  }
}

function iconButton(role: string, name: string, label: string, onClick: () => void): HTMLButtonElement {
  const attributes = { class: 'icon-button', 'data-role': role, 'aria-label': label, title: label };
  return button(attributes, onClick, icon(name));
}
