import { element } from '../element.ts';
import { codeOf, type Piece, proseOf } from './invisible.ts';

/** Prose as nodes; text that turns the direction of its line stays inside its own `<bdi>`. */
export function proseNodes(text: string): readonly ChildNode[] {
  return proseOf(text).map(toNode);
}

/** Code as nodes; what cannot be seen gets a marker that is drawn by the style sheet and so never copied. */
export function codeNodes(text: string): readonly ChildNode[] {
  return codeOf(text).map(toNode);
}

function toNode(piece: Piece): ChildNode {
  switch (piece.kind) {
    case 'plain':
      return document.createTextNode(piece.text);
    case 'isolated':
      return element('bdi', {}, piece.text);
    case 'hidden':
      return element('span', { class: 'hidden-character', 'data-character': piece.name });
    default:
      return piece satisfies never;
  }
}
