import { isAgentPart } from '../../core/agent/parts.ts';
import type { Conversation } from '../../core/chat/conversation.ts';
import type { Turn } from '../../core/chat/turn.ts';
import { failureOf } from '../../core/failure.ts';
import type { Maestro } from '../../core/maestro.ts';
import type { TurnId } from '../../core/model.ts';
import { noUsage, type Outcome, type StreamPart, type Usage } from '../../core/parts.ts';
import type { Update } from '../../webview/bridge.ts';
import type { AgentBatch, Agents } from '../tools/agents.ts';
import { type Asked, answer, answererOf } from './answering.ts';
import { RunningTurn } from './runningTurn.ts';
import { shownAnswerer, shownOutcome } from './shownTurn.ts';

/** The turns of a conversation that are being answered in this window: what arrives is kept, and told to the pages. */
export class TurnAnswers {
  readonly #maestro: Maestro;
  readonly #agents: Agents;
  readonly #conversation: Conversation;
  readonly #tell: (update: Update) => void;
  readonly #running = new Map<TurnId, RunningTurn>();

  constructor(maestro: Maestro, agents: Agents, conversation: Conversation, tell: (update: Update) => void) {
    this.#maestro = maestro;
    this.#agents = agents;
    this.#conversation = conversation;
    this.#tell = tell;
  }

  get(id: TurnId): RunningTurn | null {
    return this.#running.get(id) ?? null;
  }

  stopAll(): void {
    for (const running of this.#running.values()) running.stop();
  }

  /** Lets a turn be answered that was begun, and gives how that ended. `onBegun` is called before anything arrives. */
  async run(turn: Turn, asked: Asked | null, onBegun: () => void): Promise<Outcome> {
    const { id } = turn;
    const running = new RunningTurn(turn, (parts) => this.#tell({ kind: 'parts', turn: id, parts }));
    this.#running.set(id, running);
    onBegun();
    if (asked === null) return this.#end(id, { kind: 'failed', failure: { code: 'no-account' } }, noUsage);
    try {
      for await (const news of answer(this.#agents, asked, this.#conversation.messages(id), running.signal)) {
        const said = news.filter((part): part is StreamPart => part.kind !== 'stepped-in' && !isAgentPart(part));
        this.#conversation.add(id, said);
        running.add(said);
        for (const part of news) this.#note(id, running, part);
        const end = said.find((part) => part.kind === 'end');
        if (end !== undefined) return this.#end(id, end.outcome, end.usage);
      }
      return this.#end(id, { kind: 'failed', failure: { code: 'interrupted' } }, noUsage);
    } catch (error) {
      return this.#end(id, { kind: 'failed', failure: failureOf(error) }, noUsage);
    }
  }

  /** Takes note of another account that answers from here on, and of what the tools gave. */
  #note(id: TurnId, running: RunningTurn, part: AgentBatch[number]): void {
    if (part.kind === 'stepped-in') {
      const answerer = answererOf(this.#maestro, { account: part.account, model: null }, part.because);
      this.#conversation.answeredBy(id, answerer);
      this.#tell({ kind: 'answerer', turn: id, by: shownAnswerer(answerer) });
    } else if (part.kind === 'tool-result') {
      running.give(part.block, part.result);
    } else if (part.kind === 'round') {
      this.#conversation.give(id, part.results);
      running.nextRound();
    }
  }

  #end(id: TurnId, outcome: Outcome, usage: Usage): Outcome {
    this.#running.get(id)?.dispose();
    this.#running.delete(id);
    this.#conversation.end(id, outcome, usage);
    const canContinue = this.#conversation.canResume(id);
    this.#tell({ kind: 'ended', turn: id, outcome: shownOutcome(outcome), ...(canContinue && { canContinue }) });
    return outcome;
  }
}
