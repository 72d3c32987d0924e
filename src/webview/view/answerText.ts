import { element } from '../element.ts';
import { MarkdownStream } from '../markdown/stream.ts';

/** How much text is drawn in one frame: reading more would hold up the page. */
const mostPerFrame = 32_768;

/** One text of an answer, drawn as it grows. */
export class AnswerText {
  readonly root = element('div', { class: 'markdown' });
  readonly #stream = new MarkdownStream(this.root);
  #drawn = 0;
  #finished = false;

  /** Draws more of the text, which only ever grows; `true` if there is more to draw than one frame should. */
  update(text: string, complete: boolean): boolean {
    if (this.#finished) return false;
    const end = Math.min(text.length, this.#drawn + mostPerFrame);
    this.#stream.append(text.slice(this.#drawn, end));
    this.#drawn = end;
    const more = end < text.length;
    this.#finished = complete && !more;
    if (this.#finished) this.#stream.finish();
    else this.#stream.draw();
    return more;
  }
}
