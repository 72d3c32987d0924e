import { button, element } from '../element.ts';
import { words } from '../words.ts';
import { mark } from './mark.ts';

interface Deps {
  readonly onSignIn: () => void;
  readonly onAsk: (question: string) => void;
}

/** What is shown instead of messages: one sentence, and either the way to sign in or questions to start with. */
export class Welcome {
  readonly root = element('div', { class: 'welcome', 'data-role': 'empty', hidden: '' });
  readonly #deps: Deps;
  #shown: boolean | null = null;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  render(signedIn: boolean): void {
    this.root.hidden = false;
    if (this.#shown === signedIn) return;
    this.#shown = signedIn;
    const sentence = element('p', {}, signedIn ? words.welcome : words.welcomeSignedOut);
    this.root.replaceChildren(mark(), sentence, signedIn ? this.#examples() : signInButton(this.#deps.onSignIn));
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
}

export function signInButton(onSignIn: () => void): HTMLButtonElement {
  return button({ class: 'button primary', 'data-role': 'sign-in' }, onSignIn, words.signIn);
}
