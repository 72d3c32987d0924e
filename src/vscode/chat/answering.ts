import type { Choice } from '../../core/accounts/choice.ts';
import type { Conversation } from '../../core/chat/conversation.ts';
import type { Answerer } from '../../core/chat/turn.ts';
import type { Maestro } from '../../core/maestro.ts';
import type { Account, Message, Model, NonEmpty } from '../../core/model.ts';
import { plainQuestion } from '../ask.ts';
import type { AgentBatch, Agents } from '../tools/agents.ts';

/** Who is to answer a question. */
export interface Asked {
  readonly account: Account;
  /** `null` for the model that is chosen for the account. */
  readonly model: Model | null;
}

/** Who answers the next question of a conversation, and why; with a model only where that was chosen for it alone. */
export function whoAnswers(maestro: Maestro, { account: own, tree }: Conversation): (Asked & Choice) | null {
  const choice = maestro.choice.within({ turn: null, conversation: own });
  if (choice === null) return null;
  const isOwn = choice.because === 'conversation' && tree.model !== null;
  return { ...choice, model: isOwn ? maestro.models.pick(choice.account, tree.model) : null };
}

/** The answer to a conversation, from the one place where the panel asks. A model that was chosen for it nobody else has. */
export function answer(
  agents: Agents,
  { account, model }: Asked,
  messages: NonEmpty<Message>,
  signal: AbortSignal,
): AsyncGenerator<AgentBatch, void> {
  return agents.inPanel(account, { ...plainQuestion(messages), model }, signal);
}

/** The one who is asked, as the journal keeps it; `because` says for what it stepped in. */
export function answererOf(maestro: Maestro, { account, model }: Asked, because: string | null = null): Answerer {
  const asked = model ?? maestro.models.pick(account, null);
  return {
    vendor: account.vendor,
    account: { id: account.id, label: account.label },
    model: asked === null ? null : { id: asked.id, label: asked.label },
    steppedIn: because,
  };
}
