import type { Block } from '../blocks.ts';
import { element } from '../element.ts';
import { hostToShow, openableHref } from '../markdown/links.ts';
import { proseNodes } from '../markdown/text.ts';
import { words } from '../words.ts';

type Source = Extract<Block, { kind: 'source' }>;

const mostSources = 100;
const longestTitle = 200;

/** Where an answer says it has something from, numbered, below the answer. */
export class SourcesView {
  readonly root = element('ol', { class: 'sources', 'aria-label': words.sources, hidden: '' });
  #shown = 0;

  /** Shows more of the sources, which only ever grow in number. */
  update(sources: readonly Source[]): void {
    const last = Math.min(sources.length, mostSources);
    for (const source of sources.slice(this.#shown, last)) this.root.append(sourceView(source));
    this.#shown = last;
    this.root.hidden = last === 0;
  }
}

/** A source that cannot be opened is named all the same. */
function sourceView({ url, title }: Source): HTMLElement {
  const text = (title.trim() === '' ? url : title).slice(0, longestTitle);
  const href = openableHref(url);
  if (href === null) return element('li', {}, element('bdi', {}, ...proseNodes(text)));
  const host = hostToShow(text, href) ?? (text === url ? null : new URL(href).host);
  const attributes = { href, title: href, ...(host !== null && { 'data-host': host }) };
  return element('li', {}, element('bdi', {}, element('a', attributes, ...proseNodes(text))));
}
