import { element } from '../element.ts';
import { type Formula, type FormulaPart, formulaOf } from './tex.ts';
import { codeNodes } from './text.ts';

/**
 * A formula as a line of text with raised and lowered parts, or its TeX source where that says more than is known here. What
 * would typeset all of TeX is larger than the rest of the page; this has neither markup nor addresses of the model's own.
 */
export function formulaView(source: string): HTMLElement {
  const formula = formulaOf(source);
  if (formula === null) return element('span', { class: 'math source', dir: 'ltr' }, ...codeNodes(source));
  const attributes = { class: 'math', dir: 'ltr', role: 'math', 'aria-label': source };
  return element('span', attributes, ...nodesOf(formula));
}

function nodesOf(formula: Formula): readonly Node[] {
  return formula.map(nodeOf);
}

function nodeOf(part: FormulaPart): Node {
  switch (part.kind) {
    case 'letters':
      return element('i', {}, part.text);
    case 'upright':
      return document.createTextNode(part.text);
    case 'sup':
    case 'sub':
      return element(part.kind, {}, ...nodesOf(part.of));
    case 'root':
      return element('span', {}, '√', element('span', { class: 'math-root' }, ...nodesOf(part.of)));
    case 'fraction':
      return element(
        'span',
        { class: 'math-fraction' },
        element('span', {}, ...nodesOf(part.above)),
        element('span', { class: 'math-below' }, ...nodesOf(part.below)),
      );
    default:
      return part satisfies never;
  }
}
