import { type Block, blocksOf, closedCount } from './blocks.ts';
import { type Continued, cut, partsOf } from './continued.ts';
import { withoutControls } from './invisible.ts';
import { patch } from './patch.ts';
import { continuesPlainly, endsInPlainWord } from './plain.ts';
import { nodesOf, renderMarkdown } from './render.ts';
import { type References, tokensOf } from './tokens.ts';

/** Above this an answer is not drawn again for the sake of definitions that came after their use. */
const longestRedrawn = 200_000;

/**
 * Markdown that arrives in pieces. Blocks that no later text can change are left alone; only the rest of the source (the
 * tail) is read and drawn again, so that the work for a piece depends on the open block and not on the answer.
 * After `finish` the DOM equals that of {@link renderMarkdown} for the whole text.
 */
export class MarkdownStream {
  readonly #root: HTMLElement;
  readonly #onSettled: (part: Element) => void;
  /** Source without line end that is not known yet: `\r` may be half of `\r\n`. */
  #held = '';
  #arrived = '';
  #source = '';
  #tail = '';
  #closedHasBracket = false;
  #references: References = {};
  /** Nodes that were drawn from the tail, by the block that they belong to. */
  #live: readonly (readonly ChildNode[])[] = [];
  #continued: Continued | null = null;
  /** The text node that plain words can be added to without reading the tail again. */
  #plainEnd: Text | null = null;
  #definedLate = false;

  /** `onSettled` is told of each element of the answer when nothing that follows can change it any more. */
  constructor(root: HTMLElement, onSettled: (part: Element) => void = () => {}) {
    this.#root = root;
    this.#onSettled = onSettled;
  }

  append(delta: string): void {
    const text = this.#held + delta;
    this.#held = text.endsWith('\r') ? '\r' : '';
    this.#arrived += withoutControls(this.#held === '' ? text : text.slice(0, -1));
  }

  /** Draws what has arrived since the last time. */
  draw(): void {
    const arrived = this.#arrived;
    if (arrived === '') return;
    this.#arrived = '';
    this.#source += arrived;
    this.#tail += arrived;
    if (this.#plainEnd !== null && continuesPlainly(arrived)) {
      this.#plainEnd.appendData(arrived);
      return;
    }
    this.#redraw();
  }

  /** Draws the rest; nothing may be appended afterwards. */
  finish(): void {
    if (this.#held !== '') this.#arrived += '\n';
    this.#held = '';
    this.draw();
    const isRedrawn = this.#definedLate && this.#source.length <= longestRedrawn;
    if (isRedrawn) this.#root.replaceChildren(renderMarkdown(this.#source));
    this.#root.normalize();
    this.#plainEnd = null;
    if (isRedrawn) this.#settle([...this.#root.childNodes]);
    else this.#settleLive(this.#live.flat());
  }

  #redraw(): void {
    const { tokens, references } = tokensOf(this.#tail, this.#references);
    const defines = Object.keys(references).length > Object.keys(this.#references).length;
    const blocks = blocksOf(tokens);
    const before = this.#live;
    this.#live = blocks.map((block, index) => this.#drawn(block, before[index] ?? [], index));
    for (const nodes of before.slice(blocks.length)) for (const node of nodes) node.remove();
    this.#definedLate ||= defines && this.#closedHasBracket;
    this.#plainEnd = endsInPlainWord(this.#tail, tokens, blocks.at(-1)?.end) ? lastText(this.#live) : null;
    this.#close(blocks, defines);
  }

  #drawn(block: Block, before: readonly ChildNode[], index: number): readonly ChildNode[] {
    const continued = index === 0 ? this.#continued : null;
    return continued === null
      ? patch(this.#root, before, [...nodesOf(block.tokens).childNodes])
      : patch(continued.element, before, partsOf(continued.kind, block));
  }

  /** Takes what is closed out of the tail: whole blocks, then parts of the last block. */
  #close(blocks: readonly Block[], defines: boolean): void {
    const lines = this.#tail.split('\n');
    const count = closedCount(blocks, lines);
    const block = blocks[count];
    if (block === undefined) return;
    const offset = count > 0 ? block.start : 0;
    if (count > 0) {
      this.#settleLive(this.#live.slice(0, count).flat());
      this.#continued = null;
      this.#live = this.#live.slice(count);
      this.#keep(lines.slice(offset), lines.slice(0, offset), defines);
    }
    if (count < blocks.length - 1) return;
    const live = this.#live[0] ?? [];
    const parts = cut(block, { lines: lines.slice(offset), offset, live, continued: this.#continued });
    if (parts === null) return;
    this.#continued = parts.continued;
    this.#live = [parts.live];
    this.#settle(parts.closed);
    this.#closedHasBracket ||= parts.continued.kind !== 'fence' && this.#tail.includes('[');
    this.#keep(parts.tail, parts.defining, defines);
  }

  /** Settles nodes that were drawn from the tail. The lines of a code block are settled together, with its last one. */
  #settleLive(nodes: readonly ChildNode[]): void {
    if (this.#continued?.kind === 'fence') this.#settle([this.#continued.element]);
    this.#settle(nodes);
  }

  #settle(nodes: readonly Node[]): void {
    for (const node of nodes) if (node instanceof Element) this.#onSettled(node);
  }

  /** Goes on with `tail` as the source; `closed` are lines before it that may define references. */
  #keep(tail: readonly string[], closed: readonly string[], defines: boolean): void {
    const source = closed.join('\n');
    this.#closedHasBracket ||= source.includes('[');
    if (defines) this.#references = tokensOf(source, this.#references).references;
    this.#tail = tail.join('\n');
  }
}

/** The text node at the very end of the nodes. */
function lastText(live: readonly (readonly ChildNode[])[]): Text | null {
  let node: Node | null = live.at(-1)?.at(-1) ?? null;
  while (node?.lastChild != null) node = node.lastChild;
  return node instanceof Text ? node : null;
}
