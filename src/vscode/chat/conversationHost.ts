import type { Conversation } from '../../core/chat/conversation.ts';
import { type Answerer, answerParts, type Question, type Turn } from '../../core/chat/turn.ts';
import { TokenCount } from '../../core/chat/usedTokens.ts';
import type { Maestro } from '../../core/maestro.ts';
import type { AccountId, Model, ModelId, TurnId } from '../../core/model.ts';
import { blocksOf, foldParts, textsIn } from '../../webview/blocks.ts';
import type { ChatState, ShownPart, Update } from '../../webview/bridge.ts';
import { type ComposerDeps, PanelComposer, type WrittenQuestion } from '../context/panelComposer.ts';
import { readContext } from '../context/readContext.ts';
import type { Agents } from '../tools/agents.ts';
import { type Asked, answererOf, whoAnswers } from './answering.ts';
import { chatState, chosenAccount } from './chatState.ts';
import { ForeignAnswer } from './foreignAnswer.ts';
import type { RunningTurn } from './runningTurn.ts';
import { shownAnswerer, shownAttached, shownRounds } from './shownTurn.ts';
import { TurnAnswers } from './turnAnswers.ts';

export interface HostDeps extends Pick<ComposerDeps, 'search' | 'draft'> {
  readonly maestro: Maestro;
  readonly agents: Agents;
  /** Told when an answer has begun, and when nothing is left to answer. */
  onRunning(): void;
}

/**
 * A conversation that is open in this window, with its answers that arrive and the questions that wait. It lives apart from
 * the pages that show it, so that an answer goes on whatever becomes of them.
 */
export class ConversationHost {
  readonly conversation: Conversation;
  readonly composer: PanelComposer;
  readonly #deps: HostDeps;
  readonly #answers: TurnAnswers;
  readonly #listeners = new Set<(update: Update) => void>();
  readonly #unsubscribe: () => void;
  #foreign: ForeignAnswer | null = null;
  /** How many are at work: one that asks, and those that let a question wait. */
  #atWork = 0;
  /** What goes with a question is being read. */
  #isPreparing = false;
  /** Asked as soon as the answer that was stopped for it has ended. */
  #urgent: WrittenQuestion | null = null;
  #shownTitle: string;
  readonly #tokens = new TokenCount();

  constructor(conversation: Conversation, deps: HostDeps) {
    this.conversation = conversation;
    this.#deps = deps;
    this.#shownTitle = conversation.title;
    this.#answers = new TurnAnswers(deps.maestro, deps.agents, conversation, (update) => this.#tell(update));
    this.composer = new PanelComposer({
      search: deps.search,
      draft: deps.draft,
      model: () => this.#model,
      historyTokens: () => this.#tokens.of(conversation.path),
      interrupt: (question) => this.#interrupt(question),
      tell: (update) => this.#tell(update),
    });
    this.#unsubscribe = conversation.onDidChange((turns) => this.#onForeignChange(turns));
  }

  dispose(): void {
    this.#answers.stopAll();
    this.composer.dispose();
    this.#unsubscribe();
    this.#listeners.clear();
  }

  /** Whether a question is being answered in this window. */
  get isRunning(): boolean {
    return this.#atWork > 0;
  }

  get state(): ChatState {
    return chatState(this.#deps.maestro, this.conversation, this.composer.edits, (turn) => this.#partsOf(turn));
  }

  /** The account that the last question went to. */
  get lastAsked(): AccountId | null {
    return this.conversation.path.at(-1)?.answerer?.account?.id ?? null;
  }

  /** The texts of a turn's answer as the pages show them; none for a turn that is not of this conversation. */
  textsOf(id: TurnId): readonly string[] {
    const turn = this.conversation.turn(id);
    if (turn === null) return [];
    return textsIn(turn.outcome === null ? foldParts([], this.#partsOf(turn)) : blocksOf(shownRounds(turn.rounds)));
  }

  /** Calls back with everything that a page must show. Returns the unsubscriber. */
  onUpdate(listener: (update: Update) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tells the pages which account and model the next question goes to. */
  showAccount(): void {
    this.#tell({ kind: 'account', account: chosenAccount(this.#deps.maestro, this.conversation) });
    this.composer.changed();
  }

  /** Asks the active account. A question during another answer waits for it. Resolves when nothing is left to ask. */
  async send(text: string): Promise<void> {
    await this.#work(async () => this.composer.written(text));
  }

  /** The same, but an answer that is arriving is stopped for it. */
  async interrupt(text: string): Promise<void> {
    await this.#interrupt(this.composer.written(text));
  }

  /** Stops the answer at the end of what is shown. */
  stop(): void {
    this.#shown?.stop();
  }

  /** Asks something else in a turn's place, with what went with it. */
  async edit(id: TurnId, text: string): Promise<void> {
    const turn = this.conversation.turn(id);
    if (turn === null) return;
    const question: Question = { text, attachments: turn.question.attachments };
    await this.#instead(null, (answerer) => this.conversation.edit(id, question, answerer));
  }

  /** Asks the same again, perhaps somebody else; `null` is the active account. */
  async again(id: TurnId, asked: Asked | null = null): Promise<void> {
    await this.#instead(asked, (answerer) => this.conversation.askAgain(id, answerer));
  }

  /** Goes on with an answer that stopped before its end. */
  async resume(id: TurnId): Promise<void> {
    await this.#instead(null, (answerer) => (this.conversation.resume(id, answerer) ? id : null));
  }

  /** Tries the turn again, by default the last one: what came of its answer stays beside the new one. */
  async retry(id: TurnId | null = this.#head): Promise<void> {
    const turn = id === null ? null : this.conversation.turn(id);
    if (turn === null) return;
    const isEmpty = answerParts(turn).length === 0 && this.conversation.canResume(turn.id);
    await (isEmpty ? this.resume(turn.id) : this.again(turn.id));
  }

  /** Shows the turn that was asked so many before or after this one in its stead. */
  sibling(id: TurnId, step: -1 | 1): void {
    const siblings = this.conversation.siblings(id);
    const sibling = siblings[siblings.indexOf(id) + step];
    if (sibling !== undefined) this.choose(sibling);
  }

  /** Shows what was said along this turn. */
  choose(id: TurnId): void {
    this.conversation.choose(id);
    this.#tellAll();
  }

  /** Lets this account answer in this conversation, perhaps with a model of its own; `null` is for whoever answers elsewhere. */
  keepTo(account: AccountId | null, model: ModelId | null = null): void {
    this.conversation.keepTo(account, model);
    this.showAccount();
  }

  rename(title: string): void {
    this.conversation.rename(title);
    this.#showTitle();
  }

  get #head(): TurnId | null {
    return this.conversation.path.at(-1)?.id ?? null;
  }

  /** The answer that arrives at the end of what is shown. */
  get #shown(): RunningTurn | null {
    return this.#head === null ? null : this.#answers.get(this.#head);
  }

  get #model(): Model | null {
    const asked = whoAnswers(this.#deps.maestro, this.conversation);
    return asked === null ? null : (asked.model ?? this.#deps.maestro.models.pick(asked.account, null));
  }

  #partsOf(turn: Turn): readonly ShownPart[] {
    const arriving = this.#answers.get(turn.id) ?? this.#foreign ?? new ForeignAnswer(turn, []);
    return arriving.whole(turn, this.conversation.arrived(turn.id));
  }

  async #interrupt(question: WrittenQuestion): Promise<void> {
    this.stop();
    await this.#work(async () => question);
  }

  /** Does what ends with a question that is to be asked, asks it, and then what waits. */
  async #work(begin: () => Promise<WrittenQuestion | null>): Promise<void> {
    this.#atWork++;
    try {
      for (let next = await begin(); next !== null; ) next = await this.#ask(next);
    } finally {
      this.#atWork--;
      this.#deps.onRunning();
    }
  }

  /** Asks, and gives the question that is to be asked after that. */
  async #ask(written: WrittenQuestion): Promise<WrittenQuestion | null> {
    if (this.#isPreparing || this.#shown !== null) return this.#postpone(written);
    this.#isPreparing = true;
    let asked: Asked | null = null;
    let turn: TurnId | null = null;
    try {
      asked = await this.#active();
      const { attachments } = await readContext(written.context, this.#model);
      const answerer = asked === null ? null : answererOf(this.#deps.maestro, asked);
      turn = this.conversation.ask({ text: written.text, attachments }, answerer);
    } finally {
      this.#isPreparing = false;
    }
    // Where nothing may be asked, what was written is not lost.
    if (turn === null) this.#tell({ kind: 'draft', text: written.text });
    return turn === null ? null : this.#answer(turn, asked, true);
  }

  /** Lets the question wait; one that was written after Stop goes as soon as that has come through. */
  #postpone(question: WrittenQuestion): null {
    if (this.#shown?.signal.aborted === true && this.#urgent === null) this.#urgent = question;
    else this.composer.wait(question);
    return null;
  }

  /** Stops what is arriving, and begins another turn or goes on with one. */
  async #instead(asked: Asked | null, begin: (answerer: Answerer | null) => TurnId | null): Promise<void> {
    this.stop();
    await this.#work(async () => {
      const who = asked ?? (await this.#active());
      const turn = begin(who === null ? null : answererOf(this.#deps.maestro, who));
      return turn === null ? null : this.#answer(turn, who, false);
    });
  }

  /** Who answers here. */
  async #active(): Promise<Asked | null> {
    await this.#deps.maestro.accounts.ready().catch(() => undefined);
    return whoAnswers(this.#deps.maestro, this.conversation);
  }

  /** Lets the turn be answered, and gives the question that is to be asked next. `isNext`: it follows what the pages show. */
  async #answer(id: TurnId, asked: Asked | null, isNext: boolean): Promise<WrittenQuestion | null> {
    const turn = this.conversation.turn(id);
    if (turn === null) return null;
    const outcome = await this.#answers.run(turn, asked, () => {
      this.#tellBegun(turn, isNext);
      this.#deps.onRunning();
    });
    if (this.#shown !== null) return null;
    const urgent = this.#urgent;
    this.#urgent = null;
    return urgent ?? this.composer.next(outcome);
  }

  /** A turn that follows what the pages show is told alone: a conversation may be long. */
  #tellBegun({ id, question, answerer }: Turn, isNext: boolean): void {
    const hasImages = question.attachments.some(({ content }) => content?.kind === 'image');
    if (!isNext || hasImages || this.conversation.siblings(id).length > 1) return this.#tellAll();
    const { text } = question;
    this.#tell({ kind: 'started', turn: id, text, ...shownAttached(question), by: shownAnswerer(answerer) });
    this.#showTitle();
  }

  #onForeignChange(turns: ReadonlySet<TurnId>): void {
    const last = this.conversation.path.at(-1) ?? null;
    const arrived = last === null ? [] : this.conversation.arrived(last.id);
    const isLast = last !== null && turns.size === 1 && turns.has(last.id);
    const parts = isLast ? (this.#foreign?.next(last, arrived) ?? null) : null;
    if (last !== null && parts !== null) return this.#tell({ kind: 'parts', turn: last.id, parts });
    const isForeign = last?.outcome === null && this.#answers.get(last.id) === null;
    this.#foreign = isForeign ? new ForeignAnswer(last, arrived) : null;
    this.#tellAll();
  }

  #tellAll(): void {
    this.#tell({ kind: 'snapshot', state: this.state });
    this.#showTitle();
    this.composer.changed();
  }

  #showTitle(): void {
    const { title } = this.conversation;
    if (title === this.#shownTitle) return;
    this.#shownTitle = title;
    this.#tell({ kind: 'title', title });
  }

  #tell(update: Update): void {
    for (const listener of [...this.#listeners]) listener(update);
  }
}
