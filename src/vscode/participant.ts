import {
  type CancellationToken,
  type ChatContext,
  type ChatRequest,
  type ChatResponseStream,
  type ChatResult,
  l10n,
  MarkdownString,
} from 'vscode';
import type { Failure } from '../core/failure.ts';
import { stringAt } from '../core/json.ts';
import type { Maestro } from '../core/maestro.ts';
import type { Account, Message, Model, NonEmpty, UserPart } from '../core/model.ts';
import type { Outcome, StreamPart } from '../core/parts.ts';
import { commandOf } from './actions.ts';
import { answerer, ask, plainQuestion, type Question } from './ask.ts';
import { askLadder, type SteppedIn } from './askLadder.ts';
import { signalOf } from './cancel.ts';
import { endNote } from './endNote.ts';
import { tick } from './firstSteps.ts';
import { effortOf, findEntry, isSignInEntry } from './languageModel/entries.ts';
import { modelVendor } from './languageModel.ts';
import { AnswerStream } from './participant/answerStream.ts';
import { readHistory } from './participant/history.ts';
import { type References, readReferences } from './participant/references.ts';
import { writeTurn } from './participant/turnRecord.ts';
import { chosenEffort, withDetails } from './undocumented.ts';
import { actionLabel, describe } from './words.ts';

/** Who is asked. `model` is the one that is picked in Chat; `null` if none of ours is, and the account's own counts. */
interface Asked {
  readonly account: Account;
  readonly model: Model | null;
}

/**
 * Answers one `@maestro` question with the model that is picked in Chat if it is one of ours, else with the account that
 * answers elsewhere, and says so. Files and selections that the question refers to are sent with it. Never throws.
 */
export async function handleChat(
  maestro: Maestro,
  request: ChatRequest,
  context: ChatContext,
  stream: ChatResponseStream,
  token: CancellationToken,
): Promise<ChatResult> {
  await maestro.accounts.ready().catch(() => undefined);
  const asked = whoIsAsked(maestro, request);
  if (asked === 'gone') return failed(stream, { code: 'credential-rejected' }, null);
  if (asked === null) return offerSignIn(stream);
  const { account } = asked;
  const model = asked.model ?? maestro.models.pick(account, null);
  const references = await readReferences(request.references, model);
  for (const place of references.places) stream.reference(place);
  const text = [references.text, request.prompt].filter((part) => part !== '').join('\n\n');
  const history = await readHistory(context, model?.can.images === true);
  const question = questionOf(asked, history, [{ kind: 'text', text }, ...references.images], chosenEffort(request));
  const answer = new AnswerStream(stream);
  let outcome: Outcome = { kind: 'cancelled' };
  for await (const batch of answered(maestro, asked, question, signalOf(token))) {
    for (const part of batch) {
      answer.add(part);
      if (part.kind === 'end') outcome = part.outcome;
    }
  }
  const answering = answer.standIn ?? account;
  const by = asked.model === null ? answerer(maestro, answering) : `${account.label} · ${asked.model.label}`;
  const isSilent = !answer.parts.some((part) => part.kind === 'text' && part.text !== '');
  sayBelow(stream, [
    ...(asked.model === null && !isSilent ? [notPicked(by)] : []),
    ...leftOut(references),
    ...(outcome.kind === 'complete' ? [endNote(outcome.reason) ?? ''] : []),
  ]);
  const record = writeTurn({ question: text, parts: answer.parts });
  const kept = record === null ? {} : { metadata: record };
  if (outcome.kind === 'failed') return { ...failed(stream, outcome.failure, answering), ...kept };
  if (outcome.kind === 'complete' && isSilent) return { ...failed(stream, { code: 'empty' }, answering), ...kept };
  tick('maestro.hasAskedInChat');
  return withDetails(kept, by);
}

/** `gone` if the picked account is: whoever picked it has not agreed that another one pays. `null` if there is no account. */
function whoIsAsked(maestro: Maestro, request: ChatRequest): Asked | 'gone' | null {
  const account = maestro.choice.account;
  const id = stringAt(request.model, 'id') ?? '';
  const isOurs = stringAt(request.model, 'vendor') === modelVendor && !isSignInEntry(id);
  if (!isOurs || account === null) return account === null ? null : { account, model: null };
  return findEntry(maestro, id) ?? 'gone';
}

function questionOf(
  { model }: Asked,
  history: readonly Message[],
  content: NonEmpty<UserPart>,
  effort: string | null,
): Question {
  const message: Message = { role: 'user', content };
  const [first = message, ...rest] = [...history, message];
  return { ...plainQuestion([first, ...rest]), model, effort: model === null ? null : effortOf(model, effort) };
}

/** Nobody steps in for a model that was picked by name. */
function answered(
  maestro: Maestro,
  { account, model }: Asked,
  question: Question,
  signal: AbortSignal,
): AsyncGenerator<readonly (StreamPart | SteppedIn)[], void> {
  return model === null ? askLadder(maestro, account, question, signal) : ask(maestro, account, question, signal);
}

function notPicked(by: string): string {
  return l10n.t('Answered by {0}: the model that is picked in Chat is none of Maestro’s.', by);
}

function leftOut({ leftOut: names }: References): readonly string[] {
  return names.length === 0
    ? []
    : [l10n.t('Not sent, because it is too large or cannot be read: {0}.', names.join(', '))];
}

/** Sentences of Maestro's own, set apart from the answer. */
function sayBelow(stream: ChatResponseStream, sentences: readonly string[]): void {
  const text = sentences.filter((sentence) => sentence !== '').join(' ');
  if (text !== '') stream.markdown(new MarkdownString('\n\n---\n\n*').appendText(text).appendMarkdown('*'));
}

/** Having no account is no error: it is said as an answer. */
function offerSignIn(stream: ChatResponseStream): ChatResult {
  stream.markdown(describe({ code: 'no-account' }).sentence);
  stream.button({ command: 'maestro.signIn', title: actionLabel('sign-in') });
  return {};
}

function failed(stream: ChatResponseStream, failure: Failure, account: Account | null): ChatResult {
  const { sentence, actions } = describe(failure);
  for (const action of actions) {
    // Chat has its own way to retry and to begin anew.
    const command = commandOf(action);
    if (command !== null) stream.button({ command, title: actionLabel(action), arguments: [{ account: account?.id }] });
  }
  return { errorDetails: { message: sentence } };
}
