import { copyButton } from '../clipboard.ts';
import { button, element, icon } from '../element.ts';
import { words } from '../words.ts';
import { languageIn, titleIn } from './codeInfo.ts';
import { withoutControls } from './invisible.ts';
import { codeNodes } from './text.ts';

/**
 * A code block with its language, the file that it is of where that is said, and its buttons. What those beside the copy
 * button do is not known here: their `data-code` says what is wanted, and the page asks the host. `code` is the element that
 * holds the text.
 */
export function codeBlock(text: string, info: string): { readonly block: HTMLElement; readonly code: HTMLElement } {
  const language = languageIn(info);
  const code = element('code', language === '' ? {} : { 'data-language': language }, ...codeNodes(text));
  const head = element(
    'div',
    { class: 'code-head' },
    element('span', { class: 'code-name' }, element('span', { class: 'code-language' }, language), ...fileOf(info)),
    codeButton('apply', 'git-compare', words.applyCode),
    codeButton('insert', 'insert', words.insertCode),
    codeButton('new-file', 'new-file', words.codeToNewFile),
    copyButton(words.copyCode, () => code.textContent.replace(/\n$/, '')),
  );
  const pre = element('pre', { dir: 'ltr', tabindex: '0', 'aria-label': words.code(language) }, code);
  return { block: element('div', { class: 'code-block' }, head, pre), code };
}

/** A name that becomes a link where the host knows such a file. */
function fileOf(info: string): readonly HTMLElement[] {
  const title = withoutControls(titleIn(info));
  return title === '' ? [] : [element('bdi', { class: 'code-title', 'data-written': title }, title)];
}

function codeButton(use: string, iconName: string, label: string): HTMLButtonElement {
  const attributes = { class: 'icon-button code-use', 'data-code': use, 'aria-label': label, title: label };
  return button(attributes, () => {}, icon(iconName));
}
