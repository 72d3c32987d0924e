import {
  type CancellationToken,
  EventEmitter,
  type LanguageModelChatInformation,
  type LanguageModelChatProvider,
  type LanguageModelChatRequestMessage,
  LanguageModelError,
  type LanguageModelResponsePart,
  LanguageModelTextPart,
  LanguageModelToolCallPart,
  l10n,
  type Progress,
  type ProvideLanguageModelChatResponseOptions,
} from 'vscode';
import type { Failure } from '../core/failure.ts';
import type { Maestro } from '../core/maestro.ts';
import { type Account, accountId, isNonEmpty, type Model } from '../core/model.ts';
import type { StreamPart } from '../core/parts.ts';
import { ask } from './ask.ts';
import { signalOf } from './cancel.ts';
import { estimateTokens, toMessages, toToolUse } from './messages.ts';
import { describe } from './words.ts';

/** The vendor under which VS Code knows our models. */
export const modelVendor = 'maestro';
/** The id of the one entry there is without an account. */
export const signInId = 'sign-in';

/** VS Code wants numbers; these are what small local models have, so that nothing is sent that they cannot take. */
const unknownLimits = { inputTokens: 32_000, outputTokens: 8_000 };

/**
 * The active account's models in VS Code's own model picker, so that it never disagrees with the status bar. An id names
 * the account as well as the model, because the same model of two accounts is paid by two people. Without an account there is one entry that says so, so that Chat, and with it
 * `@maestro`, can be used to sign in.
 */
export class MaestroModels implements LanguageModelChatProvider {
  readonly #maestro: Maestro;
  readonly #changed = new EventEmitter<void>();
  readonly #unsubscribe: () => void;
  readonly onDidChangeLanguageModelChatInformation = this.#changed.event;

  constructor(maestro: Maestro) {
    this.#maestro = maestro;
    const subscriptions = [
      maestro.choice.onDidChange(() => this.#changed.fire()),
      maestro.models.onDidChange(() => this.#changed.fire()),
    ];
    this.#unsubscribe = () => subscriptions.forEach((unsubscribe) => void unsubscribe());
  }

  dispose(): void {
    this.#unsubscribe();
    this.#changed.dispose();
  }

  async provideLanguageModelChatInformation(): Promise<LanguageModelChatInformation[]> {
    const { accounts, choice } = this.#maestro;
    await accounts.ready().catch(() => undefined);
    const active = choice.account;
    if (active === null) return [signInEntry()];
    const { models } = await this.#maestro.models.list(active);
    const notice = this.#maestro.vendor(active.vendor).planNotice?.(active) ?? null;
    return models.map((model) => information(active, model, notice));
  }

  /** The account and model behind an entry's id, also of an account that is not the active one; `null` if it is gone. */
  find(id: string): { readonly account: Account; readonly model: Model } | null {
    const at = id.indexOf('~');
    const record = this.#maestro.accounts.find(accountId(id.slice(0, at)));
    if (record === null) return null;
    const model = this.#maestro.models.pick(record.account, id.slice(at + 1));
    return model === null ? null : { account: record.account, model };
  }

  async provideLanguageModelChatResponse(
    chosen: LanguageModelChatInformation,
    messages: readonly LanguageModelChatRequestMessage[],
    options: ProvideLanguageModelChatResponseOptions,
    progress: Progress<LanguageModelResponsePart>,
    token: CancellationToken,
  ): Promise<void> {
    const found = this.find(chosen.id);
    if (found === null) throw toError({ code: 'no-account' });
    const { account, model } = found;
    const asked = messages.flatMap(toMessages);
    if (!isNonEmpty(asked)) throw new LanguageModelError(l10n.t('The request has no message that can be sent.'));
    const question = { messages: asked, model, tools: toToolUse(options) };
    for await (const batch of ask(this.#maestro, account, question, signalOf(token))) {
      for (const part of batch) report(part, progress);
    }
  }

  async provideTokenCount(
    _: LanguageModelChatInformation,
    text: string | LanguageModelChatRequestMessage,
  ): Promise<number> {
    return estimateTokens(text);
  }
}

function information(account: Account, model: Model, notice: string | null): LanguageModelChatInformation {
  return {
    id: `${account.id}~${model.id}`,
    name: model.label,
    detail: notice === null ? account.label : `${account.label} · ${notice}`,
    tooltip: l10n.t('{0}, answered and paid by {1}', model.label, account.label),
    family: model.id,
    version: model.id,
    maxInputTokens: model.limits.inputTokens ?? unknownLimits.inputTokens,
    maxOutputTokens: model.limits.outputTokens ?? unknownLimits.outputTokens,
    capabilities: { toolCalling: model.can.tools, imageInput: model.can.images },
  };
}

function signInEntry(): LanguageModelChatInformation {
  return {
    id: signInId,
    name: l10n.t('Maestro: sign in first'),
    family: signInId,
    version: '1',
    maxInputTokens: 1_000,
    maxOutputTokens: 1_000,
    capabilities: { toolCalling: true },
  };
}

function report(part: StreamPart, progress: Progress<LanguageModelResponsePart>): void {
  switch (part.kind) {
    case 'text':
      return progress.report(new LanguageModelTextPart(part.delta));
    case 'tool-call':
      return progress.report(new LanguageModelToolCallPart(part.call, part.tool, part.input));
    case 'end':
      if (part.outcome.kind === 'failed') throw toError(part.outcome.failure);
      return;
    case 'reasoning':
    case 'citation':
    case 'tool-input':
    case 'limits':
    case 'retrying':
    case 'renewing':
    case 'waiting':
      return;
    default:
      part satisfies never;
  }
}

/** The kind of error that VS Code and other extensions know how to treat. */
function toError(failure: Failure): Error {
  const { sentence } = describe(failure);
  switch (failure.code) {
    case 'no-account':
    case 'credential-rejected':
    case 'secret-missing':
    case 'not-entitled':
      return LanguageModelError.NoPermissions(sentence);
    case 'rate-limited':
    case 'usage-limit':
    case 'billing':
      return LanguageModelError.Blocked(sentence);
    case 'model-unavailable':
      return LanguageModelError.NotFound(sentence);
    default:
      return new LanguageModelError(sentence);
  }
}
