import {
  type CancellationToken,
  type ChatContext,
  type ChatRequest,
  type ChatResponseStream,
  type ChatResult,
  l10n,
} from 'vscode';
import type { Maestro } from '../core/maestro.ts';
import { tellAccount } from './participant/accountAnswer.ts';
import { whoIsAsked } from './participant/asked.ts';
import { askModel } from './participant/askModel.ts';
import { isLocal, readCommand } from './participant/commands.ts';
import { writeEnding } from './participant/followUps.ts';
import { offerSignIn, sayInstead, tellGone } from './participant/sentences.ts';
import { readTask } from './participant/task.ts';
import { tellUsage } from './participant/usageAnswer.ts';
import type { Agents } from './tools/agents.ts';

/**
 * Answers one `@maestro` question with the model that is picked in Chat if it is one of ours, else with the account that
 * answers elsewhere, and says so. What the question refers to, and what its command looks at, is sent with it. Never throws.
 */
export async function handleChat(
  maestro: Maestro,
  agents: Agents,
  request: ChatRequest,
  context: ChatContext,
  stream: ChatResponseStream,
  token: CancellationToken,
): Promise<ChatResult> {
  await maestro.accounts.ready().catch(() => undefined);
  const asked = whoIsAsked(maestro, request);
  if (asked === 'gone') return tellGone(stream);
  if (asked === null) return offerSignIn(stream);
  const command = readCommand(request.command);
  if (isLocal(command)) {
    if (command === 'account') tellAccount(maestro, asked, stream);
    else tellUsage(maestro, asked.account, context, stream);
    return { metadata: writeEnding(command, { kind: 'complete', reason: 'stop' }) };
  }
  if (command === 'commit') stream.progress(l10n.t('Reading the staged changes…'));
  const task = await readTask(command, request.prompt, request.references, token);
  if ('nothing' in task) return sayInstead(stream, task.nothing, task.button);
  return askModel(maestro, agents, asked, task, { request, context, stream, token });
}
