import type { Highlighter } from '../highlight/highlighter.ts';

const settled = 'settled';

/** Tells the page that this element of an answer will not change any more. */
export function settle(part: Element): void {
  part.dispatchEvent(new Event(settled, { bubbles: true }));
}

/** Calls back with each element below the root that will not change any more. */
export function onSettled(root: HTMLElement, listener: (part: Element) => void): void {
  root.addEventListener(settled, (event) => {
    if (event.target instanceof Element) listener(event.target);
  });
}

/** Colours the code in a settled element, or the code that it is. */
export function highlightIn(part: Element, highlighter: Highlighter): void {
  const codes = part.matches('pre > code') ? [part] : part.querySelectorAll('pre > code[data-language]');
  for (const code of codes) highlighter.add(code, code.getAttribute('data-language') ?? '');
}
