import { button, element, icon } from '../element.ts';
import { words } from '../words.ts';

/** Nearer to the end than this, the reader is at the end. */
const nearPx = 16;

/** Keeps the end of the conversation in sight for as long as the reader is there, and offers a way back otherwise. */
export class Scroller {
  readonly root: HTMLElement;
  readonly #viewport: HTMLElement;
  readonly #toBottom: HTMLButtonElement;
  #following = true;

  constructor(content: HTMLElement) {
    this.#viewport = element('div', { class: 'scroll-viewport' }, content);
    const attributes = { class: 'to-bottom', 'aria-label': words.toBottom, title: words.toBottom, hidden: '' };
    this.#toBottom = button(attributes, () => this.follow(), icon('arrow-down'));
    this.root = element('div', { class: 'scroller' }, this.#viewport, this.#toBottom);
    this.#viewport.addEventListener('scroll', () => this.#setFollowing(this.#isAtEnd()), { passive: true });
    this.#viewport.addEventListener('wheel', (event) => this.#onWheel(event), { passive: true });
    // Called after layout and before paint, so following costs no layout of its own.
    const observer = new ResizeObserver(() => this.#onResize());
    observer.observe(content);
    observer.observe(this.#viewport);
  }

  /** Goes to the end and stays there. */
  follow(): void {
    this.#setFollowing(true);
    this.#viewport.scrollTop = this.#viewport.scrollHeight;
  }

  /** Runs a change above what the reader sees without moving it. */
  keepInPlace(change: () => void): void {
    const fromEnd = this.#viewport.scrollHeight - this.#viewport.scrollTop;
    change();
    this.#viewport.scrollTop = this.#viewport.scrollHeight - fromEnd;
  }

  #onResize(): void {
    if (this.#following) this.#viewport.scrollTop = this.#viewport.scrollHeight;
    else this.#setFollowing(this.#isAtEnd());
  }

  /** Scrolling up stops following at once, however small the step: text that arrives must not pull the reader back. */
  #onWheel(event: WheelEvent): void {
    if (event.deltaY < 0 && this.#viewport.scrollHeight > this.#viewport.clientHeight) this.#setFollowing(false);
  }

  #isAtEnd(): boolean {
    const { scrollHeight, scrollTop, clientHeight } = this.#viewport;
    return scrollHeight - scrollTop - clientHeight <= nearPx;
  }

  #setFollowing(following: boolean): void {
    this.#following = following;
    this.#toBottom.hidden = following;
  }
}
