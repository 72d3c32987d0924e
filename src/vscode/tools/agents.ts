import { type ChatRequest, type ExtensionContext, l10n } from 'vscode';
import type { AgentPart } from '../../core/agent/parts.ts';
import { runAgent } from '../../core/agent/runAgent.ts';
import type { AgentTool } from '../../core/agent/tool.ts';
import type { Maestro } from '../../core/maestro.ts';
import { type Account, isNonEmpty, type ToolUse } from '../../core/model.ts';
import type { StreamPart } from '../../core/parts.ts';
import { ask, type Question } from '../ask.ts';
import { askLadder, type SteppedIn } from '../askLadder.ts';
import { maxToolRounds } from '../settings.ts';
import { OfferedTools } from './offeredTools.ts';
import { ToolPermissions } from './permissions.ts';
import { type Choice, Questions } from './question.ts';

export type AgentBatch = readonly (StreamPart | SteppedIn | AgentPart)[];

/** Answers questions with the tools that the surface offers. */
export class Agents {
  readonly #maestro: Maestro;
  readonly #questions = new Questions();
  readonly #permissions: ToolPermissions;
  readonly #offered: OfferedTools;

  constructor(maestro: Maestro, workspaceState: ExtensionContext['workspaceState']) {
    this.#maestro = maestro;
    this.#permissions = new ToolPermissions(workspaceState, this.#questions);
    this.#offered = new OfferedTools(this.#permissions);
  }

  /** A question in the panel. */
  inPanel(account: Account, question: Question, signal: AbortSignal): AsyncGenerator<AgentBatch, void> {
    return this.#answer(account, question, this.#offered.forPanel(), signal);
  }

  /** A question to `@maestro`; VS Code shows there which tools run. */
  inChat(
    request: ChatRequest,
    account: Account,
    question: Question,
    signal: AbortSignal,
  ): AsyncGenerator<AgentBatch, void> {
    return this.#answer(account, question, this.#offered.forRequest(request), signal);
  }

  /** A question whose answer is to be nothing but words. */
  withoutTools(account: Account, question: Question, signal: AbortSignal): AsyncGenerator<AgentBatch, void> {
    return this.#answer(account, question, [], signal);
  }

  /** From now on the person is asked before each tool again. */
  async forgetAllowedTools(): Promise<void> {
    await this.#permissions.forget();
  }

  /**
   * The same as {@link askLadder}, or {@link ask} where the question is for one model, but the tools that the answer calls are
   * run, until one calls none: see {@link runAgent}. Who has stepped in answers the rounds after that as well.
   */
  #answer(
    account: Account,
    question: Question,
    tools: readonly AgentTool[],
    signal: AbortSignal,
  ): AsyncGenerator<AgentBatch, void> {
    const maestro = this.#maestro;
    let answering = account;
    const agent = {
      tools,
      maxRounds: maxToolRounds(),
      goOn: (rounds: number, either: AbortSignal) => this.#mayGoOn(rounds, either),
      async *ask(messages: Question['messages'], either: AbortSignal) {
        const asked = { ...question, messages, tools: useOf(maestro, answering, question, tools) };
        if (question.model !== null) return yield* ask(maestro, account, asked, either);
        for await (const batch of askLadder(maestro, answering, asked, either)) {
          for (const part of batch) if (part.kind === 'stepped-in') answering = part.account;
          yield batch;
        }
      },
    };
    return runAgent<SteppedIn>(agent, question.messages, signal);
  }

  async #mayGoOn(rounds: number, signal: AbortSignal): Promise<boolean> {
    const yes: Choice<boolean> = { value: true, label: l10n.t('Go On') };
    const no: Choice<boolean> = { value: false, label: l10n.t('Stop Here') };
    const title =
      rounds === 1
        ? l10n.t('The model has used tools once in this answer.')
        : l10n.t('The model has used tools {0} times in this answer.', rounds);
    const placeholder = l10n.t('Is it to go on?');
    return await this.#questions.ask({ title, placeholder, items: [yes, no], safe: no }, signal);
  }
}

/** A model that can use no tools is offered none. */
function useOf(
  maestro: Maestro,
  account: Account,
  { model, tools: given }: Question,
  offered: readonly AgentTool[],
): ToolUse {
  const tools = offered.map(({ tool }) => tool);
  const asked = model ?? maestro.models.pick(account, null);
  return isNonEmpty(tools) && asked?.can.tools !== false ? { mode: 'auto', tools } : given;
}
