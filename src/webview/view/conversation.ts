import type { Action } from '../bridge.ts';
import { copyPlainly } from '../clipboard.ts';
import type { Edits } from '../edits.ts';
import { element } from '../element.ts';
import { estimatedHeight } from '../rows/estimate.ts';
import { type Range, RowHeights } from '../rows/rowHeights.ts';
import { inSight, isWithin, type Sight, windowOf } from '../rows/window.ts';
import type { PageMessage } from '../store.ts';
import { words } from '../words.ts';
import { focusArrow } from './branches.ts';
import { HeldRows } from './heldRows.ts';
import { Row } from './row.ts';
import type { TurnIntent } from './turnIntent.ts';

/** Longest time for which one frame draws one message after another, in ms; layout and paint come on top. */
const longestDrawMs = 12;

interface Deps {
  readonly onAction: (action: Action, turn: string | null) => void;
  readonly onTurn: (intent: TurnIntent) => void;
  readonly edits: Edits;
  /** What the reader sees of the conversation. */
  readonly sight: () => Sight;
  /** Told when there is something to draw that did not come with new messages. */
  readonly onMore: () => void;
  /** Told when the message that had the focus is not in the page any more, the reader having scrolled away from it. */
  readonly onFocusGone: () => void;
  /** Told when other rows than before are in the page, the reader having jumped to where there was none. */
  readonly onJump: () => void;
  /** Told when the reader was brought to a message. */
  readonly onBrought: () => void;
}

/**
 * The messages, of which only those around what is in sight are in the page; boxes as high as the rest stand above and
 * below them. What changes its height above the reader moves nothing: the browser anchors the scroll position.
 */
export class Conversation {
  readonly root: HTMLElement;
  readonly #deps: Deps;
  readonly #above = element('div', { class: 'rows-away' });
  readonly #below = element('div', { class: 'rows-away' });
  readonly #heights = new RowHeights();
  /** Rows in the page and, out of it, those in which the reader has opened something. */
  readonly #rows = new Map<number, Row>();
  readonly #keys = new WeakMap<Element, number>();
  /** Messages in the page that are to be drawn, or of which some is left. */
  readonly #waiting = new Set<number>();
  readonly #observer = new ResizeObserver((entries) => this.#onResize(entries));
  readonly #held: HeldRows;
  #shown: readonly PageMessage[] = [];
  #range: Range = { first: 0, end: 0 };
  #width = 300;

  constructor(deps: Deps) {
    this.#deps = deps;
    // The page says by itself, sentence by sentence, what arrives: a live log would repeat every redrawn paragraph.
    const attributes = { class: 'conversation', role: 'log', 'aria-live': 'off', 'aria-label': words.conversation };
    this.root = element('div', { ...attributes, hidden: '' }, this.#above, this.#below);
    this.root.addEventListener('copy', copyPlainly);
    this.#held = new HeldRows(this.root);
  }

  /** Shows the messages; `true` if some of them is left for the next frame. */
  render(messages: readonly PageMessage[]): boolean {
    const count = this.#shown.length;
    if (messages !== this.#shown) this.#take(messages);
    const held = this.#held.range(this.#rowOf);
    const range = windowOf(this.#heights, this.#deps.sight(), this.#range, held);
    if (messages.length !== count || !isWithin(range, this.#range) || !isWithin(this.#range, range)) this.#place(range);
    return this.#draw();
  }

  /** To be called when the reader sees something else than before. */
  moved(): void {
    const needed = windowOf(this.#heights, this.#deps.sight(), this.#range, null);
    if (!isWithin(needed, this.#range)) this.#deps.onMore();
  }

  /** Gives the focus to the message so many after the one that has it, or after the last one in sight. */
  focusMessage(step: -1 | 1): void {
    const from = this.#held.range(this.#rowOf)?.first ?? inSight(this.#heights, this.#deps.sight()).end - 1;
    this.#focus(Math.min(Math.max(from + step, 0), this.#shown.length - 1));
  }

  /** Gives the focus to the question of a turn, and marks it for a moment. */
  reveal(turn: string): void {
    const message = this.#focus(this.#shown.findIndex((one) => one.turn === turn));
    message?.classList.remove('revealed');
    requestAnimationFrame(() => message?.classList.add('revealed'));
  }

  /** Gives the focus to the arrow that goes on between the versions of a message that is in the page; `false` if it has none. */
  focusArrow(index: number, step: -1 | 1): boolean {
    const message = this.#shown[index];
    const row = message === undefined ? undefined : this.#rows.get(message.key);
    if (message === undefined || row === undefined) return false;
    // The frame may have had no time left for it.
    if (row.message === null) row.update(message);
    return focusArrow(row.root, step);
  }

  #focus(target: number): HTMLElement | null {
    const message = this.#shown[target];
    if (message === undefined) return null;
    const { first, end } = this.#range;
    const isNear = target >= first - 1 && target <= end;
    const [from, to] = isNear ? [Math.min(first, target), Math.max(end, target + 1)] : [target, target + 1];
    this.#place({ first: from, end: to });
    const row = this.#rows.get(message.key);
    if (row?.message === null) row.update(message);
    row?.message?.focus({ preventScroll: true });
    row?.message?.scrollIntoView({ block: 'start' });
    this.#deps.onBrought();
    return row?.message ?? null;
  }

  /** The place of a row that is in the page, or -1. */
  readonly #rowOf = (root: Element): number => {
    const key = this.#keys.get(root);
    const { first, end } = this.#range;
    const index = this.#shown.slice(first, end).findIndex((message) => message.key === key);
    return index === -1 ? -1 : first + index;
  };

  /** Takes note of the messages: rows of the first ones that are the same stay as they are. */
  #take(messages: readonly PageMessage[]): void {
    const before = this.#shown;
    const same = sameCount(before, messages);
    this.#shown = messages;
    this.root.hidden = messages.length === 0;
    let keys = same;
    while (before[keys] !== undefined && before[keys]?.key === messages[keys]?.key) keys++;
    for (const { key } of before.slice(keys)) this.#forget(key);
    for (const { key } of messages.slice(same, keys)) if (this.#rows.has(key)) this.#waiting.add(key);
    this.#heights.replaceFrom(
      keys,
      messages.slice(keys).map((message) => estimatedHeight(message, this.#width)),
    );
    this.#range = { first: Math.min(this.#range.first, keys), end: Math.min(this.#range.end, keys) };
  }

  #forget(key: number): void {
    this.#remove(key);
    this.#rows.delete(key);
  }

  /** Puts these rows in the page, and takes all others out. */
  #place(range: Range): void {
    const hadFocus = this.root.contains(document.activeElement);
    const isJump = range.first >= this.#range.end || range.end <= this.#range.first;
    for (const [row, { key }] of this.#inPage(this.#range)) {
      if (row < range.first || row >= range.end) this.#drop(key);
    }
    this.#range = range;
    let next: Element = this.#below;
    for (const [row, { key }] of this.#inPage(range).reverse()) {
      const { root } = this.#row(key, row);
      if (root.nextElementSibling !== next) next.before(root);
      next = root;
    }
    this.#showHeights();
    if (isJump) this.#deps.onJump();
    if (hadFocus && !this.root.contains(document.activeElement)) this.#deps.onFocusGone();
  }

  #inPage({ first, end }: Range): [number, PageMessage][] {
    return this.#shown.slice(first, end).map((message, index) => [first + index, message]);
  }

  #row(key: number, row: number): Row {
    let made = this.#rows.get(key);
    if (made === undefined) {
      const { onAction, onTurn, edits } = this.#deps;
      made = new Row(this.#heights.at(row), { onAction, onTurn, edits, onMore: () => this.#drawMore(key) });
      this.#rows.set(key, made);
      this.#keys.set(made.root, key);
    }
    if (!made.root.isConnected) {
      this.#observer.observe(made.root);
      this.#waiting.add(key);
    }
    made.setPlace(row, this.#shown.length);
    return made;
  }

  /** Takes a row out of the page. */
  #drop(key: number): void {
    const isOpened = this.#rows.get(key)?.isOpened === true;
    this.#remove(key);
    if (!isOpened) this.#rows.delete(key);
  }

  #remove(key: number): void {
    const root = this.#rows.get(key)?.root;
    if (root === undefined) return;
    this.#observer.unobserve(root);
    root.remove();
    this.#waiting.delete(key);
  }

  #showHeights(): void {
    const { first, end } = this.#range;
    this.#above.style.setProperty('height', `${this.#heights.between(0, first)}px`);
    this.#below.style.setProperty('height', `${this.#heights.between(end, this.#heights.count)}px`);
  }

  #drawMore(key: number): void {
    if (!this.#rows.has(key)) return;
    this.#waiting.add(key);
    this.#deps.onMore();
  }

  /** Draws what waits, the nearest to what is in sight first, for as long as a frame may take; `true` if some of it is left. */
  #draw(): boolean {
    if (this.#waiting.size === 0) return false;
    const startedAt = performance.now();
    const sight = this.#deps.sight();
    const seen = inSight(this.#heights, sight);
    const from = sight.following ? seen.end - 1 : seen.first;
    const waiting = this.#inPage(this.#range)
      .filter(([, { key }]) => this.#waiting.has(key))
      .toSorted(([a], [b]) => Math.abs(a - from) - Math.abs(b - from));
    for (const [index, [, message]] of waiting.entries()) {
      if (this.#rows.get(message.key)?.update(message) !== true) this.#waiting.delete(message.key);
      if (performance.now() - startedAt > longestDrawMs)
        return this.#waiting.has(message.key) || index < waiting.length - 1;
    }
    return waiting.some(([, { key }]) => this.#waiting.has(key));
  }

  #onResize(entries: readonly ResizeObserverEntry[]): void {
    for (const { target, contentRect, borderBoxSize } of entries) {
      const row = this.#rowOf(target);
      if (row === -1) continue;
      if (contentRect.width !== this.#width) this.#setWidth(contentRect.width);
      this.#heights.set(row, borderBoxSize[0]?.blockSize ?? contentRect.height);
    }
    this.moved();
  }

  /** In another width everything has another height. */
  #setWidth(width: number): void {
    this.#width = width;
    const { first, end } = this.#range;
    const heights = this.#shown.map((message, row) =>
      row >= first && row < end ? this.#heights.at(row) : estimatedHeight(message, width),
    );
    this.#heights.replaceFrom(0, heights);
    this.#showHeights();
  }
}

function sameCount(before: readonly PageMessage[], after: readonly PageMessage[]): number {
  let same = 0;
  while (same < before.length && before[same] === after[same]) same++;
  return same;
}
