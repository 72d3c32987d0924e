import { type ChatResult, l10n } from 'vscode';
import { failureOf } from '../core/failure.ts';
import type { Maestro } from '../core/maestro.ts';
import type { ChatViews } from './chat/chatViews.ts';
import { tellAccount } from './participant/accountAnswer.ts';
import { whoIsAsked } from './participant/asked.ts';
import { askModel, type ChatTurn } from './participant/askModel.ts';
import type { ChatThreads, FoundThread } from './participant/chatThreads.ts';
import { isLocal, isTask, readCommand } from './participant/commands.ts';
import { readContinuation } from './participant/continuation.ts';
import { writeEnding } from './participant/followUps.ts';
import { continueInPanel, offerConversations, openButton } from './participant/panelAnswer.ts';
import { offerSignIn, sayFailure, sayInstead, tellGone } from './participant/sentences.ts';
import { readTask } from './participant/task.ts';
import { emptyThread, readThread, type Thread, writtenQuestion } from './participant/thread.ts';
import { writePlace } from './participant/threadPlace.ts';
import { tellUsage } from './participant/usageAnswer.ts';
import type { Agents } from './tools/agents.ts';

/** What `@maestro` answers with. */
export interface ChatSurface {
  readonly maestro: Maestro;
  readonly agents: Agents;
  readonly threads: ChatThreads;
  readonly views: ChatViews;
}

/**
 * Answers one `@maestro` question with the model that is picked in Chat if it is one of ours, else with the account that
 * answers elsewhere, and says so. What the question refers to, and what its command looks at, is sent with it. Never throws.
 */
export async function handleChat(surface: ChatSurface, turn: ChatTurn): Promise<ChatResult> {
  const { maestro, threads, views } = surface;
  const { request, context, stream } = turn;
  await maestro.accounts.ready().catch(() => undefined);
  const command = readCommand(request.command);
  try {
    if (command === 'panel') return await continueInPanel(maestro, threads, views, context, stream);
    const thread = await currentThread(turn);
    const found = thread === null ? null : await threads.find(thread, writtenQuestion(request));
    return found === null ? await offerConversations(threads, stream) : await answer(surface, turn, found);
  } catch (error) {
    return sayFailure(failureOf(error));
  }
}

/** The thread in which this is asked; `null` for one that is to go on with a conversation without saying which. */
async function currentThread({ request, context }: ChatTurn): Promise<Thread | null> {
  if (readCommand(request.command) !== 'continue') return await readThread(context);
  const { title } = readContinuation(request.prompt);
  return title === null ? null : { ...emptyThread, continues: title };
}

async function answer(
  { maestro, agents, threads }: ChatSurface,
  turn: ChatTurn,
  found: FoundThread,
): Promise<ChatResult> {
  const { request, context, stream, token } = turn;
  const asked = whoIsAsked(maestro, request, found.account);
  if (asked === 'gone') return tellGone(stream);
  if (asked === null) return { ...offerSignIn(stream), metadata: writePlace(found.place) };
  const command = readCommand(request.command);
  if (isLocal(command)) {
    if (command === 'account') tellAccount(maestro, asked, stream);
    else tellUsage(maestro, asked.account, context, stream);
    return { metadata: writeEnding(command, { kind: 'complete', reason: 'stop' }) };
  }
  if (command === 'continue' && writtenQuestion(request) === '') {
    const sentences = [found.note, l10n.t('Ask your next question.')];
    const said = sayInstead(stream, sentences.join(' '), openButton(found.place.conversation));
    return { ...said, metadata: writePlace(found.place) };
  }
  if (command === 'commit') stream.progress(l10n.t('Reading the staged changes…'));
  const task = await readTask(isTask(command) ? command : null, request.prompt, request.references, token);
  if ('nothing' in task) return { ...sayInstead(stream, task.nothing, task.button), metadata: writePlace(found.place) };
  return askModel({ maestro, agents, threads }, { asked, task, thread: found }, turn);
}
