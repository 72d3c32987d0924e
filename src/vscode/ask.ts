import { failureOf, MaestroError } from '../core/failure.ts';
import type { Maestro } from '../core/maestro.ts';
import type { Account, Message, Model, NonEmpty, ToolUse } from '../core/model.ts';
import { noUsage, type StreamPart } from '../core/parts.ts';
import { effort, instructions, verbosity } from './settings.ts';

/** Who answers, as it is shown with an answer. */
export function answerer(maestro: Maestro, account: Account): string {
  const model = maestro.models.pick(account, null);
  return model === null ? account.label : `${account.label} · ${model.label}`;
}

export interface Question {
  readonly messages: NonEmpty<Message>;
  /** The model to ask; the one chosen for the account where this is `null`. */
  readonly model: Model | null;
  readonly tools: ToolUse;
}

/** A question for the account's own model, without tools. */
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
    const asked = model ?? (await modelFor(maestro, account));
    const wishes = { verbosity: verbosity(), effort: effort(asked) };
    const request = { model: asked, instructions: await instructions(), messages, tools, ...wishes };
    yield* maestro.runTurn(account, request, signal);
  } catch (error) {
    yield [{ kind: 'end', outcome: { kind: 'failed', failure: failureOf(error) }, usage: noUsage }];
  }
}

/** The account's model; where none is known yet, the vendor is asked. Throws why there is none. */
async function modelFor(maestro: Maestro, account: Account): Promise<Model> {
  const known = maestro.models.pick(account, null);
  if (known !== null) return known;
  const { problem } = await maestro.models.list(account);
  const model = maestro.models.pick(account, null);
  if (model === null) throw new MaestroError(problem ?? { code: 'no-models', host: account.label });
  return model;
}
