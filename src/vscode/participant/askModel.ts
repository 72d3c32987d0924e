import {
  type CancellationToken,
  type ChatContext,
  type ChatRequest,
  type ChatResponseStream,
  type ChatResult,
  l10n,
} from 'vscode';
import { attach } from '../../core/chat/attach.ts';
import { type SaidTurn, sentMessages } from '../../core/chat/history.ts';
import { newId } from '../../core/chat/newId.ts';
import type { ThreadTurn } from '../../core/chat/thread.ts';
import type { Attachment } from '../../core/chat/turn.ts';
import type { Maestro } from '../../core/maestro.ts';
import { type Account, type AssistantPart, turnId } from '../../core/model.ts';
import { type EndPart, noUsage } from '../../core/parts.ts';
import { systemClock } from '../../node/systemClock.ts';
import { plainQuestion, type Question } from '../ask.ts';
import type { SteppedIn } from '../askLadder.ts';
import { signalOf } from '../cancel.ts';
import { answererOf } from '../chat/answering.ts';
import { endNote } from '../endNote.ts';
import { tick } from '../firstSteps.ts';
import { effortOf } from '../languageModel/entries.ts';
import type { Agents } from '../tools/agents.ts';
import { chosenEffort, withDetails } from '../undocumented.ts';
import { AnswerStream } from './answerStream.ts';
import { type Asked, answeredBy } from './asked.ts';
import type { ChatThreads, FoundThread } from './chatThreads.ts';
import { commitMessage } from './commitMessage.ts';
import { writeEnding } from './followUps.ts';
import { openButton } from './panelAnswer.ts';
import { type References, readReferences } from './references.ts';
import { failed, sayBelow } from './sentences.ts';
import type { Task } from './task.ts';
import { writtenQuestion } from './thread.ts';
import { writePlace } from './threadPlace.ts';
import { writeTurn } from './turnRecord.ts';

/** What VS Code gives with a question. */
export interface ChatTurn {
  readonly request: ChatRequest;
  readonly context: ChatContext;
  readonly stream: ChatResponseStream;
  readonly token: CancellationToken;
}

/** What answers, and where the turn is kept. */
export interface AnswerDeps {
  readonly maestro: Maestro;
  readonly agents: Agents;
  readonly threads: ChatThreads;
}

/** What is to be answered, by whom, and after what. */
export interface ChatTask {
  readonly asked: Asked;
  readonly task: Task;
  readonly thread: FoundThread;
}

/** Puts a task and what it refers to to the model, shows the answer as it comes, and gives the record of the turn. */
export async function askModel(
  { maestro, agents, threads }: AnswerDeps,
  { asked, task, thread }: ChatTask,
  { request, stream, token }: ChatTurn,
): Promise<ChatResult> {
  const askedAt = systemClock.now();
  const { account } = asked;
  const model = asked.model ?? maestro.models.pick(account, null);
  const references = await readReferences([...task.references, ...request.references], model);
  for (const place of references.places) stream.reference(place);
  const question = await questionOf(writtenQuestion(request), references.attachments, task);
  const messages = sentMessages(toldTurns(thread, question, model?.can.images === true));
  const effort = asked.model === null ? null : effortOf(asked.model, chosenEffort(request));
  const sent: Question = { ...plainQuestion(messages), model: asked.model, effort };
  const answer = new AnswerStream(stream);
  let end: EndPart = { kind: 'end', outcome: { kind: 'cancelled' }, usage: noUsage };
  const signal = signalOf(token);
  const batches =
    task.command === 'commit'
      ? agents.withoutTools(account, sent, signal)
      : agents.inChat(request, account, sent, signal);
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
  const turn = {
    id: turnId(newId()),
    question,
    askedAt,
    answerer: answererOf(maestro, { account: answering, model: asked.model }, standIn?.because),
    rounds: answer.rounds,
    outcome,
    usage,
    endedAt: systemClock.now(),
    reasoningMs: null,
  };
  const record = writeTurn(turn);
  const trouble = await threads.keep(thread.place, record === null ? thread.turns : [...thread.turns, turn]);
  if (task.repository !== null && outcome.kind === 'complete' && said !== '')
    await offerMessage(stream, task.repository, said);
  sayBelow(stream, [
    ...(standIn !== null && said !== '' ? [steppedIn(account, standIn)] : []),
    ...(asked.model === null && said !== '' ? [notPicked(by)] : []),
    ...leftOut(references),
    ...(outcome.kind === 'complete' ? [endNote(outcome.reason) ?? ''] : []),
    thread.note,
    trouble,
  ]);
  if (thread.note !== '' && thread.place.isLinked) stream.button(openButton(thread.place.conversation));
  const kept = { metadata: { ...record, ...writePlace(thread.place), ...writeEnding(task.command, outcome) } };
  if (outcome.kind === 'failed') return { ...failed(stream, outcome.failure, answering), ...kept };
  if (outcome.kind === 'complete' && outcome.reason !== 'tool-calls' && said === '')
    return { ...failed(stream, { code: 'empty' }, answering), ...kept };
  tick('maestro.hasAskedInChat');
  return withDetails(kept, by);
}

/** What the task tells the model stands between what it is about and what the person has written. */
async function questionOf(
  text: string,
  attachments: readonly Attachment[],
  { command, instruction }: Task,
): Promise<ThreadTurn['question']> {
  if (instruction === '') return { text, attachments };
  const told = await attach(`/${command}`, 'other', null, { kind: 'text', text: instruction });
  return { text, attachments: [...attachments, told] };
}

/** The turns before this question and the question itself, as far as the model can take them. */
function toldTurns(
  { earlier, turns }: FoundThread,
  question: ThreadTurn['question'],
  seesImages: boolean,
): readonly SaidTurn[] {
  const told = [...earlier, ...turns, { question, rounds: [] }];
  if (seesImages) return told;
  return told.map((turn) => {
    const attachments = turn.question.attachments.filter(({ content }) => content?.kind !== 'image');
    return { ...turn, question: { ...turn.question, attachments } };
  });
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
