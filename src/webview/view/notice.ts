import { button, element } from '../element.ts';
import { words } from '../words.ts';
import { signInButton } from './welcome.ts';

/** Why nothing can be asked. */
export type Hindrance = 'signed-out' | 'read-only';

interface Deps {
  readonly onSignIn: () => void;
  readonly onNew: () => void;
}

/** Stands in the place of the composer: why nothing can be asked here, and the button that leads on. */
export class Notice {
  readonly root = element('div', { class: 'notice', hidden: '' });
  readonly #deps: Deps;
  #shown: Hindrance | null = null;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  show(hindrance: Hindrance | null): void {
    if (this.#shown === hindrance) return;
    this.#shown = hindrance;
    this.root.hidden = hindrance === null;
    this.root.replaceChildren(...this.#content(hindrance));
  }

  #content(hindrance: Hindrance | null): readonly HTMLElement[] {
    const { onSignIn, onNew } = this.#deps;
    switch (hindrance) {
      case null:
        return [];
      case 'signed-out':
        return [element('p', {}, words.signedOut), signInButton(onSignIn)];
      case 'read-only':
        return [element('p', {}, words.readOnly), button({ class: 'button primary' }, onNew, words.newChat)];
      default:
        return hindrance satisfies never;
    }
  }
}
