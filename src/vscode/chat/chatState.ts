import type { Conversation } from '../../core/chat/conversation.ts';
import type { Turn } from '../../core/chat/turn.ts';
import type { Maestro } from '../../core/maestro.ts';
import type { Vendor } from '../../core/vendor.ts';
import type { ChatState, ShownAccount, ShownPart, ShownVendor } from '../../webview/bridge.ts';
import { translated } from '../language.ts';
import { shownAccount } from '../shownAccount.ts';
import { whoAnswers } from './answering.ts';
import { shownAnswerer, shownQuestion, shownTurn } from './shownTurn.ts';
import { placeOf } from './turnPlace.ts';

/**
 * Everything that a page shows; `edits` are being written in the place of questions, `partsOf` gives what there is of an answer
 * that is arriving.
 */
export function chatState(
  maestro: Maestro,
  conversation: Conversation,
  edits: ChatState['edits'],
  partsOf: (turn: Turn) => readonly ShownPart[],
): ChatState {
  const { id, title, isReadOnly, path } = conversation;
  const last = path.at(-1);
  const running = last?.outcome === null ? last : null;
  const messages = path.flatMap((turn) => {
    const place = placeOf(conversation, turn);
    if (turn === running) return [shownQuestion(turn, place)];
    return shownTurn(turn, place, conversation.canResume(turn.id));
  });
  return {
    conversation: { id, title, isReadOnly },
    account: chosenAccount(maestro, conversation),
    vendors: maestro.vendors.map(shownVendor),
    messages,
    edits,
    running:
      running === null
        ? null
        : {
            turn: running.id,
            ...placeOf(conversation, running).answer,
            parts: partsOf(running),
            by: shownAnswerer(running.answerer),
          },
  };
}

/** The account that the next question goes to. */
export function chosenAccount(maestro: Maestro, conversation: Conversation): ShownAccount {
  const choice = whoAnswers(maestro, conversation);
  return choice === null ? null : shownAccount(maestro, choice, choice.model);
}

function shownVendor({ id, label, invitation }: Vendor): ShownVendor {
  const shown = { label, detail: '', ...invitation };
  return { id, label: translated(shown.label), detail: translated(shown.detail) };
}
