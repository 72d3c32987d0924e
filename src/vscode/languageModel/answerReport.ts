import {
  CancellationError,
  LanguageModelError,
  type LanguageModelResponsePart,
  LanguageModelTextPart,
  LanguageModelToolCallPart,
  type Progress,
} from 'vscode';
import type { EndPart, StopReason, StreamPart } from '../../core/parts.ts';
import { Collector } from '../../core/stream/collect.ts';
import { endNote } from '../endNote.ts';
import { thinkingPart, usagePart } from '../undocumented.ts';
import { languageModelError } from './error.ts';
import { sealOf } from './seal.ts';

/** Passes one answer on to VS Code as it comes. It belongs to one request: several may run at once. */
export class AnswerReport {
  readonly #progress: Progress<LanguageModelResponsePart>;
  readonly #collector = new Collector();
  /** Thoughts of two answers must not be taken for one. */
  readonly #id = crypto.randomUUID();
  #hasSpoken = false;

  constructor(progress: Progress<LanguageModelResponsePart>) {
    this.#progress = progress;
  }

  /** Takes the next part. At the end it throws what kept the answer from being whole, as VS Code wants to have it. */
  add(part: StreamPart): void {
    this.#collector.add(part);
    switch (part.kind) {
      case 'text':
        if (part.delta === '') return;
        this.#hasSpoken = true;
        return this.#progress.report(new LanguageModelTextPart(part.delta));
      case 'tool-call':
        this.#hasSpoken = true;
        return this.#progress.report(new LanguageModelToolCallPart(part.call, part.tool, part.input));
      case 'reasoning':
        if (part.delta === '') return;
        return this.#report(thinkingPart(part.delta, `${this.#id}-${part.block}`));
      case 'end':
        return this.#end(part);
      case 'citation':
      case 'tool-input':
      case 'limits':
      case 'retrying':
      case 'renewing':
      case 'waiting':
        return;
      default:
        part satisfies never;
    }
  }

  #end({ outcome, usage }: EndPart): void {
    switch (outcome.kind) {
      case 'complete': {
        const seal = sealOf(this.#collector.parts);
        if (seal !== null) this.#report(thinkingPart('', this.#id, seal));
        this.#report(usagePart(usage));
        // VS Code says nothing better of such an answer than that there was none.
        if (!this.#hasSpoken) throw silence(outcome.reason);
        return;
      }
      case 'cancelled':
        throw new CancellationError();
      case 'failed':
        throw languageModelError(outcome.failure);
      default:
        outcome satisfies never;
    }
  }

  #report(part: LanguageModelResponsePart | null): void {
    if (part !== null) this.#progress.report(part);
  }
}

function silence(reason: StopReason): LanguageModelError {
  const note = endNote(reason);
  if (note === null) return languageModelError({ code: 'empty' });
  return reason === 'refused' ? LanguageModelError.Blocked(note) : new LanguageModelError(note);
}
