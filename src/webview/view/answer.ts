import type { Block } from '../blocks.ts';
import type { Action, ShownStatus } from '../bridge.ts';
import { copyButton } from '../clipboard.ts';
import { element } from '../element.ts';
import type { Answer } from '../store.ts';
import { words } from '../words.ts';
import { AnswerText } from './answerText.ts';
import { outcomeView } from './outcome.ts';
import { ThinkingView } from './thinking.ts';
import { ToolCallView } from './toolCall.ts';

type BlockView =
  | { readonly kind: 'text'; readonly view: AnswerText }
  | { readonly kind: 'reasoning'; readonly view: ThinkingView }
  | { readonly kind: 'tool'; readonly view: ToolCallView };

interface Deps {
  readonly onAction: (action: Action) => void;
  /** Told when a part of the answer is to be drawn that was not before. */
  readonly onMore: () => void;
}

/** One answer, from the first sign of progress to its outcome. */
export class AnswerView {
  readonly root: HTMLElement;
  readonly #deps: Deps;
  readonly #blocks = element('div', { class: 'answer-blocks' });
  readonly #views: BlockView[] = [];
  #status: HTMLElement | null = null;
  #answer: Answer;
  #ended = false;

  constructor(answer: Answer, deps: Deps) {
    this.#answer = answer;
    this.#deps = deps;
    const label = words.answerBy(answer.by);
    const attributes = {
      class: 'message answer',
      'data-role': 'message',
      'data-from': 'assistant',
      'aria-label': label,
      tabindex: '-1',
    };
    this.root = element('article', attributes, this.#blocks);
  }

  /** Shows the answer as it is now; `true` if a part of it is left for the next frame. */
  update(answer: Answer): boolean {
    this.#answer = answer;
    const more = answer.blocks.map((block, index) => this.#updateBlock(block, index)).includes(true);
    this.#showStatus();
    if (answer.outcome !== null && !more && !this.#ended) this.#end(answer.outcome);
    return more;
  }

  #updateBlock(block: Block, index: number): boolean {
    const shown = this.#views[index] ?? this.#add(block);
    const running = this.#answer.outcome === null;
    const last = index === this.#answer.blocks.length - 1;
    if (block.kind === 'text' && shown.kind === 'text') return shown.view.update(block.text, !running);
    if (block.kind === 'reasoning' && shown.kind === 'reasoning') {
      return shown.view.update(block.text, { active: running && last, complete: !running });
    }
    if (block.kind === 'tool' && shown.kind === 'tool') shown.view.update(block.input);
    return false;
  }

  #add(block: Block): BlockView {
    const made = viewOf(block, this.#deps.onMore);
    this.#views.push(made);
    this.#blocks.append(made.view.root);
    return made;
  }

  #showStatus(): void {
    const { outcome, blocks, status } = this.#answer;
    if (outcome !== null || (blocks.length > 0 && status === null)) {
      this.#status?.remove();
      this.#status = null;
      return;
    }
    const text = statusText(this.#answer.status);
    if (this.#status === null) {
      this.#status = element('p', { class: 'status', 'data-role': 'status' });
      this.root.append(this.#status);
    }
    if (this.#status.textContent !== text) this.#status.replaceChildren(element('span', { class: 'shimmer' }, text));
  }

  #end(outcome: NonNullable<Answer['outcome']>): void {
    this.#ended = true;
    const shown = outcomeView(outcome, this.#deps.onAction);
    if (shown !== null) this.root.append(shown);
    const text = answerText(this.#answer);
    if (text.trim() === '') return;
    const copy = copyButton(words.copyAnswer, () => answerText(this.#answer));
    const by = element('span', { class: 'by', title: this.#answer.by }, this.#answer.by);
    this.root.append(element('footer', { class: 'answer-footer' }, copy, by));
  }
}

/** What the answer says, without reasoning and tool calls. */
export function answerText(answer: Answer): string {
  return answer.blocks.flatMap((block) => (block.kind === 'text' ? [block.text] : [])).join('\n\n');
}

/** What is being done while nothing has arrived. */
export function statusText(status: ShownStatus | null): string {
  switch (status?.kind) {
    case undefined:
      return words.connecting;
    case 'retrying':
      return words.retrying(status.attempt, status.attempts);
    case 'renewing':
      return words.renewing;
    case 'waiting':
      return words.waiting;
    default:
      return status satisfies never;
  }
}

function viewOf(block: Block, onMore: () => void): BlockView {
  switch (block.kind) {
    case 'text':
      return { kind: 'text', view: new AnswerText() };
    case 'reasoning':
      return { kind: 'reasoning', view: new ThinkingView(onMore) };
    case 'tool':
      return { kind: 'tool', view: new ToolCallView(block.tool) };
    default:
      return block satisfies never;
  }
}
