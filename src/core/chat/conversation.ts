import { type AssistantPart, isNonEmpty, type Message, type NonEmpty } from '../model.ts';
import { type ContentPart, isContent, type Outcome, type StreamPart } from '../parts.ts';
import { Collector } from '../stream/collect.ts';

/** One question and what came of it. */
export interface Turn {
  readonly question: string;
  readonly parts: readonly AssistantPart[];
  readonly outcome: Outcome;
  readonly by: string;
}

export interface RunningTurn {
  readonly number: number;
  readonly question: string;
  /** Everything that arrived so far, joined to one part per run of the same block. */
  readonly parts: readonly ContentPart[];
  readonly by: string;
}

/** A conversation as the host keeps it: what was said, and at most one turn that is being answered. */
export class Conversation {
  #turns: Turn[] = [];
  #running: { number: number; question: string; parts: ContentPart[]; collector: Collector; by: string } | null = null;
  #lastNumber = 0;

  get turns(): readonly Turn[] {
    return this.#turns;
  }

  get running(): RunningTurn | null {
    return this.#running;
  }

  /** Begins a turn and returns its number, or `null` while another is being answered. */
  start(question: string, by: string): number | null {
    if (this.#running !== null) return null;
    this.#lastNumber++;
    this.#running = { number: this.#lastNumber, question, parts: [], collector: new Collector(), by };
    return this.#lastNumber;
  }

  /** Adds what arrived for the running turn; parts of any other turn are ignored. */
  add(number: number, parts: readonly StreamPart[]): void {
    const running = this.#running;
    if (running === null || running.number !== number) return;
    for (const part of parts) {
      running.collector.add(part);
      if (isContent(part)) append(running.parts, part);
    }
  }

  /** Another one answers the running turn. */
  answeredBy(number: number, by: string): void {
    if (this.#running?.number === number) this.#running.by = by;
  }

  end(number: number, outcome: Outcome): void {
    const running = this.#running;
    if (running === null || running.number !== number) return;
    this.#turns.push({ question: running.question, parts: running.collector.parts, outcome, by: running.by });
    this.#running = null;
  }

  /** Takes back the last turn and returns its question, or `null` if there is none or one is being answered. */
  takeBack(): string | null {
    if (this.#running !== null) return null;
    // An answer that is complete is never thrown away for a retry.
    if (this.#turns.at(-1)?.outcome.kind === 'complete') return null;
    return this.#turns.pop()?.question ?? null;
  }

  clear(): void {
    this.#turns = [];
    this.#running = null;
  }

  /** What the vendor is sent: the answered turns and the new question. A turn without any answer is left out. */
  messages(question: string): NonEmpty<Message> {
    const messages = this.#turns.flatMap((turn): readonly Message[] =>
      isNonEmpty(turn.parts) ? [userMessage(turn.question), { role: 'assistant', content: turn.parts }] : [],
    );
    return asked(messages, question);
  }
}

/** A history with the new question at its end. */
export function asked(history: readonly Message[], question: string): NonEmpty<Message> {
  const [first, ...rest] = [...history, userMessage(question)];
  return [first ?? userMessage(question), ...rest];
}

export function userMessage(text: string): Message {
  return { role: 'user', content: [{ kind: 'text', text }] };
}

function append(parts: ContentPart[], part: ContentPart): void {
  const last = parts.at(-1);
  const joins =
    last !== undefined && last.kind === part.kind && last.block === part.block && 'delta' in last && 'delta' in part;
  if (joins) parts[parts.length - 1] = { ...last, delta: last.delta + part.delta };
  else parts.push(part);
}
