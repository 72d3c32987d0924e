import type { Intent } from '../bridge.ts';
import { element } from '../element.ts';
import type { Host } from '../host.ts';
import { type PageState, runningAnswer } from '../store.ts';
import { words } from '../words.ts';
import { Announcer } from './announcer.ts';
import { Composer } from './composer.ts';
import { Conversation } from './conversation.ts';
import { keepFocus } from './focus.ts';
import { onLinkClick } from './linkClick.ts';
import { Scroller } from './scroller.ts';
import { signInButton, Welcome } from './welcome.ts';

/** The whole page: what it shows follows from the state, what is done in it becomes intents. */
export class Page {
  readonly #post: (intent: Intent) => void;
  readonly #announcer = new Announcer();
  readonly #scroller: Scroller;
  readonly #conversation: Conversation;
  readonly #welcome: Welcome;
  readonly #composer: Composer;
  readonly #signIn: HTMLElement;
  #state: PageState | null = null;

  /** `onMore` is told when `render` is to be called although the state is the same. */
  constructor(root: HTMLElement, host: Host, onMore: () => void) {
    this.#post = host.post;
    this.#conversation = new Conversation({
      onAction: (action) => this.#post({ kind: 'action', action }),
      keepInPlace: (change) => this.#scroller.keepInPlace(change),
      onMore,
    });
    this.#welcome = new Welcome({
      onSignIn: (vendor) => this.#askToSignIn(vendor),
      onAsk: (question) => this.#send(question),
    });
    const content = element('div', { class: 'content' }, this.#conversation.root, this.#welcome.root);
    this.#scroller = new Scroller(content, () => this.focus());
    this.#composer = new Composer(host.draft(), {
      onSend: (text) => this.#send(text),
      onStop: () => this.#post({ kind: 'stop' }),
      onSwitchAccount: () => this.#post({ kind: 'action', action: 'switch-account' }),
      onManageUsage: () => this.#post({ kind: 'action', action: 'open-usage' }),
      onDraft: (text) => host.keepDraft(text),
    });
    this.#signIn = element('div', { class: 'sign-in', hidden: '' });
    root.replaceChildren(this.#scroller.root, this.#signIn, this.#composer.root, this.#announcer.root);
    document.addEventListener('keydown', (event) => this.#onKey(event));
    onLinkClick(root, (href) => this.#post({ kind: 'open-link', href }));
  }

  /** Shows the state; `true` if a part of it is left for the next frame. */
  render(state: PageState): boolean {
    return keepFocus(
      () => this.#show(state),
      () => this.focus(),
    );
  }

  /** To where questions are written, or to the way to sign in while there is no such place. */
  focus(): void {
    if (this.#state?.account === null) document.querySelector<HTMLElement>('[data-role=sign-in]')?.focus();
    else this.#composer.focus();
  }

  #show(state: PageState): boolean {
    if (state.account === undefined) return false;
    const before = this.#state;
    this.#state = state;
    const empty = state.messages.length === 0;
    const signedIn = state.account !== null;
    if (empty) this.#welcome.render(signedIn, state.vendors);
    else this.#welcome.hide();
    this.#showSignIn(!signedIn && !empty);
    if (before?.account !== state.account || before.turn !== state.turn) {
      this.#composer.update(state.account, runningAnswer(state) !== null);
    }
    if (before?.messages === state.messages) return this.#conversation.render(state.messages);
    const question = state.messages.findLast((message) => message.role === 'user');
    if (question !== undefined) this.#composer.recall(question.text);
    const more = this.#conversation.render(state.messages);
    const last = state.messages.at(-1);
    if (last?.role === 'assistant') this.#announcer.update(last);
    return more;
  }

  #showSignIn(shown: boolean): void {
    if (this.#signIn.hidden !== shown) return;
    this.#signIn.hidden = !shown;
    const content = shown ? [element('p', {}, words.signedOut), signInButton(() => this.#askToSignIn(null))] : [];
    this.#signIn.replaceChildren(...content);
  }

  #askToSignIn(vendor: string | null): void {
    this.#post(vendor === null ? { kind: 'action', action: 'sign-in' } : { kind: 'sign-in', vendor });
  }

  #send(text: string): void {
    this.#post({ kind: 'send', text });
    this.#scroller.follow();
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || event.isComposing || event.keyCode === 229) return;
    if (this.#state !== null && runningAnswer(this.#state) !== null) this.#post({ kind: 'stop' });
  }
}
