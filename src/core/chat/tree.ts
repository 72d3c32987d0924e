import {
  type AccountId,
  type EpochMs,
  epochMs,
  type ModelId,
  type RunId,
  runId,
  type TurnId,
  type UserPart,
} from '../model.ts';
import type { ContentPart } from '../parts.ts';
import { type Entry, maxCount } from './entry.ts';
import { Run } from './run.ts';
import { proposedTitle } from './title.ts';
import type { Turn } from './turn.ts';
import { isBefore, TurnNode, TurnPlace } from './turnNode.ts';

/** More turns than this are no conversation of a person. */
const maxTurns = 100_000;

/** A tree for those who only read it. */
export type TreeReader = Pick<
  TurnTree,
  | 'turn'
  | 'turns'
  | 'path'
  | 'pathTo'
  | 'siblings'
  | 'content'
  | 'account'
  | 'model'
  | 'title'
  | 'givenTitle'
  | 'updatedAt'
  | 'size'
>;

/**
 * What a conversation's entries make of it. The path is what is shown and sent: from the beginning, at each turn the
 * follow-up that was chosen last. Turns are handed out as immutable snapshots.
 */
export class TurnTree {
  readonly #root = new TurnPlace();
  readonly #nodes = new Map<TurnId, TurnNode>();
  readonly #runs = new Map<RunId, { readonly run: Run; readonly node: TurnNode }>();
  readonly #contents = new Map<string, UserPart>();
  #title: { readonly text: string; readonly order: number } | null = null;
  #account: Extract<Entry, { kind: 'account' }> = { kind: 'account', account: null, model: null, order: 0 };
  #path: readonly TurnId[] | null = null;
  #lastAsked: TurnNode | null = null;
  #lastOrder = 0;
  #updatedAt = epochMs(0);

  /** Takes an entry and returns the turn that it changed, if any. What cannot be, for example an unknown run, changes nothing. */
  apply(entry: Entry): TurnId | null {
    switch (entry.kind) {
      case 'begun':
        this.#see(entry.at);
        return null;
      case 'attached':
        this.#contents.set(entry.hash, entry.content);
        return null;
      case 'asked':
        return this.#ask(entry);
      case 'resumed':
        return this.#resume(entry);
      case 'chosen': {
        this.#order(entry.order);
        const node = this.#nodes.get(entry.turn);
        if (node !== undefined) this.#choose(node, entry.order);
        return null;
      }
      case 'titled':
        this.#order(entry.order);
        if (this.#title === null || !isBefore(entry.order, entry.title, this.#title.order, this.#title.text))
          this.#title = { text: entry.title, order: entry.order };
        return null;
      case 'account':
        this.#order(entry.order);
        if (!isBefore(entry.order, accountKey(entry), this.#account.order, accountKey(this.#account)))
          this.#account = entry;
        return null;
      default:
        return this.#advance(entry);
    }
  }

  /** Adds to a run what was just said. */
  add(id: RunId, parts: readonly ContentPart[], at: EpochMs): void {
    const known = this.#runs.get(id);
    known?.run.add(parts, at);
    known?.node.touch();
  }

  run(id: RunId): Run | null {
    return this.#runs.get(id)?.run ?? null;
  }

  /** The run that answers the turn, or did. */
  lastRun(id: TurnId): Run | null {
    return this.#nodes.get(id)?.lastRun ?? null;
  }

  turn(id: TurnId): Turn | null {
    return this.#nodes.get(id)?.turn(this.#contents) ?? null;
  }

  /** The turns from the beginning to the chosen end. */
  get path(): readonly TurnId[] {
    this.#path ??= this.#root.chosenPath();
    return this.#path;
  }

  /** The last of them; `null` where there is none. */
  get end(): TurnId | null {
    return this.path.at(-1) ?? null;
  }

  /** The turns from the beginning to this one, itself included; empty if there is no such turn. */
  pathTo(id: TurnId): readonly TurnId[] {
    const path: TurnId[] = [];
    for (let node = this.#nodes.get(id); node !== undefined; node = this.#parentOf(node)) path.push(node.id);
    return path.reverse();
  }

  /** The turn and all that share its parent, in the order in which they were asked. */
  siblings(id: TurnId): readonly TurnId[] {
    const node = this.#nodes.get(id);
    return node === undefined ? [] : this.#placeOver(node).children.map((child) => child.id);
  }

  /** Every turn, in the order in which they became known. */
  get turns(): readonly TurnId[] {
    return [...this.#nodes.keys()];
  }

  get size(): number {
    return this.#nodes.size;
  }

  /** The content that is kept under this hash. */
  content(hash: string): UserPart | null {
    return this.#contents.get(hash) ?? null;
  }

  /** Who answers in this conversation; `null` for whoever does elsewhere. */
  get account(): AccountId | null {
    return this.#account.account;
  }

  /** The model that the account answers with in this conversation; `null` for the one that is chosen for the account. */
  get model(): ModelId | null {
    return this.#account.model;
  }

  /** The name that a person gave, else one from the first question; empty while there is none. */
  get title(): string {
    if (this.#title !== null) return this.#title.text;
    const first = this.#root.children[0];
    return first === undefined ? '' : proposedTitle(first.question(this.#contents));
  }

  /** The name that a person gave; `null` if none did. */
  get givenTitle(): string | null {
    return this.#title?.text ?? null;
  }

  /** What is to be seen of it beside its turns: another value for each that has become another. */
  get outline(): readonly unknown[] {
    return [this.path, this.title, this.account, this.model];
  }

  /** When something was last asked or ended. */
  get updatedAt(): EpochMs {
    return this.#updatedAt;
  }

  /** What the next entry is to have as its `order`. */
  get nextOrder(): number {
    return Math.min(this.#lastOrder + 1, maxCount);
  }

  /** Takes every answer without an end for interrupted until something more is heard of it. */
  presumeLost(): void {
    for (const { run, node } of this.#runs.values()) {
      if (run.outcome !== null) continue;
      run.isLost = true;
      node.touch();
    }
  }

  #ask(entry: Extract<Entry, { kind: 'asked' }>): TurnId | null {
    this.#order(entry.order);
    if (this.#nodes.has(entry.turn) || this.#nodes.size >= maxTurns) return null;
    const run = new Run(runId(entry.turn), entry.order, entry.answerer);
    if (this.#runs.has(run.id)) return null;
    // Where a damaged line has lost the parent, the turn asked just before is the likeliest one.
    const isOrphan = entry.parent !== null && !this.#nodes.has(entry.parent);
    const node = new TurnNode(entry, isOrphan ? (this.#lastAsked?.id ?? null) : entry.parent, run);
    this.#nodes.set(node.id, node);
    this.#runs.set(run.id, { run, node });
    this.#placeOver(node).insert(node);
    const path = this.#path;
    this.#choose(node, entry.order);
    // What goes on at the end of a long path is not looked for from its beginning.
    if (this.#path === null && path !== null && path.length > 0 && path.at(-1) === node.parent)
      this.#path = [...path, node.id];
    this.#lastAsked = node;
    this.#see(entry.at);
    return node.id;
  }

  #resume(entry: Extract<Entry, { kind: 'resumed' }>): TurnId | null {
    this.#order(entry.order);
    const node = this.#nodes.get(entry.turn);
    if (node === undefined || this.#runs.has(entry.run)) return null;
    const run = new Run(entry.run, entry.order, entry.answerer);
    if (!node.addRun(run)) return null;
    this.#runs.set(run.id, { run, node });
    this.#see(entry.at);
    return node.id;
  }

  #advance(entry: Extract<Entry, { run: RunId; kind: 'answerer' | 'said' | 'results' | 'ended' }>): TurnId | null {
    const known = this.#runs.get(entry.run);
    if (known === undefined) return null;
    const { run, node } = known;
    if (entry.kind === 'answerer') run.answerer = entry.answerer;
    else if (entry.kind === 'ended') {
      run.end(entry.outcome, entry.usage, entry.at, entry.reasoningMs);
      this.#see(entry.at);
    } else if (!run.isNew(entry.step)) return null;
    else if (entry.kind === 'said') run.add(entry.parts, null);
    else run.give(entry.results);
    node.touch();
    return node.id;
  }

  #choose(node: TurnNode, order: number): void {
    if (this.#placeOver(node).choose(node, order)) this.#path = null;
  }

  #parentOf(node: TurnNode): TurnNode | undefined {
    return node.parent === null ? undefined : this.#nodes.get(node.parent);
  }

  #placeOver(node: TurnNode): TurnPlace {
    return this.#parentOf(node)?.below ?? this.#root;
  }

  #order(order: number): void {
    this.#lastOrder = Math.max(this.#lastOrder, order);
  }

  #see(at: EpochMs): void {
    this.#updatedAt = epochMs(Math.max(this.#updatedAt, at));
  }
}

function accountKey({ account, model }: Extract<Entry, { kind: 'account' }>): string {
  return `${account ?? ''} ${model ?? ''}`;
}
