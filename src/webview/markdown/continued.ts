import { type Block, isOpenFence, itemStarts, rowStarts } from './blocks.ts';
import { nodesOf } from './render.ts';
import { codeNodes } from './text.ts';

/** The element whose first part is closed while the rest of its block still arrives. */
export type Continued = { readonly kind: 'list' | 'table' | 'fence'; readonly element: Element };

/** A block cut in two: what is closed, and the source and nodes that can still change. */
export interface Cut {
  readonly continued: Continued;
  /** Nodes of the parts that were closed now; not those of a fence, whose lines belong together. */
  readonly closed: readonly ChildNode[];
  readonly live: readonly ChildNode[];
  readonly tail: readonly string[];
  /** The closed lines in which there can be reference definitions. */
  readonly defining: readonly string[];
}

/** The nodes of a block that goes on in an element that is on the page already. */
export function partsOf(kind: Continued['kind'], block: Block): readonly ChildNode[] {
  if (kind === 'fence') return codeNodes(block.tokens[0]?.content ?? '');
  const drawn = nodesOf(block.tokens).firstElementChild;
  const parent = kind === 'list' ? drawn : drawn?.querySelector('tbody');
  return [...(parent?.childNodes ?? [])];
}

/**
 * Closes the items, rows or lines of the last block that nothing can change any more, or `null` if there are none.
 * `lines` is the source from `offset` on, by whose numbers the block is described; `live` are the block's nodes.
 */
export function cut(
  block: Block,
  {
    lines,
    offset,
    live,
    continued,
  }: {
    readonly lines: readonly string[];
    readonly offset: number;
    readonly live: readonly ChildNode[];
    readonly continued: Continued | null;
  },
): Cut | null {
  const start = block.start - offset;
  const complete = lines.length - 1;
  const known = continued?.element;
  switch (block.type) {
    case 'bullet_list_open':
    case 'ordered_list_open': {
      const starts = itemStarts(block).map((line) => line - offset);
      const kept = starts.findLastIndex((line) => line + 2 <= complete);
      const from = starts[kept];
      const element = known ?? firstElement(live);
      if (kept < 1 || from === undefined || element === null) return null;
      const items = known === undefined ? [...element.childNodes] : live;
      const parts = { closed: items.slice(0, kept), live: items.slice(kept) };
      return {
        continued: { kind: 'list', element },
        ...parts,
        tail: lines.slice(from),
        defining: lines.slice(0, from),
      };
    }
    case 'table_open': {
      const closed = rowStarts(block).filter((line) => line - offset < complete).length;
      const element = known ?? firstElement(live)?.querySelector('tbody') ?? null;
      if (closed === 0 || element === null) return null;
      const rows = known === undefined ? [...element.childNodes] : live;
      const body = start + 2;
      const tail = [...lines.slice(start, body), ...lines.slice(body + closed)];
      const parts = { closed: rows.slice(0, closed), live: rows.slice(closed) };
      return { continued: { kind: 'table', element }, ...parts, tail, defining: lines.slice(0, start) };
    }
    case 'fence': {
      const closed = complete - start - 1;
      const element = known ?? firstElement(live)?.querySelector('code') ?? null;
      if (closed < 1 || element === null || !isOpenFence(block)) return null;
      const content = (block.tokens[0]?.content ?? '').split('\n');
      if (known === undefined) element.replaceChildren();
      else for (const node of live) node.remove();
      appendCode(element, `${content.slice(0, closed).join('\n')}\n`);
      const rest = codeNodes(content.slice(closed).join('\n'));
      element.append(...rest);
      const tail = [...lines.slice(start, start + 1), ...lines.slice(complete)];
      const parts = { closed: [], live: rest };
      return { continued: { kind: 'fence', element }, ...parts, tail, defining: lines.slice(0, start) };
    }
    default:
      return null;
  }
}

function appendCode(code: Element, text: string): void {
  for (const node of codeNodes(text)) {
    const last = code.lastChild;
    if (last instanceof Text && node instanceof Text) last.appendData(node.data);
    else code.append(node);
  }
}

function firstElement(nodes: readonly ChildNode[]): Element | null {
  const node = nodes[0];
  return node instanceof Element ? node : null;
}
