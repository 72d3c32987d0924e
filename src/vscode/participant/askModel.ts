import {
  type CancellationToken,
  type ChatContext,
  type ChatRequest,
  type ChatResponseStream,
  type ChatResult,
  l10n,
} from 'vscode';
import type { Maestro } from '../../core/maestro.ts';
import type { Account, AssistantPart, Message, NonEmpty, UserPart } from '../../core/model.ts';
import { type EndPart, noUsage } from '../../core/parts.ts';
import { plainQuestion, type Question } from '../ask.ts';
import type { SteppedIn } from '../askLadder.ts';
import { signalOf } from '../cancel.ts';
import { endNote } from '../endNote.ts';
import { tick } from '../firstSteps.ts';
import { effortOf } from '../languageModel/entries.ts';
import type { Agents } from '../tools/agents.ts';
import { chosenEffort, withDetails } from '../undocumented.ts';
import { AnswerStream } from './answerStream.ts';
import { type Asked, answeredBy } from './asked.ts';
import { commitMessage } from './commitMessage.ts';
import { writeEnding } from './followUps.ts';
import { readHistory } from './history.ts';
import { type References, readReferences } from './references.ts';
import { failed, sayBelow } from './sentences.ts';
import type { Task } from './task.ts';
import { writeTurn } from './turnRecord.ts';

/** What VS Code gives with a question. */
export interface ChatTurn {
  readonly request: ChatRequest;
  readonly context: ChatContext;
  readonly stream: ChatResponseStream;
  readonly token: CancellationToken;
}

/** Puts a task and what it refers to to the model, shows the answer as it comes, and gives the record of the turn. */
export async function askModel(
  maestro: Maestro,
  agents: Agents,
  asked: Asked,
  task: Task,
  { request, context, stream, token }: ChatTurn,
): Promise<ChatResult> {
  const { account } = asked;
  const model = asked.model ?? maestro.models.pick(account, null);
  const references = await readReferences([...task.references, ...request.references], model);
  for (const place of references.places) stream.reference(place);
  const text = [references.text, task.instruction, request.prompt].filter((part) => part !== '').join('\n\n');
  const history = await readHistory(context, model?.can.images === true);
  const question = questionOf(asked, history, [{ kind: 'text', text }, ...references.images], chosenEffort(request));
  const answer = new AnswerStream(stream);
  let end: EndPart = { kind: 'end', outcome: { kind: 'cancelled' }, usage: noUsage };
  const signal = signalOf(token);
  const batches =
    task.command === 'commit'
      ? agents.withoutTools(account, question, signal)
      : agents.inChat(request, account, question, signal);
  for await (const batch of batches) {
    for (const part of batch) {
      answer.add(part);
      if (part.kind === 'end') end = part;
    }
  }
  const { outcome, usage } = end;
  const { standIn } = answer;
  const answering = standIn?.account ?? account;
  const by = answeredBy(maestro, asked, answering);
  const said = textOf(answer.parts);
  if (task.repository !== null && outcome.kind === 'complete' && said !== '')
    await offerMessage(stream, task.repository, said);
  sayBelow(stream, [
    ...(standIn !== null && said !== '' ? [steppedIn(account, standIn)] : []),
    ...(asked.model === null && said !== '' ? [notPicked(by)] : []),
    ...leftOut(references),
    ...(outcome.kind === 'complete' ? [endNote(outcome.reason) ?? ''] : []),
  ]);
  const record = writeTurn({ question: text, rounds: answer.rounds, usage });
  const kept = { metadata: { ...record, ...writeEnding(task.command, outcome) } };
  if (outcome.kind === 'failed') return { ...failed(stream, outcome.failure, answering), ...kept };
  if (outcome.kind === 'complete' && outcome.reason !== 'tool-calls' && said === '')
    return { ...failed(stream, { code: 'empty' }, answering), ...kept };
  tick('maestro.hasAskedInChat');
  return withDetails(kept, by);
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

async function offerMessage(stream: ChatResponseStream, repository: string, said: string): Promise<void> {
  const given = { repository, message: await commitMessage(said) };
  stream.button({ command: 'maestro.useCommitMessage', title: l10n.t('Use This Message'), arguments: [given] });
}

function textOf(parts: readonly AssistantPart[]): string {
  return parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');
}

function steppedIn({ label }: Account, { account, because }: SteppedIn): string {
  return l10n.t('{0} stepped in for {1}: {2}', account.label, label, because);
}

function notPicked(by: string): string {
  return l10n.t('Answered by {0}: the model that is picked in Chat is none of Maestro’s.', by);
}

function leftOut({ leftOut: names }: References): readonly string[] {
  return names.length === 0
    ? []
    : [l10n.t('Not sent, because it is too large or cannot be read: {0}.', names.join(', '))];
}
