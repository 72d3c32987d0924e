import { type Block, blocksOf, closedCount, isOpenFence, itemStarts } from '../markdown/blocks.ts';
import { blockTokensOf } from '../markdown/tokens.ts';

/** A stretch `[start, end)` of a Markdown text that is read by itself, after its `opening`, as it is read in the whole. */
export interface Section {
  readonly start: number;
  readonly end: number;
  /** What the stretch goes on with, for example the first line of the code block that it lies in; usually nothing. */
  readonly opening: string;
}

/** A section is what of so much text no later text can change. */
const enough = 24_576;
/** A code block, which has a button that copies it, may be as long as this; lists, tables and lines may not. */
const longestCode = 98_304;
/** Longest time for which the text is read at a time, in ms. */
const longestReadMs = 16;
/** Definitions of link targets beyond this are known to their own section only. */
const longestDefinitions = 20_000;

/** Cuts a text that grows into sections that can be drawn one without the others. */
export class SectionCutter {
  readonly #closed: Section[] = [];
  #definitions = '';
  #start = 0;
  #opening = '';
  #wanted = enough;

  /** Sections to which nothing will be added. */
  get closed(): readonly Section[] {
    return this.#closed;
  }

  /** Definitions of link targets in the closed sections, and in the last one of a text that is complete. */
  get definitions(): string {
    return this.#definitions;
  }

  /** The section after the closed ones, as far as the text reaches. */
  open(text: string): Section {
    return { start: this.#start, end: text.length, opening: this.#opening };
  }

  /** Reads on in the text, which only ever grows; `true` if there is more of it than should be read at a time. */
  read(text: string): boolean {
    const startedAt = performance.now();
    while (text.length - this.#start > this.#wanted) {
      this.#readSection(text);
      if (performance.now() - startedAt > longestReadMs) return text.length - this.#start > this.#wanted;
    }
    return false;
  }

  /** To be called once, with the whole text. */
  finish(text: string): void {
    const source = sameLength(text.slice(this.#start));
    this.#define(blocksOf(blockTokensOf(source)), source.split('\n'));
  }

  #readSection(text: string): void {
    const end = text.lastIndexOf('\n', this.#start + this.#wanted) + 1;
    if (end <= this.#start) return this.#cut(wholeCharacter(text, this.#start + this.#wanted), '');
    const source = this.#opening + sameLength(text.slice(this.#start, end));
    const lines = source.split('\n');
    const blocks = blocksOf(blockTokensOf(source));
    const count = closedCount(blocks, lines);
    const next = blocks[count];
    const offset = this.#start - this.#opening.length;
    if (next !== undefined && count > 0) {
      this.#define(blocks.slice(0, count), lines);
      this.#cut(offset + offsetOf(next.start, lines), '');
    } else if (next?.type === 'fence' && this.#wanted < longestCode) this.#wanted = longestCode;
    else this.#cutBlock(next, lines, offset, end);
  }

  /** Cuts a block that is too long in two: where an item begins, or else at the end of the last line. */
  #cutBlock(block: Block | undefined, lines: readonly string[], offset: number, end: number): void {
    const first = lines[block?.start ?? 0] ?? '';
    if (block?.type === 'fence') return this.#cut(end, isOpenFence(block) ? `${first}\n` : '');
    if (block?.type === 'table_open') return this.#cut(end, `${first}\n${lines[block.start + 1] ?? ''}\n`);
    const starts = block?.type.endsWith('_list_open') === true ? itemStarts(block) : [];
    const item = offset + offsetOf(starts.at(-1) ?? 0, lines);
    this.#cut(item > this.#start ? item : end, '');
  }

  #cut(at: number, opening: string): void {
    this.#closed.push({ start: this.#start, end: at, opening: this.#opening });
    this.#start = at;
    this.#opening = opening;
    this.#wanted = enough;
  }

  #define(blocks: readonly Block[], lines: readonly string[]): void {
    for (const { type, start, end } of blocks) {
      if (type !== 'reference_definition') continue;
      const definition = `${lines.slice(start, end).join('\n')}\n`;
      if (this.#definitions.length + definition.length <= longestDefinitions) this.#definitions += definition;
    }
  }
}

function offsetOf(line: number, lines: readonly string[]): number {
  return lines.slice(0, line).reduce((sum, { length }) => sum + length + 1, 0);
}

/** With `\n` as its only line end, each character where it was. */
function sameLength(text: string): string {
  return text.includes('\r') ? text.replaceAll('\r\n', ' \n').replaceAll('\r', '\n') : text;
}

/** The place, or the one after it if that is in the middle of a surrogate pair. */
function wholeCharacter(text: string, at: number): number {
  return /[\uDC00-\uDFFF]/.test(text.charAt(at)) ? at + 1 : at;
}
