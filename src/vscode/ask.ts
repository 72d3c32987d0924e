import { failureOf } from '../core/failure.ts';
import type { Maestro } from '../core/maestro.ts';
import type { Account, Message, NonEmpty } from '../core/model.ts';
import { noUsage, type StreamPart } from '../core/parts.ts';
import { instructions, modelName, verbosity } from './settings.ts';

/** Who answers, as it is shown with an answer. */
export function answerer(maestro: Maestro, account: Account): string {
  return `${account.label} · ${maestro.model(account, modelName()).label}`;
}

/**
 * Asks the account with the user's settings: the one way from every surface to the façade. Batches of parts, the last with
 * the one `end`; never throws.
 */
export async function* ask(
  maestro: Maestro,
  account: Account,
  messages: NonEmpty<Message>,
  signal: AbortSignal,
): AsyncGenerator<readonly StreamPart[], void> {
  try {
    const model = maestro.model(account, modelName());
    const request = { model, instructions: await instructions(), messages, verbosity: verbosity() };
    yield* maestro.runTurn(account, request, signal);
  } catch (error) {
    yield [{ kind: 'end', outcome: { kind: 'failed', failure: failureOf(error) }, usage: noUsage }];
  }
}
