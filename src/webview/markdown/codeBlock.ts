import { copyButton } from '../clipboard.ts';
import { element } from '../element.ts';
import { words } from '../words.ts';
import { codeNodes } from './text.ts';

const longestLanguage = 40;

/** A code block with its language and a copy button. `code` is the element that holds the text. */
export function codeBlock(text: string, info: string): { readonly block: HTMLElement; readonly code: HTMLElement } {
  const language = languageIn(info);
  const code = element('code', {}, ...codeNodes(text));
  const head = element(
    'div',
    { class: 'code-head' },
    element('span', { class: 'code-language' }, language),
    copyButton(words.copyCode, () => code.textContent.replace(/\n$/, '')),
  );
  const pre = element('pre', { dir: 'ltr', tabindex: '0', 'aria-label': words.code(language) }, code);
  return { block: element('div', { class: 'code-block' }, head, pre), code };
}

/** The first word of a fence's info string, as `ts` in `ts title="a.ts"` or in `ts{1,3}`. */
function languageIn(info: string): string {
  const word = /^[^\s{},:]+/u.exec(info.trim())?.[0] ?? '';
  return word.replace(/[^\p{L}\p{N}+#._-]/gu, '').slice(0, longestLanguage);
}
