import type { Failure } from '../failure.ts';
import {
  type ContentPart,
  type DecodedPart,
  type EndPart,
  noUsage,
  type Oddity,
  type StatusPart,
  type StopReason,
  type Usage,
} from '../parts.ts';

/** Longest answer, in characters of everything that is kept of it (faults WV-50). */
const maxAnswerLength = 8_000_000;
/** Most blocks in one answer (faults WV-51). */
const maxBlocks = 256;
/** Events in one answer that may be passed over because they cannot be read (faults ST-20). */
const maxUnreadable = 2;

/**
 * Makes a lawful stream of whatever a decoder says: content, then nothing after its finish or failure, and one `end` that
 * tells how it went. It also bounds the answer, and counts what was odd in it. One seal belongs to one attempt.
 */
export class Seal {
  #batch: (ContentPart | StatusPart)[] = [];
  #usage: Usage = noUsage;
  #reason: StopReason | null = null;
  #failure: Failure | null = null;
  #length = 0;
  #hasContent = false;
  /** Blocks of tool input. */
  readonly #inputs = new Set<number>();
  readonly #oddities = new Map<Oddity, number>();
  readonly #redact: (failure: Failure) => Failure;

  /** `redact` takes out of a failure what nobody may see. */
  constructor(redact: (failure: Failure) => Failure = (failure) => failure) {
    this.#redact = redact;
  }

  /** Takes one part from the decoder. A property, so that it can be passed on as it is. */
  readonly emit = (part: DecodedPart): void => {
    if (this.finished) return;
    switch (part.kind) {
      case 'odd':
        return this.#count(part.what);
      case 'limits':
        this.#batch.push(part);
        return;
      case 'usage':
        this.#usage = part.usage;
        return;
      case 'finish':
        this.#reason = part.reason;
        return;
      case 'failure':
        this.#failure = part.failure;
        return;
      case 'text':
      case 'reasoning':
        this.#length += part.delta.length + (part.replay?.token.length ?? 0);
        break;
      case 'tool-input':
        this.#length += part.delta.length;
        this.#inputs.add(part.block);
        break;
      case 'tool-call':
        this.#length += part.call.length + part.tool.length + (part.replay?.token.length ?? 0);
        // Input that came piece by piece is counted already.
        if (!this.#inputs.has(part.block)) this.#length += JSON.stringify(part.input).length;
        break;
      case 'citation':
        this.#length += part.source.url.length + part.source.title.length;
        break;
      default:
        part satisfies never;
    }
    if (this.#length > maxAnswerLength) {
      this.#failure = { code: 'too-much', detail: `the answer is longer than ${maxAnswerLength} characters` };
    } else if (part.block >= maxBlocks) {
      this.#failure = { code: 'too-much', detail: `the answer has more than ${maxBlocks} parts` };
    } else {
      this.#hasContent = true;
      this.#batch.push(part);
    }
  };

  /** The parts since the last call. */
  take(): readonly (ContentPart | StatusPart)[] {
    const batch = this.#batch;
    if (batch.length > 0) this.#batch = [];
    return batch;
  }

  /** Whether the decoder has said how the answer ended; reading on is pointless then. */
  get finished(): boolean {
    return this.#reason !== null || this.#failure !== null;
  }

  get hasContent(): boolean {
    return this.#hasContent;
  }

  get failure(): Failure | null {
    return this.#failure;
  }

  /** How many events were odd, by what was odd about them; without those that were not. */
  get oddities(): ReadonlyMap<Oddity, number> {
    return this.#oddities;
  }

  /** The end of a stream that was read as far as it went: complete only if the decoder said so. */
  end(): EndPart {
    if (this.#failure !== null) return this.fail(this.#failure);
    if (this.#reason !== null) {
      return { kind: 'end', outcome: { kind: 'complete', reason: this.#reason }, usage: this.#usage };
    }
    return this.fail({ code: this.#hasContent ? 'truncated' : 'empty' });
  }

  fail(failure: Failure): EndPart {
    return { kind: 'end', outcome: { kind: 'failed', failure: this.#redact(failure) }, usage: this.#usage };
  }

  cancel(): EndPart {
    return { kind: 'end', outcome: { kind: 'cancelled' }, usage: this.#usage };
  }

  /** One event that is odd does not cost the answer; the third that cannot be read gives it up. */
  #count(what: Oddity): void {
    const count = (this.#oddities.get(what) ?? 0) + 1;
    this.#oddities.set(what, count);
    if (what !== 'unreadable' || count <= maxUnreadable) return;
    this.#failure = { code: 'unreadable', detail: 'three events could not be read' };
  }
}
