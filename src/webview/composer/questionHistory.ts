/** The earlier questions as the arrow keys go through them, with the draft that was being written at their end. */
export class QuestionHistory {
  readonly #questions: () => readonly string[];
  #list: readonly string[] = [];
  #index = 0;

  /** `questions` gives the earlier questions, the oldest first; it is asked only when somebody begins to go through them. */
  constructor(questions: () => readonly string[]) {
    this.#questions = questions;
  }

  /** Whether this is the text that was brought back last, unchanged. */
  isShown(text: string): boolean {
    return this.#index < this.#list.length - 1 && this.#list[this.#index] === text;
  }

  /** The question before the one that is shown, or before the draft; `null` if there is none. */
  older(text: string): string | null {
    if (!this.isShown(text)) {
      const distinct = this.#questions().filter((question, index, all) => question !== all[index + 1]);
      this.#list = [...distinct, text];
      this.#index = distinct.length;
    }
    return this.#go(this.#index - 1);
  }

  /** The one after it, and in the end the draft; `null` if none of them is shown. */
  newer(text: string): string | null {
    return this.isShown(text) ? this.#go(this.#index + 1) : null;
  }

  #go(index: number): string | null {
    const found = this.#list[index];
    if (found === undefined) return null;
    this.#index = index;
    return found;
  }
}
