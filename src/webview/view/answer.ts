import { type Block, textsIn } from '../blocks.ts';
import type { Action, ShownStatus } from '../bridge.ts';
import { button, element } from '../element.ts';
import type { Answer } from '../store.ts';
import { words } from '../words.ts';
import { AnswerActions } from './answerActions.ts';
import { imageView } from './image.ts';
import { LongText } from './longText.ts';
import { outcomeView } from './outcome.ts';
import { SourcesView } from './sources.ts';
import { ThinkingView } from './thinking.ts';
import { ToolCallView } from './toolCall.ts';
import type { TurnIntent } from './turnIntent.ts';

type BlockView =
  | { readonly kind: 'text'; readonly view: LongText }
  | { readonly kind: 'reasoning'; readonly view: ThinkingView }
  | { readonly kind: 'tool'; readonly view: ToolCallView }
  | { readonly kind: 'image'; readonly view: { readonly root: HTMLElement } }
  /** Shown with all the others below the answer. */
  | { readonly kind: 'source'; readonly view: null };

interface Deps {
  readonly onAction: (action: Action, turn: string | null) => void;
  readonly onTurn: (intent: TurnIntent) => void;
  /** Told when a part of the answer is to be drawn that was not before. */
  readonly onMore: () => void;
}

/** One answer, from the first sign of progress to its outcome. */
export class AnswerView {
  readonly root: HTMLElement;
  readonly #deps: Deps;
  readonly #blocks = element('div', { class: 'answer-blocks' });
  readonly #sources = new SourcesView();
  readonly #views: BlockView[] = [];
  readonly #actions: AnswerActions;
  readonly #continue: HTMLButtonElement;
  #status: HTMLElement | null = null;
  #answer: Answer;
  #ended = false;

  constructor(answer: Answer, deps: Deps) {
    this.#answer = answer;
    this.#deps = deps;
    this.#actions = new AnswerActions(() => answerText(this.#answer), deps.onTurn);
    const goOn = { class: 'button secondary change', 'data-role': 'continue' };
    this.#continue = button(goOn, () => this.#goOn(), words.continueAnswer);
    const label = words.answerBy(answer.by);
    const attributes = {
      class: 'message answer',
      'data-role': 'message',
      'data-from': 'assistant',
      'aria-label': label,
      tabindex: '-1',
      ...(answer.turn !== null && { 'data-turn': answer.turn }),
    };
    this.root = element('article', attributes, this.#blocks, this.#sources.root);
  }

  /** Shows the answer as it is now; `true` if a part of it is left for the next frame. */
  update(answer: Answer): boolean {
    this.#answer = answer;
    const more = answer.blocks.map((block, index) => this.#updateBlock(block, index)).includes(true);
    this.#sources.update(answer.blocks.filter((block) => block.kind === 'source'));
    this.#showStatus();
    if (answer.outcome !== null && !more && !this.#ended) this.#end(answer.outcome);
    if (this.#ended) this.#showActions();
    return more;
  }

  #updateBlock(block: Block, index: number): boolean {
    const shown = this.#views[index] ?? this.#add(block);
    const running = this.#answer.outcome === null;
    const last = index === this.#answer.blocks.length - 1;
    if (block.kind === 'text' && shown.kind === 'text') return shown.view.update(block.text, !running);
    if (block.kind === 'reasoning' && shown.kind === 'reasoning') {
      const { text, ms } = block;
      return shown.view.update({ text, ms, active: running && last && ms === null, complete: !running });
    }
    if (block.kind === 'tool' && shown.kind === 'tool') shown.view.update(block, running);
    return false;
  }

  #add(block: Block): BlockView {
    const made = viewOf(block, this.#deps.onMore);
    this.#views.push(made);
    if (made.view !== null) this.#blocks.append(made.view.root);
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
    const shown = outcomeView(outcome, (action) => this.#deps.onAction(action, this.#answer.turn), this.#continue);
    if (shown !== null) this.root.append(shown);
    this.root.append(this.#actions.root);
  }

  #showActions(): void {
    this.#continue.hidden = !this.#answer.canContinue || isNothingToContinue(this.#answer);
    this.#actions.update(this.#answer);
  }

  #goOn(): void {
    if (this.#answer.turn !== null) this.#deps.onTurn({ kind: 'continue', turn: this.#answer.turn });
  }
}

/** Where nothing has arrived, trying again is all that there is to go on with. */
function isNothingToContinue({ blocks, outcome }: Answer): boolean {
  return blocks.length === 0 && outcome?.kind === 'failed' && outcome.actions.some(({ action }) => action === 'retry');
}

/** What the answer says, without reasoning and tool calls. */
export function answerText(answer: Answer): string {
  return textsIn(answer.blocks).join('\n\n');
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
      return { kind: 'text', view: new LongText(onMore) };
    case 'reasoning':
      return { kind: 'reasoning', view: new ThinkingView(onMore) };
    case 'tool':
      return { kind: 'tool', view: new ToolCallView(block) };
    case 'image':
      return { kind: 'image', view: { root: imageView(block.image) } };
    case 'source':
      return { kind: 'source', view: null };
    default:
      return block satisfies never;
  }
}
