/** Deeper than this no element is made: the page's layout recurses, and 10,000 nested marks must not overflow it. */
const deepest = 120;

/** Takes openings and closings in order and makes nested nodes, without recursion. */
export class Builder {
  readonly #root: ParentNode & Node;
  readonly #stack: Node[] = [];

  constructor(root: ParentNode & Node) {
    this.#root = root;
  }

  open(node: Element): void {
    const tooDeep = this.#stack.length >= deepest;
    if (!tooDeep) this.add(node);
    this.#stack.push(tooDeep ? this.#top() : node);
  }

  /** Like `open`, but content goes into a part of the node that was added. */
  openInside(node: Element, content: Element): void {
    this.add(node);
    this.#stack.push(content);
  }

  close(): void {
    this.#stack.pop();
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
    return this.#stack.at(-1) ?? this.#root;
  }
}
