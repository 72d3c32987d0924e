import { button, element, icon } from '../element.ts';
import { words } from '../words.ts';
import { keepFocus } from './focus.ts';

/** Nearer to the end than this, a reader who scrolls down is at the end. */
const nearPx = 16;
/** Positions are fractions of a pixel on some screens. */
const samePx = 1;

/** Keeps the end of the conversation in sight for as long as the reader is there, and offers a way back otherwise. */
export class Scroller {
  readonly root: HTMLElement;
  readonly #viewport: HTMLElement;
  readonly #toBottom: HTMLButtonElement;
  readonly #onReturn: () => void;
  #following = true;
  #last = { top: 0, room: 0 };

  /** `onReturn` gets the focus when the button that had it is gone, the end being in sight again. */
  constructor(content: HTMLElement, onReturn: () => void) {
    this.#onReturn = onReturn;
    this.#viewport = element('div', { class: 'scroll-viewport' }, content);
    const attributes = { class: 'to-bottom', 'aria-label': words.toBottom, title: words.toBottom, hidden: '' };
    this.#toBottom = button(attributes, () => this.follow(), icon('arrow-down'));
    this.root = element('div', { class: 'scroller' }, this.#viewport, this.#toBottom);
    this.#viewport.addEventListener('scroll', () => this.#onScroll(), { passive: true });
    this.#viewport.addEventListener('wheel', (event) => this.#onWheel(event), { passive: true });
    this.#viewport.addEventListener('click', (event) => this.#onClick(event));
    // Called after layout and before paint, so following costs no layout of its own.
    const observer = new ResizeObserver(() => this.#onResize());
    observer.observe(content);
    observer.observe(this.#viewport);
  }

  /** Goes to the end and stays there. */
  follow(): void {
    this.#setFollowing(true);
    this.#goToEnd();
  }

  /** Runs a change above what the reader sees without moving it. */
  keepInPlace(change: () => void): void {
    const fromEnd = this.#viewport.scrollHeight - this.#viewport.scrollTop;
    change();
    this.#viewport.scrollTop = this.#viewport.scrollHeight - fromEnd;
    this.#last = this.#position();
  }

  #onResize(): void {
    if (this.#following) this.#goToEnd();
    else if (this.#fromEnd() <= samePx) this.#setFollowing(true);
    this.#last = this.#position();
  }

  /** However small the step up: text that arrives must not pull the reader back. */
  #onScroll(): void {
    const { top, room } = this.#position();
    // With less room than before it is the page that moved up.
    const wentUp = top <= this.#last.top - samePx && room >= this.#last.room;
    this.#last = { top, room };
    this.#setFollowing(!wentUp && this.#fromEnd() <= nearPx);
  }

  /** The wheel is heard before it scrolls, so that nothing that is drawn meanwhile ends the movement. */
  #onWheel(event: WheelEvent): void {
    if (event.deltaY < 0 && this.#position().room > 0) this.#setFollowing(false);
  }

  /** Who opens a fold wants to read it from its beginning. */
  #onClick(event: MouseEvent): void {
    if (event.target instanceof Element && event.target.closest('summary') !== null) this.#setFollowing(false);
  }

  #goToEnd(): void {
    this.#viewport.scrollTop = this.#viewport.scrollHeight;
    this.#last = this.#position();
  }

  /** How far it is scrolled, and how far it can be. */
  #position(): { readonly top: number; readonly room: number } {
    const { scrollHeight, scrollTop, clientHeight } = this.#viewport;
    return { top: scrollTop, room: scrollHeight - clientHeight };
  }

  #fromEnd(): number {
    const { top, room } = this.#position();
    return room - top;
  }

  #setFollowing(following: boolean): void {
    if (following === this.#following) return;
    this.#following = following;
    keepFocus(() => {
      this.#toBottom.hidden = following;
    }, this.#onReturn);
  }
}
