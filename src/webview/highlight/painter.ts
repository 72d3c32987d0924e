import { element } from '../element.ts';
import type { Run } from './grammars.ts';

/**
 * Colours the text of a code element from its beginning on. Elements in it, which mark what cannot be seen, have no text and
 * stay where they are. No two text nodes become neighbours, so that `normalize` finds nothing to join.
 */
export class Painter {
  /** The node in which the next run begins, and how much of it has been passed. */
  #node: ChildNode | null;
  #passed = 0;

  constructor(code: Element) {
    this.#node = code.firstChild;
  }

  /** Colours what follows the last call's runs. */
  paint(runs: readonly Run[]): void {
    let painted: Node[] = [];
    let from = 0;
    for (const { length, kind } of runs) {
      let left = length;
      while (left > 0) {
        const node = this.#node;
        if (node === null) return;
        const size = node instanceof Text ? node.length : 0;
        const taken = Math.min(left, size - this.#passed);
        if (node instanceof Text && kind !== null && taken > 0) {
          if (this.#passed > from) painted.push(document.createTextNode(node.data.slice(from, this.#passed)));
          const text = node.data.slice(this.#passed, this.#passed + taken);
          painted.push(element('span', { class: `token-${kind}` }, text));
          from = this.#passed + taken;
        }
        this.#passed += taken;
        left -= taken;
        if (this.#passed < size) continue;
        this.#put(node, painted, from);
        painted = [];
        from = 0;
        this.#node = node.nextSibling;
        this.#passed = 0;
        if (node instanceof Text && node.length === 0) node.remove();
      }
    }
    if (this.#node === null) return;
    this.#put(this.#node, painted, from);
    this.#passed -= from;
  }

  /** Puts what was painted in the place of the first characters of the node. */
  #put(node: ChildNode, painted: readonly Node[], from: number): void {
    if (!(node instanceof Text) || painted.length === 0) return;
    node.before(...painted);
    node.deleteData(0, from);
  }
}
