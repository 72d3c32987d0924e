import type { Intent, Update } from '../bridge.ts';
import { Composer } from '../composer/composer.ts';
import { Edits } from '../edits.ts';
import { element } from '../element.ts';
import { Switcher } from '../history/switcher.ts';
import type { Host } from '../host.ts';
import { type PageState, runningAnswer } from '../store.ts';
import { Announcer } from './announcer.ts';
import { Conversation } from './conversation.ts';
import { keepFocus } from './focus.ts';
import { onLinkClick } from './linkClick.ts';
import { Notice } from './notice.ts';
import { Scroller } from './scroller.ts';
import type { TurnIntent } from './turnIntent.ts';
import { Welcome } from './welcome.ts';

/** The whole page: what it shows follows from the state, what is done in it becomes intents. */
export class Page {
  readonly #post: (intent: Intent) => void;
  readonly #edits: Edits;
  readonly #announcer = new Announcer();
  readonly #scroller: Scroller;
  readonly #conversation: Conversation;
  readonly #welcome: Welcome;
  readonly #composer: Composer;
  readonly #switcher: Switcher;
  readonly #notice: Notice;
  #state: PageState | null = null;
  /** The turn that the reader has come for. */
  #revealed: string | null = null;
  /** Between which versions of which message the reader goes. */
  #stepped: { readonly index: number; readonly step: -1 | 1 } | null = null;

  /** `onMore` is told when `render` is to be called although the state is the same. */
  constructor(root: HTMLElement, host: Host, onMore: () => void) {
    this.#post = host.post;
    this.#edits = new Edits(host.post);
    this.#conversation = new Conversation({
      onAction: (action, turn) =>
        this.#post({ kind: 'action', action, ...(action === 'retry' && turn !== null && { turn }) }),
      onTurn: (intent) => this.#onTurn(intent),
      edits: this.#edits,
      sight: () => this.#scroller.sight,
      onMore,
      onFocusGone: () => this.#scroller.focus(),
      onJump: () => this.#scroller.anchor(),
      onBrought: () => this.#scroller.look(),
    });
    this.#welcome = new Welcome({
      onSignIn: (vendor) => this.#askToSignIn(vendor),
      onAsk: (question) => this.#send(question),
    });
    const content = element('div', { class: 'content' }, this.#conversation.root, this.#welcome.root);
    this.#scroller = new Scroller(content, {
      onReturn: () => this.#focusBack(),
      onMove: () => this.#conversation.moved(),
    });
    this.#composer = new Composer({
      post: this.#post,
      onSent: () => this.#scroller.follow(),
      questions: () => (this.#state?.messages ?? []).flatMap((one) => (one.role === 'user' ? one.text : [])),
      conversation: () => this.#state?.conversation.id ?? '',
    });
    this.#notice = new Notice({
      onSignIn: () => this.#askToSignIn(null),
      onNew: () => this.#post({ kind: 'new' }),
    });
    const covered = [this.#scroller.root, this.#notice.root, this.#composer.root];
    this.#switcher = new Switcher({
      post: this.#post,
      say: (text) => this.#announcer.say(text),
      onToggle: (isOpen) => {
        for (const one of covered) one.toggleAttribute('inert', isOpen);
      },
      onGone: () => this.#focusBack(),
    });
    const { bar, list, wayBack } = this.#switcher;
    const body = element(
      'main',
      { class: 'page' },
      this.#scroller.root,
      list,
      wayBack,
      this.#notice.root,
      this.#composer.root,
    );
    root.replaceChildren(bar, body, this.#announcer.root);
    document.addEventListener('keydown', (event) => this.#onKey(event));
    onLinkClick(root, (href) => this.#post({ kind: 'open-link', href }));
  }

  /** Shows the state; `true` if a part of it is left for the next frame. */
  render(state: PageState): boolean {
    const before = this.#state?.messages;
    const more = keepFocus(
      () => this.#show(state),
      () => this.#focusStep() || this.#focusBack(),
    );
    if (before !== state.messages) this.#stepped = null;
    if (this.#revealed !== null) this.#conversation.reveal(this.#revealed);
    this.#revealed = null;
    return more;
  }

  /** Takes what is no part of the state. */
  hear(update: Update): void {
    switch (update.kind) {
      case 'snapshot':
        return this.#edits.left(update.state.conversation.id, update.state.edits);
      case 'context-offers':
      case 'written':
      case 'draft':
        return this.#composer.hear(update);
      case 'history':
      case 'hits':
      case 'deleted':
        return this.#switcher.hear(update);
      case 'reveal':
        this.#revealed = update.turn;
    }
  }

  /** To where questions are written, whatever lies over it. */
  focus(): void {
    this.#switcher.close();
    this.#focusBack();
  }

  /** To where one goes on: where questions are written, or what is there in its place. */
  #focusBack(): void {
    if (this.#switcher.isOpen) this.#switcher.focus();
    else if (this.#composer.root.hidden)
      document.querySelector<HTMLElement>('.notice button, [data-role=sign-in]')?.focus();
    else this.#composer.focus();
  }

  #show(state: PageState): boolean {
    if (state.account === undefined) return false;
    const before = this.#state;
    this.#state = state;
    const empty = state.messages.length === 0;
    const signedIn = state.account !== null;
    const { isReadOnly } = state.conversation;
    if (empty) this.#welcome.render(signedIn, state.vendors);
    else this.#welcome.hide();
    this.#switcher.show(state);
    this.#notice.show(isReadOnly ? 'read-only' : signedIn || empty ? null : 'signed-out');
    if (
      before?.account !== state.account ||
      before.turn !== state.turn ||
      before.composer !== state.composer ||
      isReadOnly !== before.conversation.isReadOnly
    ) {
      this.#composer.update(state.account, state.composer, runningAnswer(state) !== null);
    }
    if (isReadOnly) this.#composer.root.hidden = true;
    this.#conversation.root.classList.toggle('read-only', isReadOnly);
    if (before?.messages === state.messages) return this.#conversation.render(state.messages);
    const more = this.#conversation.render(state.messages);
    const last = state.messages.at(-1);
    if (last?.role === 'assistant') this.#announcer.update(last);
    return more;
  }

  #onTurn(intent: TurnIntent): void {
    this.#post(intent);
    const messages = this.#state?.messages ?? [];
    const index = messages.findIndex(({ turn, siblings }) => turn === intent.turn && siblings !== null);
    if (intent.kind === 'sibling') this.#stepped = { index, step: intent.step };
    else this.#scroller.follow();
  }

  /** Who goes from version to version with the keyboard goes on where the arrow was. */
  #focusStep(): boolean {
    const stepped = this.#stepped;
    this.#stepped = null;
    return stepped !== null && this.#conversation.focusArrow(stepped.index, stepped.step);
  }

  #askToSignIn(vendor: string | null): void {
    this.#post(vendor === null ? { kind: 'action', action: 'sign-in' } : { kind: 'sign-in', vendor });
  }

  #send(text: string): void {
    this.#post({ kind: 'send', text });
    this.#scroller.follow();
  }

  #onKey(event: KeyboardEvent): void {
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
    const step = stepOf(event);
    if (step !== null) {
      event.preventDefault();
      this.#conversation.focusMessage(step);
    }
    if (event.key !== 'Escape') return;
    if (this.#state !== null && runningAnswer(this.#state) !== null) this.#post({ kind: 'stop' });
  }
}

/** Alt with an arrow goes from message to message. */
function stepOf({ key, altKey, shiftKey, ctrlKey, metaKey }: KeyboardEvent): -1 | 1 | null {
  if (!altKey || shiftKey || ctrlKey || metaKey) return null;
  if (key === 'ArrowUp') return -1;
  return key === 'ArrowDown' ? 1 : null;
}
