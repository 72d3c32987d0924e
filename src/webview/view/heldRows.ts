import type { Range } from '../rows/rowHeights.ts';

/** Knows the rows that the reader holds on to: those in which the focus or an end of the selection is. */
export class HeldRows {
  readonly #conversation: Element;
  /** `null` when it is to be found out: to ask for the selection lays the page out, so that is done only after a change. */
  #rows: readonly Element[] | null = null;

  constructor(conversation: Element) {
    this.#conversation = conversation;
    for (const type of ['selectionchange', 'focusin', 'focusout']) {
      document.addEventListener(type, () => {
        this.#rows = null;
      });
    }
  }

  /** From the first of them to the last, `rowOf` being the place of a row or -1; `null` if there is none. */
  range(rowOf: (row: Element) => number): Range | null {
    this.#rows ??= this.#find();
    const places = this.#rows
      .filter((row) => row.isConnected)
      .map(rowOf)
      .filter((place) => place !== -1);
    return places.length === 0 ? null : { first: Math.min(...places), end: Math.max(...places) + 1 };
  }

  #find(): readonly Element[] {
    const selection = document.getSelection();
    const selected = selection === null || selection.isCollapsed ? [] : [selection.anchorNode, selection.focusNode];
    return [document.activeElement, ...selected].flatMap((node) => {
      const row = (node instanceof Element ? node : node?.parentElement)?.closest('.row') ?? null;
      return row !== null && this.#conversation.contains(row) ? [row] : [];
    });
  }
}
