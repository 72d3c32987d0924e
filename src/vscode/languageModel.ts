import {
  type CancellationToken,
  commands,
  type Disposable,
  EventEmitter,
  type LanguageModelChatProvider,
  type LanguageModelChatRequestMessage,
  LanguageModelError,
  type LanguageModelResponsePart,
  l10n,
  type PrepareLanguageModelChatModelOptions,
  type Progress,
  type ProvideLanguageModelChatResponseOptions,
  workspace,
} from 'vscode';
import { stringAt } from '../core/json.ts';
import type { Maestro } from '../core/maestro.ts';
import { type Account, type AccountId, isNonEmpty } from '../core/model.ts';
import { ask } from './ask.ts';
import { signalOf } from './cancel.ts';
import { AnswerReport } from './languageModel/answerReport.ts';
import { effortOf, findEntry, pickerEntries, whyNothing } from './languageModel/entries.ts';
import { languageModelError } from './languageModel/error.ts';
import { estimateTokens } from './languageModel/tokens.ts';
import { readMessages, toToolUse } from './messages.ts';
import { chosenEffort, type PickerEntry } from './undocumented.ts';

/** What a model is told by who tells it nothing: some vendors demand that it be told something. */
const noInstructions = 'Answer the last message.';

/** Every account's models for VS Code's own chat and for other extensions. It keeps nothing of the requests that run. */
export class MaestroModels implements LanguageModelChatProvider<PickerEntry>, Disposable {
  readonly #maestro: Maestro;
  readonly #changed = new EventEmitter<void>();
  readonly #subscriptions: readonly (() => void)[];
  /** The accounts whose vendors were asked for their models since the window opened. */
  readonly #asked = new Set<AccountId>();
  /** What VS Code was given last. */
  #given = '';
  readonly onDidChangeLanguageModelChatInformation = this.#changed.event;

  constructor(maestro: Maestro) {
    this.#maestro = maestro;
    const settings = workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('maestro.effort')) this.#tellChange();
    });
    this.#subscriptions = [
      maestro.choice.onDidChange(() => this.#tellChange()),
      maestro.models.onDidChange(() => this.#tellChange()),
      () => settings.dispose(),
    ];
  }

  dispose(): void {
    for (const unsubscribe of this.#subscriptions) unsubscribe();
    this.#changed.dispose();
  }

  /**
   * The models as they were listed last; what is newer is told by the event. Only an account that was never listed is waited
   * for, and no longer than the catalogue waits. Without an account, and where VS Code allows a question, a sign-in begins.
   */
  async provideLanguageModelChatInformation({ silent }: PrepareLanguageModelChatModelOptions): Promise<PickerEntry[]> {
    const { accounts } = this.#maestro;
    await accounts.ready().catch(() => undefined);
    // VS Code waits for the models of one call before it makes the next, so a person's doings must not be waited for.
    if (!silent && accounts.list.length === 0) void commands.executeCommand('maestro.signIn');
    await Promise.all(accounts.list.map((account) => this.#list(account)));
    const entries = pickerEntries(this.#maestro);
    this.#given = JSON.stringify(entries);
    return [...entries];
  }

  /** Throws what kept the answer from being whole as `LanguageModelError`. Cancelling closes the socket. */
  async provideLanguageModelChatResponse(
    { id }: PickerEntry,
    given: readonly LanguageModelChatRequestMessage[],
    options: ProvideLanguageModelChatResponseOptions,
    progress: Progress<LanguageModelResponsePart>,
    token: CancellationToken,
  ): Promise<void> {
    await this.#maestro.accounts.ready().catch(() => undefined);
    const entry = findEntry(this.#maestro, id);
    if (entry === null) throw languageModelError(whyNothing(this.#maestro, id));
    const { instructions, messages } = readMessages(given);
    if (!isNonEmpty(messages)) throw new LanguageModelError(l10n.t('The request has no message that can be sent.'));
    const { account, model } = entry;
    const effort = effortOf(model, stringAt(options.modelOptions, 'reasoningEffort') ?? chosenEffort(options));
    const tools = toToolUse(options);
    const question = { messages, model, tools, instructions: instructions ?? noInstructions, effort };
    const report = new AnswerReport(progress);
    for await (const batch of ask(this.#maestro, account, question, signalOf(token))) {
      for (const part of batch) report.add(part);
    }
  }

  /** See {@link estimateTokens}: an estimate. */
  async provideTokenCount(_: PickerEntry, text: string | LanguageModelChatRequestMessage): Promise<number> {
    return estimateTokens(text);
  }

  async #list(account: Account): Promise<void> {
    const { models } = this.#maestro;
    const isNew = models.known(account).asOf === null && !this.#asked.has(account.id);
    this.#asked.add(account.id);
    const listing = models.list(account);
    if (isNew) await listing;
  }

  #tellChange(): void {
    if (JSON.stringify(pickerEntries(this.#maestro)) !== this.#given) this.#changed.fire();
  }
}
