import { element } from '../element.ts';
import { textHeight } from '../rows/estimate.ts';
import { type Section, SectionCutter } from '../rows/sections.ts';
import { TextSection } from './textSection.ts';

/** What is farther from what is in sight than this part of the window's height is not in the page. */
const ahead = '100% 0px';

/**
 * A text of an answer, however long: it is drawn in sections, of which only those around what is in sight are in the page.
 * So the work for a piece that arrives, or for a step of scrolling, depends on a section and not on the text.
 */
export class LongText {
  readonly root = element('div', { class: 'long-text' });
  readonly #onMore: () => void;
  readonly #cutter = new SectionCutter();
  readonly #sections: TextSection[] = [];
  readonly #byRoot = new WeakMap<Element, TextSection>();
  #observer: IntersectionObserver | null = null;
  #isDefined = false;

  /** `onMore` is told when there is something to draw, which `update` then does. */
  constructor(onMore: () => void) {
    this.#onMore = onMore;
  }

  /** Draws more of the text, which only ever grows; `true` if there is more to draw than one frame should. */
  update(text: string, complete: boolean): boolean {
    const isLeft = this.#cutter.read(text);
    const places = isLeft ? this.#cutter.closed : [...this.#cutter.closed, this.#cutter.open(text)];
    const added = places.slice(this.#sections.length);
    const width = added.length > 1 ? this.root.clientWidth : 0;
    for (const place of added) {
      const isNear = places.length === 1 || (!complete && place === places.at(-1));
      const height = isNear ? 0 : textHeight(place.end - place.start, width);
      this.#add(new TextSection(place.start, height, isNear));
    }
    // What is in sight now is not the end yet: drawing it would be for nothing.
    if (isLeft) return true;
    if (complete && !this.#isDefined) this.#define(text, places);
    return this.#draw(text, places, complete);
  }

  /** Draws more of the last section and of one of the others. */
  #draw(text: string, places: readonly Section[], complete: boolean): boolean {
    const last = places.length - 1;
    let isLeft = false;
    let others = 0;
    for (let index = last; index >= 0 && others < 2; index--) {
      const [section, place] = [this.#sections[index], places[index]];
      if (section?.isWanted !== true || place === undefined) continue;
      if (index < last) others++;
      const definitions = last === 0 ? '' : this.#cutter.definitions;
      const isMore = others > 1 || section.draw(sourceOf(place, text), definitions, complete || index < last);
      isLeft ||= isMore;
    }
    return isLeft;
  }

  #add(section: TextSection): void {
    const isFirst = this.#sections.length === 0;
    this.#sections.push(section);
    this.#byRoot.set(section.root, section);
    this.root.append(section.root);
    if (isFirst) return;
    // With one section there is nothing to take out of the page, so most texts are not watched.
    this.#observer ??= this.#watch();
    this.#observer.observe(section.root);
  }

  #watch(): IntersectionObserver {
    const root = this.root.closest('.scroll-viewport');
    const observer = new IntersectionObserver((entries) => this.#onSight(entries), { root, rootMargin: ahead });
    for (const section of this.#sections) observer.observe(section.root);
    return observer;
  }

  #onSight(entries: readonly IntersectionObserverEntry[]): void {
    if (!this.root.isConnected) return;
    for (const { target, isIntersecting, boundingClientRect } of entries) {
      this.#byRoot.get(target)?.setNear(isIntersecting, boundingClientRect.height);
    }
    if (this.#sections.some((section) => section.isWanted)) this.#onMore();
  }

  /** Sections that were drawn before the last definition was there are drawn again, if they can have a use for it. */
  #define(text: string, places: readonly Section[]): void {
    this.#isDefined = true;
    if (places.length === 1) return;
    this.#cutter.finish(text);
    for (const [index, place] of places.entries()) {
      const section = this.#sections[index];
      const drawn = section?.definitions ?? this.#cutter.definitions;
      if (drawn !== this.#cutter.definitions && sourceOf(place, text).includes('[')) section?.again();
    }
  }
}

function sourceOf({ start, end, opening }: Section, text: string): string {
  return opening + text.slice(start, end);
}
