import type { Token } from './tokens.ts';

/** A block of the outermost level: its tokens and the lines `[start, end)` that it was read from. */
export interface Block {
  readonly tokens: readonly Token[];
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

export function blocksOf(tokens: readonly Token[]): readonly Block[] {
  const blocks: Block[] = [];
  let from = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.level !== 0 || token.nesting === 1) continue;
    const first = tokens[from];
    if (first?.map != null) {
      const [start, end] = first.map;
      blocks.push({ tokens: tokens.slice(from, index + 1), type: first.type, start, end });
    }
    from = index + 1;
  }
  return blocks;
}

/**
 * How many leading blocks no later text can change, when `complete` lines of the source have their line end.
 * A block is closed once the next one has begun. Where a block begins can depend on its first two lines (a table's second
 * line makes the table), so those must be complete; or a third block must have begun, which says the same.
 */
export function closedCount(blocks: readonly Block[], lines: readonly string[]): number {
  const complete = lines.length - 1;
  for (let count = blocks.length - 1; count > 0; count--) {
    const before = blocks[count - 1];
    const next = blocks[count];
    if (before === undefined || next === undefined) return 0;
    if (count < blocks.length - 1) return count;
    // Lines that belong to no block are reference definitions; a title on later lines can still be added to the last one.
    const onlyBlank = lines.slice(before.end, next.start).every((line) => line.trim() === '');
    if (onlyBlank && next.start + 2 <= complete) return count;
  }
  return 0;
}

/** First lines of the items of a list block. */
export function itemStarts(list: Block): readonly number[] {
  return startsOf(list, 'list_item_open', 1);
}

/** Lines of the body rows of a table block. */
export function rowStarts(table: Block): readonly number[] {
  return startsOf(table, 'tr_open', 2).slice(1);
}

/** Whether the block is a fence whose closing line has not come yet. */
export function isOpenFence(block: Block): boolean {
  const content = block.tokens[0]?.content;
  if (block.type !== 'fence' || content === undefined) return false;
  const contentLines = content.split('\n').length - (content === '' || content.endsWith('\n') ? 1 : 0);
  return contentLines === block.end - block.start - 1;
}

function startsOf(block: Block, type: string, level: number): readonly number[] {
  return block.tokens.flatMap((token) =>
    token.type === type && token.level === level && token.map !== null ? [token.map[0]] : [],
  );
}
