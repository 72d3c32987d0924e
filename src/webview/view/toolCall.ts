import type { Block } from '../blocks.ts';
import { element, icon } from '../element.ts';
import { withoutControls } from '../markdown/invisible.ts';
import { codeNodes } from '../markdown/text.ts';
import { words } from '../words.ts';

type ToolCall = Extract<Block, { kind: 'tool' }>;
type State = 'none' | 'running' | 'done' | 'failed';

const longestShown = 20_000;

/** A tool call as a folded row: its name and how it went, and its arguments and result as text. */
export class ToolCallView {
  readonly root: HTMLDetailsElement;
  readonly #input = new Section(words.toolArguments);
  readonly #result = new Section(words.toolResult);
  readonly #state = element('span', { class: 'tool-state' });
  #shownState: State = 'none';
  #call: ToolCall;

  constructor(call: ToolCall) {
    this.#call = call;
    const name = element('bdi', { class: 'tool-name' }, withoutControls(call.tool));
    const title = { title: words.usesTool(call.tool) };
    const summary = element('summary', title, icon('chevron-right'), icon('tools'), name, this.#state);
    this.root = element('details', { class: 'fold tool' }, summary, this.#input.root, this.#result.root);
    this.root.addEventListener('toggle', () => this.#draw());
  }

  /** Shows the call as it is now; while the answer is `running`, a result may still come. */
  update(call: ToolCall, running: boolean): void {
    this.#call = call;
    this.#showState(stateOf(call, running));
    this.#draw();
  }

  #showState(state: State): void {
    if (state === this.#shownState) return;
    this.#shownState = state;
    this.#state.replaceChildren(...stateNodes(state));
    this.root.classList.toggle('failed', state === 'failed');
  }

  #draw(): void {
    if (!this.root.open) return;
    this.#input.show(this.#call.input);
    this.#result.show(this.#call.result?.text ?? null);
  }
}

/** A text with a heading, or nothing while there is no text. */
class Section {
  readonly root = element('div', { class: 'tool-section', hidden: '' });
  readonly #text = element('code');
  #shown: string | null = null;

  constructor(title: string) {
    const pre = element('pre', { dir: 'ltr', tabindex: '0', 'aria-label': title }, this.#text);
    this.root.append(element('div', { class: 'tool-title' }, title), pre);
  }

  show(text: string | null): void {
    if (text === this.#shown) return;
    this.#shown = text;
    this.root.hidden = text === null || text === '';
    const shown = text === null || text.length <= longestShown ? (text ?? '') : `${text.slice(0, longestShown)}…`;
    this.#text.replaceChildren(...codeNodes(withoutControls(shown)));
  }
}

function stateOf({ result }: ToolCall, running: boolean): State {
  if (result !== null) return result.failed ? 'failed' : 'done';
  return running ? 'running' : 'none';
}

function said(text: string): HTMLElement {
  return element('span', { class: 'screen-reader-only' }, text);
}

function stateNodes(state: State): readonly (Node | string)[] {
  switch (state) {
    case 'none':
      return [];
    case 'running':
      return [icon('ellipsis'), said(words.toolRunning)];
    case 'done':
      return [icon('check'), said(words.toolDone)];
    case 'failed':
      return [icon('error'), words.toolFailed];
    default:
      return state satisfies never;
  }
}
