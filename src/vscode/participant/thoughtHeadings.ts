/** A line that is nothing but a heading, in one of the two ways in which models set them. */
const heading = /^\s*(?:\*\*([^*]{1,120})\*\*|#{1,6}\s+(\S.{0,119}?))\s*$/;
/** Enough of a line to see whether it is one. */
const lineLength = 200;

/** Reads the headings out of a model's thoughts as they come: what a person can be shown of them in one line. */
export class ThoughtHeadings {
  #line = '';

  /** Takes the next piece of the thoughts and gives the headings that it completes, without their marks. */
  add(delta: string): readonly string[] {
    const lines = (this.#line + delta).split('\n');
    this.#line = (lines.pop() ?? '').slice(0, lineLength);
    return lines.flatMap((line) => {
      const [, bold, hashed] = heading.exec(line) ?? [];
      return bold ?? hashed ?? [];
    });
  }
}
