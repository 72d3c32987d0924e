/** Rows `[first, end)`. */
export interface Range {
  readonly first: number;
  readonly end: number;
}

/**
 * The heights of all rows in px, one above the other: measured for a row that has been on the page, estimated before. What
 * is asked of rows near the end, where readers mostly are, takes no longer for all that are above.
 */
export class RowHeights {
  readonly #heights: number[] = [];
  #total = 0;

  get count(): number {
    return this.#heights.length;
  }

  /** How high all rows are together. */
  get total(): number {
    return this.#total;
  }

  /** Forgets all but the first `kept` rows and puts these heights in their place. */
  replaceFrom(kept: number, heights: readonly number[]): void {
    this.#total = this.#above(kept);
    this.#heights.length = kept;
    for (const height of heights) {
      this.#heights.push(height);
      this.#total += height;
    }
  }

  at(row: number): number {
    return this.#heights[row] ?? 0;
  }

  set(row: number, height: number): void {
    if (row >= this.#heights.length) return;
    this.#total += height - this.at(row);
    this.#heights[row] = height;
  }

  /** How high the rows `[first, end)` are together. */
  between(first: number, end: number): number {
    return this.#above(end) - this.#above(first);
  }

  /** The rows that the stretch from `top` to `bottom` touches: at least one, if there are any. */
  touching(top: number, bottom: number): Range {
    const isLate = top > this.#total / 2;
    let row = isLate ? Math.max(0, this.count - 1) : 0;
    let end = isLate ? this.#total : this.at(0);
    while (row > 0 && end - this.at(row) > top) end -= this.at(row--);
    while (end <= top && row < this.count - 1) end += this.at(++row);
    const first = row;
    while (end < bottom && row < this.count - 1) end += this.at(++row);
    return { first, end: Math.min(row + 1, this.count) };
  }

  /** How high the rows above one are together. */
  #above(row: number): number {
    const isLate = row > this.count / 2;
    let sum = isLate ? this.#total : 0;
    if (isLate) for (let below = row; below < this.count; below++) sum -= this.at(below);
    else for (let above = 0; above < row; above++) sum += this.at(above);
    return sum;
  }
}
