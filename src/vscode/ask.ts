import { failureOf } from '../core/failure.ts';
import type { Maestro } from '../core/maestro.ts';
import type { Account, Message, Model, NonEmpty, ToolUse } from '../core/model.ts';
import { noUsage, type StreamPart } from '../core/parts.ts';
import { instructions, modelName, verbosity } from './settings.ts';

/** Who answers, as it is shown with an answer. */
export function answerer(maestro: Maestro, account: Account): string {
  return `${account.label} · ${maestro.model(account, modelName()).label}`;
}

export interface Question {
  readonly messages: NonEmpty<Message>;
  /** The model to ask; the one of the settings where this is `null`. */
  readonly model: Model | null;
  readonly tools: ToolUse;
}

/** A question for the model of the settings, without tools. */
export function plainQuestion(messages: NonEmpty<Message>): Question {
  return { messages, model: null, tools: { mode: 'none' } };
}

/**
 * Asks the account with the user's settings: the one way from every surface to the façade. Batches of parts, the last with
 * the one `end`; never throws.
 */
export async function* ask(
  maestro: Maestro,
  account: Account,
  { messages, model, tools }: Question,
  signal: AbortSignal,
): AsyncGenerator<readonly StreamPart[], void> {
  try {
    const asked = model ?? maestro.model(account, modelName());
    const request = { model: asked, instructions: await instructions(), messages, tools, verbosity: verbosity() };
    yield* maestro.runTurn(account, request, signal);
  } catch (error) {
    yield [{ kind: 'end', outcome: { kind: 'failed', failure: failureOf(error) }, usage: noUsage }];
  }
}
