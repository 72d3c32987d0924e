import {
  type CancellationToken,
  type ChatContext,
  type ChatRequest,
  ChatRequestTurn,
  type ChatResponseStream,
  type ChatResponseTurn,
  type ChatResult,
  l10n,
} from 'vscode';
import { asked, userMessage } from '../core/chat/conversation.ts';
import { isObject, stringAt } from '../core/json.ts';
import type { Maestro } from '../core/maestro.ts';
import type { Account, Message } from '../core/model.ts';
import type { Outcome } from '../core/parts.ts';
import { commandOf } from './actions.ts';
import { ask, plainQuestion } from './ask.ts';
import { signalOf } from './cancel.ts';
import { type MaestroModels, modelVendor, signInId } from './languageModel.ts';
import { actionLabel, describe } from './words.ts';

/** Answers one `@maestro` question with the model that is picked in Chat if it is one of ours, else with the active account. */
export async function handleChat(
  maestro: Maestro,
  models: MaestroModels | null,
  request: ChatRequest,
  context: ChatContext,
  stream: ChatResponseStream,
  token: CancellationToken,
): Promise<ChatResult> {
  await maestro.accounts.ready().catch(() => undefined);
  const isOurs = request.model.vendor === modelVendor && request.model.id !== signInId;
  const picked = isOurs ? (models?.find(request.model.id) ?? null) : null;
  // Whoever picked an account that is gone has not agreed that another one pays.
  if (isOurs && picked === null && maestro.choice.account !== null) {
    return failed(stream, { code: 'secret-missing' }, null);
  }
  const account = picked?.account ?? maestro.choice.account;
  if (account === null) return offerSignIn(stream);
  const messages = asked(context.history.flatMap(toMessages), request.prompt);
  const question = { ...plainQuestion(messages), model: picked?.model ?? null };
  let text = '';
  for await (const batch of ask(maestro, account, question, signalOf(token))) {
    const delta = batch.map((part) => (part.kind === 'text' ? part.delta : '')).join('');
    if (delta !== '') stream.markdown(delta);
    text += delta;
    for (const part of batch) {
      if (part.kind === 'retrying') stream.progress(l10n.t('Retrying ({0}/{1})…', part.attempt, part.attempts));
      if (part.kind === 'waiting') stream.progress(l10n.t('Still waiting for the service…'));
      if (part.kind === 'end' && part.outcome.kind === 'failed')
        return { ...failed(stream, part.outcome.failure, account), metadata: { text } };
    }
  }
  return { metadata: { text } };
}

/** Having no account is no error: it is said as an answer. */
function offerSignIn(stream: ChatResponseStream): ChatResult {
  stream.markdown(describe({ code: 'no-account' }).sentence);
  stream.button({ command: 'maestro.signIn', title: actionLabel('sign-in') });
  return {};
}

type Failed = Extract<Outcome, { kind: 'failed' }>['failure'];

function failed(stream: ChatResponseStream, failure: Failed, account: Account | null): ChatResult {
  const { sentence, actions } = describe(failure);
  for (const action of actions) {
    // Chat has its own way to retry and to begin anew.
    const command = commandOf(action);
    if (command !== null) stream.button({ command, title: actionLabel(action), arguments: [{ account: account?.id }] });
  }
  return { errorDetails: { message: sentence } };
}

/** Earlier turns of this participant. The answer is the one kept with the result, because what was shown may hold more. */
function toMessages(turn: ChatRequestTurn | ChatResponseTurn): readonly Message[] {
  if (turn instanceof ChatRequestTurn) return [userMessage(turn.prompt)];
  const metadata: unknown = turn.result.metadata;
  const text = isObject(metadata) ? stringAt(metadata, 'text') : null;
  return text === null || text === '' ? [] : [{ role: 'assistant', content: [{ kind: 'text', text, replay: null }] }];
}
