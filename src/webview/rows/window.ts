import type { Range, RowHeights } from './rowHeights.ts';

/** What the reader sees of all the rows, in px from their top. */
export interface Sight {
  readonly top: number;
  readonly height: number;
  /** At the end and staying there, whatever arrives. */
  readonly following: boolean;
}

/** So many rows at most are in the page because some are held. */
const mostHeld = 200;
/** Far enough ahead for a turn of the wheel in a low window, in px. */
const leastAhead = 600;

/**
 * The rows that are to be in the page: those in sight, a window's height more on either side so that scrolling meets no
 * gap, and those `before` that are hardly farther away, so that going to and fro makes nothing anew. `held` rows stay as
 * well, for example because the focus is in them.
 */
export function windowOf(heights: RowHeights, sight: Sight, before: Range, held: Range | null): Range {
  const { top, bottom } = stretch(heights, sight);
  const ahead = Math.max(leastAhead, bottom - top);
  const needed = heights.touching(top - ahead, bottom + ahead);
  const allowed = heights.touching(top - 2 * ahead, bottom + 2 * ahead);
  const isApart = before.end <= needed.first || before.first >= needed.end;
  const kept = isApart ? needed : before;
  const first = Math.min(Math.max(kept.first, allowed.first), needed.first);
  const end = Math.max(Math.min(kept.end, allowed.end), needed.end);
  return withHeld({ first, end }, held);
}

/** The rows that are in sight. */
export function inSight(heights: RowHeights, sight: Sight): Range {
  const { top, bottom } = stretch(heights, sight);
  return heights.touching(top, bottom);
}

export function isWithin(inner: Range, outer: Range): boolean {
  return inner.first >= outer.first && inner.end <= outer.end;
}

function stretch(heights: RowHeights, { top, height, following }: Sight): { top: number; bottom: number } {
  const from = following ? Math.max(0, heights.total - height) : top;
  return { top: from, bottom: from + height };
}

function withHeld(range: Range, held: Range | null): Range {
  if (held === null) return range;
  const first = Math.min(range.first, held.first);
  const end = Math.max(range.end, held.end);
  return end - first <= mostHeld ? { first, end } : range;
}
