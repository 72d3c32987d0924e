/** Deeper than this no element is made: the page's layout recurses, and 10,000 nested marks must not overflow it. */
const deepest = 120;

interface Opened {
  /** What is added to the level above when this is closed; `null` for a level that was too deep to be made. */
  readonly node: Element | null;
  /** What takes the content. */
  readonly content: Node;
}

/** Takes openings and closings in order and makes nested nodes, without recursion. */
export class Builder {
  readonly #root: ParentNode & Node;
  readonly #stack: Opened[] = [];

  constructor(root: ParentNode & Node) {
    this.#root = root;
  }

  open(node: Element): void {
    const tooDeep = this.#stack.length >= deepest;
    this.#stack.push(tooDeep ? { node: null, content: this.#top() } : { node, content: node });
  }

  /** Like `open`, but content goes into a part of the node. */
  openInside(node: Element, content: Element): void {
    this.#stack.push({ node, content });
  }

  /** A node joins its parent when it is whole: with every text put below it, a `dir=auto` above is worked out again. */
  close(): void {
    const node = this.#stack.pop()?.node ?? null;
    if (node !== null) this.#top().appendChild(node);
  }

  add(...nodes: readonly Node[]): void {
    const top = this.#top();
    for (const node of nodes) {
      const last = top.lastChild;
      if (last instanceof Text && node instanceof Text) last.appendData(node.data);
      else top.appendChild(node);
    }
  }

  #top(): Node {
    return this.#stack.at(-1)?.content ?? this.#root;
  }
}
