import { isId } from '../../core/chat/entryRecord.ts';
import { newId } from '../../core/chat/newId.ts';
import { type JsonObject, member, objectAt, stringAt } from '../../core/json.ts';
import { type ConversationId, conversationId, type TurnId, turnId } from '../../core/model.ts';

/** Where a thread of VS Code's Chat belongs. */
export interface ThreadPlace {
  /** The conversation that the thread is part of, or becomes should the person open it in the panel. */
  readonly conversation: ConversationId;
  /** The turn of that conversation which the thread goes on from; `null` for one that begins in Chat. */
  readonly after: TurnId | null;
  /** Whether the person has opened the thread in the panel, or has begun it there: only then is it kept in a journal. */
  readonly isLinked: boolean;
}

/** The place of a thread that no conversation is known of. */
export function newPlace(): ThreadPlace {
  return { conversation: conversationId(newId()), after: null, isLinked: false };
}

/** The place as a part of the metadata of a result. */
export function writePlace({ conversation, after, isLinked }: ThreadPlace): JsonObject {
  return { thread: { conversation, after, isLinked } };
}

/** Reads what {@link writePlace} wrote, trusting nothing in it; `null` for anything else. */
export function readPlace(metadata: unknown): ThreadPlace | null {
  const thread = objectAt(metadata, 'thread');
  const conversation = stringAt(thread, 'conversation');
  if (conversation === null || !isId(conversation)) return null;
  const after = stringAt(thread, 'after');
  return {
    conversation: conversationId(conversation),
    after: after !== null && isId(after) ? turnId(after) : null,
    isLinked: member(thread, 'isLinked') === true,
  };
}
