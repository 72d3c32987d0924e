import { element, icon } from '../element.ts';
import { words } from '../words.ts';
import type { Builder } from './builder.ts';
import { codeBlock } from './codeBlock.ts';
import { formulaView } from './formula.ts';
import { hostToShow, openableHref } from './links.ts';
import { taskAttribute } from './taskLists.ts';
import { codeNodes, proseNodes } from './text.ts';
import type { Token } from './tokens.ts';

/** What one kind of token, at `index` of its siblings, does to the DOM. */
type Rule = (builder: Builder, token: Token, siblings: readonly Token[], index: number) => void;

/** Not for what is inside a list item or a quote: these find their own direction in text that has none set. */
const directed = { dir: 'auto' };
const alignments = new Map([
  ['text-align:left', 'align-left'],
  ['text-align:center', 'align-center'],
  ['text-align:right', 'align-right'],
]);

const close: Rule = (builder) => builder.close();
const plain =
  (tag: keyof HTMLElementTagNameMap, attributes: Readonly<Record<string, string>> = {}): Rule =>
  (builder) =>
    builder.open(element(tag, attributes));
const cell: Rule = (builder, token) => {
  const alignment = alignments.get(String(token.attrGet('style')));
  const attributes = alignment === undefined ? directed : { ...directed, class: alignment };
  builder.open(token.tag === 'th' ? element('th', { ...attributes, scope: 'col' }) : element('td', attributes));
};
const listItem: Rule = (builder, token) => {
  const task = token.attrGet(taskAttribute);
  builder.open(element('li', task === null ? directed : { ...directed, class: 'task' }));
  if (task !== null) builder.add(taskBox(task === 'done'));
};
const code: Rule = (builder, token) => builder.add(codeBlock(token.content, token.info).block);

/** Every token type that becomes nodes. A type without a rule is shown as its text. */
export const rules: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['paragraph_open', (builder, token) => builder.open(element('p', token.level === 0 ? directed : {}))],
  ['paragraph_close', close],
  ['heading_open', (builder, token) => builder.open(heading(token.tag))],
  ['heading_close', close],
  ['blockquote_open', plain('blockquote', directed)],
  ['blockquote_close', close],
  ['bullet_list_open', plain('ul')],
  ['bullet_list_close', close],
  ['ordered_list_open', (builder, token) => builder.open(orderedList(token))],
  ['ordered_list_close', close],
  ['list_item_open', listItem],
  ['list_item_close', close],
  ['fence', code],
  ['code_block', code],
  [
    'math_block',
    (builder, token) => builder.add(element('div', { class: 'math-block', tabindex: '0' }, formulaView(token.content))),
  ],
  ['math_inline', (builder, token) => builder.add(formulaView(token.content))],
  ['hr', (builder) => builder.add(element('hr'))],
  [
    'table_open',
    (builder) => {
      const table = element('table');
      builder.openInside(element('div', { class: 'table-scroll', tabindex: '0' }, table), table);
    },
  ],
  ['table_close', close],
  ['thead_open', plain('thead')],
  ['thead_close', close],
  ['tbody_open', plain('tbody')],
  ['tbody_close', close],
  ['tr_open', plain('tr')],
  ['tr_close', close],
  ['th_open', cell],
  ['th_close', close],
  ['td_open', cell],
  ['td_close', close],
  ['text', (builder, token) => builder.add(...proseNodes(token.content))],
  ['softbreak', (builder) => builder.add(document.createTextNode('\n'))],
  ['hardbreak', (builder) => builder.add(element('br'))],
  ['code_inline', (builder, token) => builder.add(element('code', {}, ...codeNodes(token.content)))],
  ['em_open', plain('em')],
  ['em_close', close],
  ['strong_open', plain('strong')],
  ['strong_close', close],
  ['s_open', plain('s')],
  ['s_close', close],
  ['link_open', (builder, token, siblings, index) => builder.open(link(token, textOfLink(siblings, index)))],
  ['link_close', close],
]);

/** Headings of an answer start below those of the page, so that the outline of the conversation stays whole. */
function heading(tag: string): HTMLElement {
  const level = Number(tag.slice(1));
  return element('div', {
    ...directed,
    class: `heading heading-${level}`,
    role: 'heading',
    'aria-level': String(level + 1),
  });
}

function orderedList(token: Token): HTMLElement {
  const start = token.attrGet('start');
  return element('ol', start === null ? {} : { start: String(start) });
}

function taskBox(isDone: boolean): HTMLElement {
  const mark = isDone ? [icon('check')] : [];
  const label = isDone ? words.taskDone : words.taskOpen;
  return element('span', { class: 'task-box', role: 'img', 'aria-label': label }, ...mark);
}

function link(token: Token, text: string): HTMLElement {
  const href = openableHref(String(token.attrGet('href')));
  if (href === null) return element('span', { 'data-written': String(token.attrGet('href')) });
  const host = hostToShow(text, href);
  return element('a', host === null ? { href, title: href } : { href, title: href, 'data-host': host });
}

function textOfLink(siblings: readonly Token[], start: number): string {
  let text = '';
  for (let index = start + 1; index < siblings.length; index++) {
    const token = siblings[index];
    if (token === undefined || token.type === 'link_close') break;
    text += token.type.endsWith('break') ? ' ' : token.content;
  }
  return text;
}
