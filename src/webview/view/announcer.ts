import { element } from '../element.ts';
import { sentencesIn } from '../sentences.ts';
import type { Answer } from '../store.ts';
import { words } from '../words.ts';
import { statusText } from './answer.ts';

const mostKept = 4;
/** Nobody listens to more than this of what arrived in one frame. */
const mostSpoken = 2_000;

/** Tells screen readers what arrives, a sentence at a time and without interrupting them. */
export class Announcer {
  readonly root = element('div', {
    class: 'screen-reader-only',
    role: 'status',
    'aria-live': 'polite',
    'aria-atomic': 'false',
  });
  #key: number | null = null;
  /** The block that is being read, and how much of it was. */
  #block = 0;
  #spoken = 0;
  #inCode = false;
  #status = '';
  #ended = false;

  /** Says something that is no part of an answer. */
  say(text: string): void {
    this.#say(text);
  }

  /** Says what is new in the answer; answers that were complete when they were first seen are not read out. */
  update(answer: Answer): void {
    if (answer.key !== this.#key) this.#begin(answer);
    if (this.#ended) return;
    const complete = answer.outcome !== null;
    for (const [index, block] of answer.blocks.entries()) {
      if (block.kind !== 'text' || index < this.#block) continue;
      if (index > this.#block) this.#beginBlock(index);
      const last = index === answer.blocks.length - 1;
      this.#hear(block.text, complete || !last);
    }
    if (answer.outcome !== null) this.#end(answer.outcome);
    else if (answer.blocks.length === 0) this.#sayStatus(statusText(answer.status));
  }

  #begin(answer: Answer): void {
    this.#key = answer.key;
    this.#beginBlock(0);
    this.#status = '';
    this.#ended = answer.outcome !== null;
  }

  #beginBlock(index: number): void {
    this.#block = index;
    this.#spoken = 0;
    this.#inCode = false;
  }

  #hear(text: string, complete: boolean): void {
    const heard = sentencesIn(text.slice(this.#spoken), { complete, inCode: this.#inCode });
    this.#spoken += heard.consumed;
    this.#inCode = heard.inCode;
    this.#say(heard.sentences.join(' ').slice(0, mostSpoken));
  }

  #end(outcome: NonNullable<Answer['outcome']>): void {
    this.#ended = true;
    if (outcome.kind === 'failed') this.#say(outcome.sentence);
    else this.#say(outcome.kind === 'stopped' ? words.stopped : (outcome.note ?? words.complete));
  }

  #sayStatus(status: string): void {
    if (status !== this.#status) this.#say(status);
    this.#status = status;
  }

  #say(text: string): void {
    if (text === '') return;
    this.root.append(element('p', {}, text));
    while (this.root.childElementCount > mostKept) this.root.firstElementChild?.remove();
  }
}
