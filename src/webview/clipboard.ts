import { button, icon } from './element.ts';
import { copyable } from './markdown/invisible.ts';
import { words } from './words.ts';

const shownMs = 1_500;

/** A button that copies a text, cleaned of what cannot be seen, and shows for a moment that it did. */
export function copyButton(label: string, text: () => string): HTMLButtonElement {
  const shown = icon('copy');
  const made = button({ class: 'icon-button', 'aria-label': label, title: label }, () => void copy(), shown);
  return made;

  async function copy(): Promise<void> {
    const copied = await navigator.clipboard.writeText(copyable(text())).then(
      () => true,
      () => false,
    );
    show(copied ? 'check' : 'error', copied ? words.copied : words.notCopied);
    setTimeout(() => show('copy', label), shownMs);
  }

  function show(name: string, title: string): void {
    shown.className = icon(name).className;
    made.setAttribute('aria-label', title);
    made.title = title;
  }
}

/** What is selected and copied by hand is plain text as well, without the characters that cannot be seen. */
export function copyPlainly(event: ClipboardEvent): void {
  const selected = document.getSelection()?.toString() ?? '';
  if (selected === '' || event.clipboardData === null) return;
  event.clipboardData.setData('text/plain', copyable(selected));
  event.preventDefault();
}
