import type { Outcome } from '../parts.ts';

/** A question that waits for the answer before it. `id` is unique within the queue's life. */
export interface Queued<T> {
  readonly id: string;
  readonly question: T;
}

/** More than that is no plan but a key that is stuck. */
const mostQueued = 20;

/** Questions that were asked while an answer arrives, in the order in which they go. */
export class QuestionQueue<T> {
  #list: readonly Queued<T>[] = [];
  #lastId = 0;
  #isHeld = false;

  get list(): readonly Queued<T>[] {
    return this.#list;
  }

  /** Whether the questions wait for the person, because an answer failed or was stopped. */
  get isHeld(): boolean {
    return this.#isHeld && this.#list.length > 0;
  }

  /** Adds a question at the end; `false` if there are too many. */
  add(question: T): boolean {
    if (this.#list.length >= mostQueued) return false;
    this.#lastId++;
    this.#list = [...this.#list, { id: String(this.#lastId), question }];
    return true;
  }

  /** Takes a question out, to be written again, thrown away or asked at once; `null` if it has gone already. */
  take(id: string): T | null {
    const found = this.#list.find((queued) => queued.id === id);
    this.#list = this.#list.filter((queued) => queued !== found);
    return found?.question ?? null;
  }

  /**
   * What is to be asked now that an answer has ended: the next question if it ended as it should. After a failure, or when
   * the person stopped it, nothing: they were written in the belief that there would be an answer.
   */
  next({ kind }: Outcome): T | null {
    this.#isHeld = kind !== 'complete';
    const [first] = this.#list;
    return first === undefined || this.#isHeld ? null : this.take(first.id);
  }

  /** Begins with questions that an earlier window has left: whether they are still meant, the person says. */
  restore(questions: readonly T[]): void {
    for (const question of questions) this.add(question);
    this.#isHeld = true;
  }
}
