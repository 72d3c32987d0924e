import {
  type AccountId,
  type ConversationId,
  conversationId,
  type Message,
  type ModelId,
  type NonEmpty,
  type RunId,
  runId,
  type ToolResult,
  type TurnId,
  turnId,
} from '../model.ts';
import { type ContentPart, isContent, noUsage, type Outcome, type StreamPart, type Usage } from '../parts.ts';
import type { Entry } from './entry.ts';
import { sentMessages } from './history.ts';
import { Journal, type JournalDeps } from './journal.ts';
import { newId } from './newId.ts';
import { mergeThread, type ThreadTurn } from './thread.ts';
import { cleanTitle } from './title.ts';
import { type TreeReader, TurnTree } from './tree.ts';
import type { Answerer, Question, Turn } from './turn.ts';
import { newContents } from './turnEntries.ts';

/**
 * A conversation as its owner keeps it: the tree of turns and its journal. Everything that happens is one entry, which changes
 * the tree at once and is written down; what other windows write down is taken over. Readers get immutable turns.
 */
export class Conversation {
  readonly id: ConversationId;
  readonly #deps: JournalDeps;
  readonly #tree = new TurnTree();
  readonly #journal: Journal;
  /** The turns that are being answered here. */
  readonly #running = new Map<TurnId, RunId>();
  /** All that were begun here; of these the file has nothing new. */
  readonly #ownRuns = new Set<RunId>();
  readonly #listeners = new Set<(turns: ReadonlySet<TurnId>) => void>();
  #isBegun: boolean;

  private constructor(id: ConversationId, isBegun: boolean, deps: JournalDeps) {
    this.id = id;
    this.#isBegun = isBegun;
    this.#deps = deps;
    this.#journal = new Journal(id, !isBegun, deps);
  }

  /** A new conversation; nothing of it is kept before its first question. */
  static begin(deps: JournalDeps, id = conversationId(newId())): Conversation {
    return new Conversation(id, false, deps);
  }

  /** The conversation as it was left, or `null` if there is none; an answer without an end is `interrupted`. Throws `history-unreadable`. */
  static async open(id: ConversationId, deps: JournalDeps): Promise<Conversation | null> {
    const conversation = new Conversation(id, true, deps);
    let isEmpty = true;
    await conversation.#journal.read((entry) => {
      isEmpty = false;
      conversation.#tree.apply(entry);
    });
    conversation.#tree.presumeLost();
    return isEmpty && !conversation.isReadOnly ? null : conversation;
  }

  /** A new conversation of entries that were read elsewhere; an answer without an end is `interrupted`. */
  static made(entries: Iterable<Entry>, deps: JournalDeps): Conversation {
    const conversation = Conversation.begin(deps);
    conversation.#begin();
    for (const entry of entries) conversation.#do(entry);
    conversation.#tree.presumeLost();
    return conversation;
  }

  /** Whether a newer Maestro made it: it can be read, and nothing in it changes. */
  get isReadOnly(): boolean {
    return this.#journal.isNewer;
  }

  /** How many lines of the journal could not be read. */
  get broken(): number {
    return this.#journal.broken;
  }

  /** Its turns, for those who read all of them. */
  get tree(): TreeReader {
    return this.#tree;
  }

  get title(): string {
    return this.#tree.title;
  }

  /** Who answers in this conversation; `null` for whoever does elsewhere. */
  get account(): AccountId | null {
    return this.#tree.account;
  }

  /** What is shown and sent: the turns from the beginning to the chosen end. */
  get path(): readonly Turn[] {
    return this.#turns(this.#tree.path);
  }

  turn(id: TurnId): Turn | null {
    return this.#tree.turn(id);
  }

  /** The turn and those that differ from it in question or answerer, in the order in which they were asked. */
  siblings(id: TurnId): readonly TurnId[] {
    return this.#tree.siblings(id);
  }

  /** The turns that are being answered here. */
  get running(): readonly TurnId[] {
    return [...this.#running.keys()];
  }

  /** What has arrived of the round that is being said, one part per run of a block; empty once the turn has ended. */
  arrived(id: TurnId): readonly ContentPart[] {
    return this.#tree.lastRun(id)?.arrived ?? [];
  }

  /**
   * Asks below `parent`, by default at the end of the path; `null` is the beginning. Returns the turn, which is the end of the
   * path then, or `null` if the parent is still being answered or nothing may change.
   */
  ask(question: Question, answerer: Answerer | null, parent: TurnId | null = this.#tree.end): TurnId | null {
    if (this.isReadOnly || (parent !== null && (this.#running.has(parent) || this.turn(parent) === null))) return null;
    this.#begin();
    if (parent !== null) this.choose(parent);
    for (const entry of newContents(this.#tree, [question])) this.#do(entry);
    const turn = turnId(newId());
    const attachments = question.attachments.map(({ name, origin, place, hash }) => ({ name, origin, place, hash }));
    const at = this.#deps.clock.now();
    this.#start(turn, runId(turn));
    this.#do({ kind: 'asked', turn, parent, order: this.#order, at, answerer, text: question.text, attachments });
    return turn;
  }

  /** Asks something else in this turn's place. As {@link ask}. */
  edit(id: TurnId, question: Question, answerer: Answerer | null): TurnId | null {
    const turn = this.turn(id);
    return turn === null ? null : this.ask(question, answerer, turn.parent);
  }

  /** Asks the same again, perhaps somebody else. As {@link ask}. */
  askAgain(id: TurnId, answerer: Answerer | null): TurnId | null {
    const turn = this.turn(id);
    return turn === null ? null : this.ask(turn.question, answerer, turn.parent);
  }

  /** Whether the answer stopped before its end and can be gone on with. */
  canResume(id: TurnId): boolean {
    const outcome = this.turn(id)?.outcome ?? null;
    if (this.isReadOnly || this.#running.has(id) || outcome === null) return false;
    return outcome.kind !== 'complete' || outcome.reason === 'length';
  }

  /**
   * Goes on with an answer that was cut, in the same turn; one that never began is asked for again. {@link messages} then ends
   * with the wish to go on. `false` if there is nothing to go on with.
   */
  resume(id: TurnId, answerer: Answerer | null): boolean {
    if (!this.canResume(id)) return false;
    const run = runId(newId());
    this.#start(id, run);
    this.#do({ kind: 'resumed', turn: id, run, order: this.#order, at: this.#deps.clock.now(), answerer });
    return true;
  }

  /** What the model is sent so that it answers this turn, or goes on with it. */
  messages(id: TurnId): NonEmpty<Message> {
    return sentMessages(this.#turns(this.#tree.pathTo(id)));
  }

  /** Adds what arrived for a turn that is being answered here; parts of any other are ignored. */
  add(id: TurnId, parts: readonly StreamPart[]): void {
    const run = this.#running.get(id);
    const content = parts.filter(isContent);
    if (run === undefined || content.length === 0) return;
    this.#tree.add(run, content, this.#deps.clock.now());
    this.#journal.say(run, content);
  }

  /** Another one answers the turn. */
  answeredBy(id: TurnId, answerer: Answerer): void {
    const run = this.#running.get(id);
    if (run !== undefined) this.#do({ kind: 'answerer', run, answerer });
  }

  /** Ends a round with the results of its calls; {@link messages} then ends with them. */
  give(id: TurnId, results: NonEmpty<ToolResult>): void {
    const run = this.#running.get(id);
    if (run !== undefined) this.#do({ kind: 'results', run, step: this.#journal.nextStep(run), results });
  }

  end(id: TurnId, outcome: Outcome, usage: Usage): void {
    const run = this.#running.get(id);
    if (run === undefined) return;
    const at = this.#deps.clock.now();
    const reasoningMs = this.#tree.run(run)?.thoughtMs(at) ?? null;
    this.#running.delete(id);
    this.#do({ kind: 'ended', run, at, outcome, usage, reasoningMs });
  }

  /** Takes over the turns of a thread that goes on from this turn, see {@link mergeThread}. Returns the turn that it ends in. */
  merge(after: TurnId | null, thread: readonly ThreadTurn[]): TurnId | null {
    if (this.isReadOnly || thread.length === 0) return after;
    this.#begin();
    const { entries, last } = mergeThread(this.#tree, after, thread);
    for (const entry of entries) this.#do(entry);
    if (entries.length > 0) this.#tell(new Set());
    return last;
  }

  /** Leads the path through this turn. */
  choose(id: TurnId): void {
    if (this.isReadOnly || this.#tree.end === id) return;
    const chosen = new Set(this.#tree.path);
    for (const turn of this.#tree.pathTo(id)) {
      if (!chosen.has(turn)) this.#do({ kind: 'chosen', turn, order: this.#order });
    }
  }

  /** Gives it a name, cleaned for one line; an empty one, or one before the first question, changes nothing. */
  rename(title: string): void {
    const cleaned = cleanTitle(title);
    if (cleaned !== '' && this.#isBegun && !this.isReadOnly)
      this.#do({ kind: 'titled', title: cleaned, order: this.#order });
  }

  /** Lets this account answer here, whoever does elsewhere, perhaps with a model of its own; `null` is for the same as elsewhere. */
  keepTo(account: AccountId | null, model: ModelId | null = null): void {
    if (this.isReadOnly || (account === this.account && model === this.#tree.model)) return;
    const entry = { kind: 'account', account, model, order: this.#order } as const;
    if (this.#isBegun) this.#do(entry);
    // It is kept from the first question on.
    else this.#tree.apply(entry);
  }

  /** Calls back with the turns that another window has changed; with none if the path, the title or the account is another. Returns the unsubscriber. */
  onDidChange(listener: (turns: ReadonlySet<TurnId>) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes over what other windows have written. Throws `history-unreadable`. */
  async refresh(): Promise<void> {
    const turns = new Set<TurnId>();
    const before = this.#tree.outline;
    await this.#journal.read((entry) => {
      if ('run' in entry && this.#ownRuns.has(entry.run)) return;
      const turn = this.#tree.apply(entry);
      if (turn !== null) turns.add(turn);
    });
    const isSame = this.#tree.outline.every((one, index) => one === before[index]);
    if (turns.size > 0 || !isSame) this.#tell(turns);
  }

  /** Resolves when all that was said so far is kept, or could not be. */
  async saved(): Promise<void> {
    await this.#journal.saved();
  }

  /** Ends what is being answered here as interrupted, and writes what is left. */
  async close(): Promise<void> {
    for (const id of this.running) this.end(id, { kind: 'failed', failure: { code: 'interrupted' } }, noUsage);
    this.#listeners.clear();
    await this.#journal.close();
  }

  get #order(): number {
    return this.#tree.nextOrder;
  }

  #turns(ids: readonly TurnId[]): readonly Turn[] {
    return ids.flatMap((id) => this.turn(id) ?? []);
  }

  #begin(): void {
    if (this.#isBegun) return;
    this.#do({ kind: 'begun', conversation: this.id, at: this.#deps.clock.now() });
    this.#isBegun = true;
    const { account, model } = this.#tree;
    if (account !== null) this.#do({ kind: 'account', account, model, order: this.#order });
  }

  #tell(turns: ReadonlySet<TurnId>): void {
    for (const listener of [...this.#listeners]) listener(turns);
  }

  #start(turn: TurnId, run: RunId): void {
    this.#running.set(turn, run);
    this.#ownRuns.add(run);
  }

  #do(entry: Entry): void {
    this.#tree.apply(entry);
    this.#journal.write(entry);
  }
}
