import type { ShownHit, ShownSummary } from '../bridge.ts';
import { element, icon } from '../element.ts';
import { withoutControls } from '../markdown/invisible.ts';
import { proseNodes } from '../markdown/text.ts';
import { words } from '../words.ts';
import type { Line } from './sections.ts';

/** A line of the list as it is chosen from. What can be done with it stands outside: an option has no buttons. */
export function optionView(line: Line, id: string): HTMLElement {
  const content = line.kind === 'hit' ? hitView(line.hit) : conversationView(line.summary);
  return element('div', { class: 'history-option', role: 'option', id, 'aria-selected': 'false' }, ...content);
}

export function titleOf({ title }: { readonly title: string }): string {
  return title.trim() === '' ? words.newChat : withoutControls(title);
}

function conversationView(summary: ShownSummary): readonly HTMLElement[] {
  const { detail, isOpen, isRunning } = summary;
  const title = titleView(summary);
  const marks = [
    ...(isRunning ? [mark('loading', words.answering)] : []),
    ...(isOpen ? [mark('eye', words.shownNow)] : []),
  ];
  return [
    element('div', { class: 'history-line' }, title, ...marks),
    element('div', { class: 'history-detail' }, element('bdi', {}, detail)),
  ];
}

function titleView(titled: { readonly title: string }): HTMLElement {
  return element('span', { class: 'history-title' }, element('bdi', {}, titleOf(titled)));
}

function mark(name: string, label: string): HTMLElement {
  const sign = icon(name);
  sign.classList.toggle('codicon-modifier-spin', name === 'loading');
  const said = element('span', { class: 'screen-reader-only' }, label);
  return element('span', { class: 'history-mark', title: label }, sign, said);
}

function hitView(hit: ShownHit): readonly HTMLElement[] {
  const { before, match, after } = hit;
  const found = element('mark', {}, ...shown(match));
  return [
    element('div', { class: 'history-line' }, titleView(hit)),
    element('div', { class: 'history-detail', dir: 'auto' }, ...shown(before), found, ...shown(after)),
  ];
}

function shown(text: string): readonly Node[] {
  return proseNodes(withoutControls(text));
}
