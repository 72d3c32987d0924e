import { failureOf, MaestroError } from '../core/failure.ts';
import type { Maestro } from '../core/maestro.ts';
import type { Account, Effort, Message, Model, NonEmpty, ToolUse } from '../core/model.ts';
import { noUsage, type StreamPart } from '../core/parts.ts';
import { dailyLimit, effort as usualEffort, instructions as usualInstructions, verbosity } from './settings.ts';

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
  /** What the model is told before the conversation; the user's own instructions where this is `null`. */
  readonly instructions: string | null;
  /** How hard the model is to think; as the user's setting says where this is `null`. */
  readonly effort: Effort | null;
}

/** A question for the account's own model, without tools, as the user's settings say. */
export function plainQuestion(messages: NonEmpty<Message>): Question {
  return { messages, model: null, tools: { mode: 'none' }, instructions: null, effort: null };
}

/**
 * Asks the account with the user's settings: the one way from every surface to the façade. Batches of parts, the last with
 * the one `end`; never throws.
 */
export async function* ask(
  maestro: Maestro,
  account: Account,
  { messages, model, tools, ...wishes }: Question,
  signal: AbortSignal,
): AsyncGenerator<readonly StreamPart[], void> {
  try {
    const asked = model ?? (await modelFor(maestro, account));
    const instructions = wishes.instructions ?? (await usualInstructions());
    const effort = wishes.effort ?? usualEffort(asked);
    const limit = dailyLimit(asked);
    // Nothing is waited for between this and the counting, so that many questions at once do not go beyond it.
    if (limit !== null && maestro.dailyUse.of(account.id, asked.id) >= limit) {
      throw new MaestroError({ code: 'daily-limit', model: asked.label, limit });
    }
    const request = { model: asked, instructions, messages, tools, verbosity: verbosity(), effort };
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
