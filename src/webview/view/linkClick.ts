import { openableHref } from '../markdown/links.ts';

/** Hands clicks on links to `open`. They go no further: VS Code would open the address by itself, without our checks. */
export function onLinkClick(root: HTMLElement, open: (href: string) => void): void {
  for (const type of ['click', 'auxclick']) {
    root.addEventListener(type, (event) => {
      const link = event.target instanceof Element ? event.target.closest('a') : null;
      if (link === null) return;
      event.preventDefault();
      event.stopPropagation();
      const href = openableHref(link.getAttribute('href') ?? '');
      if (href !== null && type === 'click') open(href);
    });
  }
  root.addEventListener('dragstart', (event) => {
    if (event.target instanceof Element && event.target.closest('a') !== null) event.preventDefault();
  });
}
