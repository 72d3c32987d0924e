import { element, icon } from '../element.ts';
import { words } from '../words.ts';
import { LongText } from './longText.ts';

/** Of a thought, as it is now. */
export interface Thought {
  /** It only ever grows. */
  readonly text: string;
  /** How long it took, as the host says; `null` where it does not. */
  readonly ms: number | null;
  /** Whether the model is still at it. */
  readonly active: boolean;
  /** Whether nothing can be added any more. */
  readonly complete: boolean;
}

/** The model's reasoning, folded, with the time that it took. Its text is drawn only once somebody opens it. */
export class ThinkingView {
  readonly root: HTMLDetailsElement;
  readonly #text: LongText;
  readonly #label = element('span', {}, words.thought);
  /** When it was first seen at work, by the page's clock, and for how long; the host may know better. */
  #seenAt: number | null = null;
  #seenMs: number | null = null;

  /** `onOpen` is told when there is a text to draw, which `update` then does. */
  constructor(onOpen: () => void) {
    const summary = element('summary', {}, icon('chevron-right'), this.#label);
    this.#text = new LongText(onOpen);
    this.root = element('details', { class: 'fold thinking' }, summary, this.#text.root);
    this.root.addEventListener('toggle', () => {
      if (this.root.open) onOpen();
    });
  }

  /** Shows more of the thought; `true` as {@link LongText}. */
  update({ text, ms, active, complete }: Thought): boolean {
    if (active) this.#seenAt ??= performance.now();
    else if (this.#seenAt !== null) this.#seenMs ??= performance.now() - this.#seenAt;
    const label = active ? words.thinking : labelOf(ms ?? this.#seenMs);
    if (this.#label.textContent !== label) this.#label.textContent = label;
    this.root.classList.toggle('active', active);
    return this.root.open && this.#text.update(text, complete);
  }
}

function labelOf(ms: number | null): string {
  return ms === null ? words.thought : words.thoughtFor(Math.max(1, Math.round(ms / 1_000)));
}
