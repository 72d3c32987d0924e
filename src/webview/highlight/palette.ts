import { type CodeColours, tokenKinds } from '../answerBridge.ts';

/** The colours of code: those of the editor's theme as far as the host knows them, else those of the style sheet. */
export class Palette {
  #known: CodeColours | null = null;

  constructor() {
    // VS Code changes the class when the theme changes, and the host takes a moment to read the new one.
    new MutationObserver(() => this.#show()).observe(document.body, { attributeFilter: ['class'] });
  }

  set(known: CodeColours): void {
    this.#known = known;
    this.#show();
  }

  #show(): void {
    const known = this.#known;
    const isFit = known !== null && document.body.classList.contains(`vscode-${known.ground}`);
    for (const kind of tokenKinds) {
      const colour = isFit ? known.colours[kind] : undefined;
      if (colour === undefined) document.body.style.removeProperty(`--token-${kind}`);
      else document.body.style.setProperty(`--token-${kind}`, colour);
    }
  }
}
