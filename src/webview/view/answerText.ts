import { element } from '../element.ts';
import { MarkdownStream } from '../markdown/stream.ts';
import { settle } from './settled.ts';

/** How much text is drawn in one frame at first; more at a time would hold up the page. */
const leastPerFrame = 16_384;
/** With a long text the layout of a frame costs more than the new text, so fewer frames are less work. */
const mostPerFrame = 65_536;

/** One text of an answer, drawn as it grows. */
export class AnswerText {
  readonly root = element('div', { class: 'markdown' });
  readonly #stream = new MarkdownStream(this.root, settle);
  #drawn = 0;
  #finished = false;

  /** Draws more of the text, which only ever grows; `true` if there is more to draw than one frame should. */
  update(text: string, complete: boolean): boolean {
    if (this.#finished) return false;
    const end = Math.min(
      text.length,
      this.#drawn + Math.max(leastPerFrame, Math.min(mostPerFrame, Math.floor(this.#drawn / 4))),
    );
    this.#stream.append(text.slice(this.#drawn, end));
    this.#drawn = end;
    const more = end < text.length;
    this.#finished = complete && !more;
    if (this.#finished) this.#stream.finish();
    else this.#stream.draw();
    return more;
  }
}
