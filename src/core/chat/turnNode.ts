import type { EpochMs, TurnId, UserPart } from '../model.ts';
import { addKnown, addUsage, type Outcome } from '../parts.ts';
import type { Entry } from './entry.ts';
import type { Run } from './run.ts';
import type { Question, Turn } from './turn.ts';

/** More continuations of one answer than this are no work of a person. */
const maxRuns = 1_000;
const interrupted: Outcome = { kind: 'failed', failure: { code: 'interrupted' } };

/** Whether something of this order comes before another; ids or texts decide between equals. */
export function isBefore(order: number, id: string, otherOrder: number, otherId: string): boolean {
  return order < otherOrder || (order === otherOrder && id < otherId);
}

/** What may follow at one place of a conversation: the turns that share a parent, and the one of them that is chosen. */
export class TurnPlace {
  /** In the order in which they were asked. */
  readonly children: TurnNode[] = [];
  #chosen: { readonly node: TurnNode; readonly order: number } | null = null;

  insert(node: TurnNode): void {
    let at = this.children.length;
    for (; at > 0; at--) {
      const before = this.children[at - 1];
      if (before === undefined || isBefore(before.order, before.id, node.order, node.id)) break;
    }
    this.children.splice(at, 0, node);
  }

  /** Chooses a child unless a later choice is known; says whether it did. */
  choose(node: TurnNode, order: number): boolean {
    const chosen = this.#chosen;
    if (chosen !== null && isBefore(order, node.id, chosen.order, chosen.node.id)) return false;
    this.#chosen = { node, order };
    return true;
  }

  chosenPath(): readonly TurnId[] {
    const path: TurnId[] = [];
    for (let next = this.#chosen; next !== null; next = next.node.below.#chosen) path.push(next.node.id);
    return path;
  }
}

/** A turn as the tree keeps it. */
export class TurnNode {
  readonly id: TurnId;
  readonly parent: TurnId | null;
  readonly order: number;
  readonly below = new TurnPlace();
  readonly #asked: Extract<Entry, { kind: 'asked' }>;
  /** In the order in which they began; the first is the turn's own. */
  readonly #runs: Run[];
  #snapshot: Turn | null = null;

  constructor(asked: Extract<Entry, { kind: 'asked' }>, parent: TurnId | null, run: Run) {
    this.id = asked.turn;
    this.parent = parent;
    this.order = asked.order;
    this.#asked = asked;
    this.#runs = [run];
  }

  get lastRun(): Run | null {
    return this.#runs.at(-1) ?? null;
  }

  /** Adds a continuation; `false` if there are too many. */
  addRun(run: Run): boolean {
    if (this.#runs.length >= maxRuns) return false;
    this.#runs.push(run);
    // The turn's own run has the lowest order of all.
    this.#runs.sort((a, b) => (isBefore(a.order, a.id, b.order, b.id) ? -1 : 1));
    this.touch();
    return true;
  }

  /** The turn has changed: the next reader gets a new snapshot. */
  touch(): void {
    this.#snapshot = null;
  }

  question(contents: ReadonlyMap<string, UserPart>): Question {
    const { text, attachments } = this.#asked;
    return {
      text,
      attachments: attachments.map((one) => ({ ...one, content: contents.get(one.hash) ?? null })),
    };
  }

  turn(contents: ReadonlyMap<string, UserPart>): Turn {
    this.#snapshot ??= this.#snap(contents);
    return this.#snapshot;
  }

  #snap(contents: ReadonlyMap<string, UserPart>): Turn {
    const runs = this.#runs;
    const last = this.lastRun;
    return {
      id: this.id,
      parent: this.parent,
      question: this.question(contents),
      askedAt: this.#asked.at,
      answerer: last?.answerer ?? null,
      rounds: runs.flatMap((run) => run.rounds(run === last ? null : { kind: 'continue' })),
      outcome: last?.outcome ?? (last?.isLost === true ? interrupted : null),
      usage: runs.map(({ usage }) => usage).reduce(addUsage),
      endedAt: endOf(last),
      reasoningMs: runs.map(({ reasoningMs }) => reasoningMs).reduce(addKnown),
    };
  }
}

function endOf(run: Run | null): EpochMs | null {
  return run?.endedAt ?? null;
}
