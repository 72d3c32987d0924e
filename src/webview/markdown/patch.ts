/**
 * Makes neighbours in `parent` say what `after` says, and returns the nodes that are there then. What is the same up to the
 * first difference stays: with it the reader's selection and focus, and what the browser has laid out.
 */
export function patch(parent: Node, before: readonly ChildNode[], after: readonly ChildNode[]): readonly ChildNode[] {
  const different = before.findIndex((node, index) => !node.isEqualNode(after[index] ?? null));
  const same = different === -1 ? before.length : different;
  const kept = before.slice(0, turnInto(before[same], after[same]) ? same + 1 : same);
  const added = after.slice(kept.length);
  const next = before.at(-1)?.nextSibling ?? null;
  for (const node of before.slice(kept.length)) node.remove();
  for (const node of added) parent.insertBefore(node, next);
  return [...kept, ...added];
}

/** Whether the node could be made to say what `wanted` says: for a text that went on, and for an element with new content. */
function turnInto(node: ChildNode | undefined, wanted: ChildNode | undefined): boolean {
  if (node instanceof Text && wanted instanceof Text && wanted.data.startsWith(node.data)) {
    node.appendData(wanted.data.slice(node.length));
    return true;
  }
  // The button of a code block copies the code that it was made with, so the two stay together.
  if (!(node instanceof Element && wanted instanceof Element) || node.matches('.code-block')) return false;
  if (!node.cloneNode().isEqualNode(wanted.cloneNode())) return false;
  patch(node, [...node.childNodes], [...wanted.childNodes]);
  return true;
}
