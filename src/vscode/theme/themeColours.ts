import { type Disposable, window } from 'vscode';
import type { AnswerUpdate } from '../../webview/bridge.ts';
import { activeGround, activeTheme } from './activeTheme.ts';
import { tokenColoursOf } from './tokenColours.ts';

/** Tells a page the colours that code has in the editor, again when the person chooses another theme. */
export class ThemeColours implements Disposable {
  readonly #post: (update: AnswerUpdate) => void;
  readonly #subscription: Disposable;

  constructor(post: (update: AnswerUpdate) => void) {
    this.#post = post;
    this.#subscription = window.onDidChangeActiveColorTheme(() => void this.tell());
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  async tell(): Promise<void> {
    const ground = activeGround();
    this.#post({ kind: 'colours', ground, colours: tokenColoursOf(await activeTheme()) });
  }
}
