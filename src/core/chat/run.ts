import type { AssistantPart, EpochMs, NonEmpty, RunId, ToolResult } from '../model.ts';
import { type ContentPart, noUsage, type Outcome, type Usage } from '../parts.ts';
import { Collector } from '../stream/collect.ts';
import { appendPart } from './joinedParts.ts';
import type { Answerer, Prompting, Round } from './turn.ts';

/** Longest text of one run, in characters, as of one answer (faults WV-50). */
const maxLength = 8_000_000;
const maxRounds = 1_000;

/** One attempt at an answer as it grows: what a turn begins with, and each continuation of what was cut. */
export class Run {
  readonly id: RunId;
  readonly order: number;
  answerer: Answerer | null;
  outcome: Outcome | null = null;
  usage: Usage = noUsage;
  endedAt: EpochMs | null = null;
  reasoningMs: number | null = null;
  /** Nobody is known to be answering: the window that did may be gone. */
  isLost = false;
  readonly #rounds: Round[] = [];
  #collector = new Collector();
  #arrived: ContentPart[] = [];
  #length = 0;
  #lastStep = 0;
  #thinkingSince: EpochMs | null = null;

  constructor(id: RunId, order: number, answerer: Answerer | null) {
    this.id = id;
    this.order = order;
    this.answerer = answerer;
  }

  /** What has arrived of a round that is still being said, as a page is sent it; empty once the run has ended. */
  get arrived(): readonly ContentPart[] {
    return this.#arrived;
  }

  /** Adds what was said, `at` that moment; `null` if that is not known. */
  add(parts: readonly ContentPart[], at: EpochMs | null): void {
    this.isLost = false;
    if (this.outcome !== null) return;
    for (const part of parts) {
      if (at !== null) this.#watchThinking(part.kind === 'reasoning', at);
      this.#length += 'delta' in part ? part.delta.length : 0;
      if (this.#length > maxLength) return;
      this.#collector.add(part);
      appendPart(this.#arrived, part);
    }
  }

  give(results: NonEmpty<ToolResult>): void {
    this.isLost = false;
    if (this.outcome !== null || this.#rounds.length >= maxRounds) return;
    this.#rounds.push({ parts: this.#collector.parts, next: { kind: 'results', results } });
    this.#collector = new Collector();
    this.#arrived = [];
  }

  /** Ends the run; only the first end counts. */
  end(outcome: Outcome, usage: Usage, at: EpochMs, reasoningMs: number | null): void {
    this.isLost = false;
    if (this.outcome !== null) return;
    this.outcome = outcome;
    this.usage = usage;
    this.endedAt = at;
    this.reasoningMs = reasoningMs;
    this.#arrived = [];
  }

  /** The thinking seen so far, in ms, up to now if it still goes on. */
  thoughtMs(now: EpochMs): number | null {
    this.#watchThinking(false, now);
    return this.reasoningMs;
  }

  /** Whether a line of the journal is new: each has a higher step than the one before. */
  isNew(step: number): boolean {
    if (step <= this.#lastStep) return false;
    this.#lastStep = step;
    return true;
  }

  /** The rounds, the last of them with what led on from it. */
  rounds(next: Prompting | null): readonly Round[] {
    const parts: readonly AssistantPart[] = this.#collector.parts;
    return [...this.#rounds, { parts, next }];
  }

  #watchThinking(isThinking: boolean, at: EpochMs): void {
    if (isThinking) {
      this.#thinkingSince ??= at;
      return;
    }
    if (this.#thinkingSince === null) return;
    this.reasoningMs = (this.reasoningMs ?? 0) + Math.max(0, at - this.#thinkingSince);
    this.#thinkingSince = null;
  }
}
