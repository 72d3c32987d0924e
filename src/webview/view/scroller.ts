import { button, element, icon } from '../element.ts';
import type { Sight } from '../rows/window.ts';
import { words } from '../words.ts';
import { keepFocus } from './focus.ts';

/** Nearer to the end than this, a reader who scrolls down is at the end. */
const nearPx = 16;
/** Positions are fractions of a pixel on some screens. */
const samePx = 1;

interface Deps {
  /** Gets the focus when the button that had it is gone, the end being in sight again. */
  readonly onReturn: () => void;
  /** Told when another part of the content is in sight, or its size is another. */
  readonly onMove: () => void;
}

/** Keeps the end of the conversation in sight for as long as the reader is there, and offers a way back otherwise. */
export class Scroller {
  readonly root: HTMLElement;
  readonly #viewport: HTMLElement;
  readonly #toBottom: HTMLButtonElement;
  readonly #deps: Deps;
  #following = true;
  #last = { top: 0, room: 0, height: 0 };

  constructor(content: HTMLElement, deps: Deps) {
    this.#deps = deps;
    this.#viewport = element('div', { class: 'scroll-viewport', tabindex: '-1' }, content);
    const attributes = { class: 'to-bottom', 'aria-label': words.toBottom, title: words.toBottom, hidden: '' };
    this.#toBottom = button(attributes, () => this.follow(), icon('arrow-down'));
    this.root = element('div', { class: 'scroller' }, this.#viewport, this.#toBottom);
    this.#viewport.addEventListener('scroll', () => this.#onScroll(), { passive: true });
    this.#viewport.addEventListener('wheel', (event) => this.#onWheel(event), { passive: true });
    this.#viewport.addEventListener('click', (event) => this.#onClick(event));
    this.#viewport.addEventListener('toggle', () => this.#onToggle(), { capture: true });
    // Called after layout and before paint, so following costs no layout of its own.
    const observer = new ResizeObserver(() => this.#onResize());
    observer.observe(content);
    observer.observe(this.#viewport);
  }

  /** What was in sight when something last moved: reading it lays nothing out. */
  get sight(): Sight {
    return { top: this.#last.top, height: this.#last.height, following: this.#following };
  }

  /** Goes to the end and stays there. */
  follow(): void {
    this.#setFollowing(true);
    this.#goToEnd();
    this.#deps.onMove();
  }

  /** Takes the focus, so that the keys scroll. */
  focus(): void {
    this.#viewport.focus({ preventScroll: true });
  }

  /**
   * Makes the browser choose anew what it keeps in place. It does so when something scrolls, and what was in sight then was
   * perhaps nothing.
   */
  anchor(): void {
    if (this.#following) return;
    const { scrollTop } = this.#viewport;
    this.#viewport.scrollTop = scrollTop < 1 ? 1 : scrollTop - 1;
    this.#viewport.scrollTop = scrollTop;
  }

  /** Takes note of where the reader was brought: at the end or not. */
  look(): void {
    this.#last = this.#position();
    this.#setFollowing(this.#last.room - this.#last.top <= nearPx);
  }

  #onResize(): void {
    if (this.#following) this.#goToEnd();
    else if (this.#fromEnd() <= samePx) this.#setFollowing(true);
    this.#last = this.#position();
    this.#deps.onMove();
  }

  /** However small the step up: text that arrives must not pull the reader back. */
  #onScroll(): void {
    const now = this.#position();
    const { top, room } = now;
    const isUp = top <= this.#last.top - samePx;
    // With less room than before it is the page that moved up.
    const wentUp = isUp && room >= this.#last.room;
    // Where the end has gone further down, of a page that became narrower for example, it is not the reader who left it.
    const stays = this.#following && !isUp;
    this.#last = now;
    this.#setFollowing(!wentUp && (stays || room - top <= nearPx));
    this.#deps.onMove();
  }

  /** The wheel is heard before it scrolls, so that nothing that is drawn meanwhile ends the movement. */
  #onWheel(event: WheelEvent): void {
    if (event.deltaY < 0 && this.#position().room > 0) this.#setFollowing(false);
  }

  /** Who opens a fold wants to read it from its beginning. */
  #onClick(event: MouseEvent): void {
    if (event.target instanceof Element && event.target.closest('summary') !== null) this.#setFollowing(false);
  }

  /** A fold may open within the room that there is, so that nothing has another size. */
  #onToggle(): void {
    if (!this.#following && this.#fromEnd() <= samePx) this.#setFollowing(true);
  }

  #goToEnd(): void {
    this.#viewport.scrollTop = this.#viewport.scrollHeight;
    this.#last = this.#position();
  }

  /** How far it is scrolled, how far it can be, and how much is in sight. */
  #position(): { readonly top: number; readonly room: number; readonly height: number } {
    const { scrollHeight, scrollTop, clientHeight } = this.#viewport;
    return { top: scrollTop, room: scrollHeight - clientHeight, height: clientHeight };
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
    }, this.#deps.onReturn);
  }
}
