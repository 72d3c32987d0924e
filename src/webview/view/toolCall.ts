import { element, icon } from '../element.ts';
import { withoutControls } from '../markdown/invisible.ts';
import { codeNodes } from '../markdown/text.ts';
import { words } from '../words.ts';

const longestInput = 20_000;

/** A tool call as a folded row: its name, and its arguments as text. */
export class ToolCallView {
  readonly root: HTMLDetailsElement;
  readonly #input = element('code');
  #shown = '';

  constructor(tool: string) {
    const name = element('bdi', { class: 'tool-name' }, withoutControls(tool));
    const summary = element('summary', { title: words.usesTool(tool) }, icon('chevron-right'), icon('tools'), name);
    this.root = element('details', { class: 'fold tool' }, summary, element('pre', { dir: 'ltr' }, this.#input));
    this.root.addEventListener('toggle', () => this.#draw());
  }

  update(input: string): void {
    this.#shown = input.length > longestInput ? `${input.slice(0, longestInput)}…` : input;
    this.#draw();
  }

  #draw(): void {
    if (this.root.open) this.#input.replaceChildren(...codeNodes(withoutControls(this.#shown)));
  }
}
