import type { Maestro } from '../../core/maestro.ts';
import { pickConversationAccount } from '../accountPicker.ts';
import { signInCommand } from '../signIn.ts';
import { whoAnswers } from './answering.ts';
import { chooseModel } from './chooseAnswerer.ts';
import type { ConversationHost } from './conversationHost.ts';

/** Lets the person choose who answers in this conversation, whoever does elsewhere; without any account they sign in. */
export async function chooseConversationAccount(maestro: Maestro, host: ConversationHost): Promise<void> {
  await maestro.accounts.ready();
  if (maestro.accounts.list.length === 0) return void (await signInCommand(maestro));
  const picked = await pickConversationAccount(maestro, host.conversation.account);
  if (picked !== null) host.keepTo(picked === 'elsewhere' ? null : picked.id);
}

/** Lets the person choose another model for a conversation that has one of its own. */
export async function chooseConversationModel(maestro: Maestro, host: ConversationHost): Promise<void> {
  const asked = whoAnswers(maestro, host.conversation);
  const model = asked === null ? null : await chooseModel(maestro, asked.account);
  if (asked !== null && model !== null) host.keepTo(asked.account.id, model.id);
}
