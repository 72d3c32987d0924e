import type { ShownVendor } from '../bridge.ts';
import { button, element } from '../element.ts';
import { words } from '../words.ts';
import { mark } from './mark.ts';

interface Deps {
  /** `null`: the person wants to see every way. */
  readonly onSignIn: (vendor: string | null) => void;
  readonly onAsk: (question: string) => void;
}

/** What is shown instead of messages: one sentence, and either where one can sign in or questions to start with. */
export class Welcome {
  readonly root = element('div', { class: 'welcome', 'data-role': 'empty', hidden: '' });
  readonly #deps: Deps;
  #shown: boolean | null = null;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  render(signedIn: boolean, vendors: readonly ShownVendor[]): void {
    this.root.hidden = false;
    if (this.#shown === signedIn) return;
    this.#shown = signedIn;
    const sentence = element('p', {}, signedIn ? words.welcome : words.welcomeSignedOut);
    const ways = signedIn ? [this.#examples()] : [this.#vendors(vendors), this.#otherWays()];
    this.root.replaceChildren(mark(), sentence, ...ways);
  }

  hide(): void {
    this.root.hidden = true;
    this.root.replaceChildren();
    this.#shown = null;
  }

  #examples(): HTMLElement {
    const buttons = words.examples.map((question) =>
      button({ class: 'example' }, () => this.#deps.onAsk(question), question),
    );
    return element('div', { class: 'examples', role: 'group', 'aria-label': words.examplesLabel }, ...buttons);
  }

  #vendors(vendors: readonly ShownVendor[]): HTMLElement {
    const buttons = vendors.map(({ id, label, detail }) =>
      button(
        { class: 'vendor', 'data-role': 'sign-in', 'data-vendor': id },
        () => this.#deps.onSignIn(id),
        element('span', { class: 'vendor-label' }, label),
        element('span', { class: 'vendor-detail' }, detail),
      ),
    );
    return element('div', { class: 'vendors', role: 'group', 'aria-label': words.vendorsLabel }, ...buttons);
  }

  #otherWays(): HTMLElement {
    const attributes = { class: 'text-button', 'data-role': 'sign-in' };
    return button(attributes, () => this.#deps.onSignIn(null), words.otherWays);
  }
}

export function signInButton(onSignIn: () => void): HTMLButtonElement {
  return button({ class: 'button primary', 'data-role': 'sign-in' }, onSignIn, words.signIn);
}
