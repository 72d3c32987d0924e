import { arrayAt, type Json, member, numberAt, stringAt } from '../core/json.ts';
import type {
  ConversationUpdate,
  ShownConversation,
  ShownHit,
  ShownSiblings,
  ShownSummary,
} from './conversationBridge.ts';

/** The message as a ConversationUpdate, or `null` if it is anything else. */
export function readConversationUpdate(value: Json): ConversationUpdate | null {
  const kind = stringAt(value, 'kind');
  const title = stringAt(value, 'title');
  switch (kind) {
    case 'history':
      return { kind, list: arrayAt(value, 'list').flatMap(readSummary), opens: member(value, 'opens') === true };
    case 'hits': {
      const list = arrayAt(value, 'list').flatMap(readHit);
      return { kind, text: stringAt(value, 'text') ?? '', list, done: member(value, 'done') === true };
    }
    case 'title':
      return title === null ? null : { kind, title };
    case 'deleted': {
      const conversation = stringAt(value, 'conversation');
      return conversation === null ? null : { kind, conversation, title: title ?? '' };
    }
    case 'reveal': {
      const turn = stringAt(value, 'turn');
      return turn === null ? null : { kind, turn };
    }
    default:
      return null;
  }
}

export function readConversation(value: Json): ShownConversation {
  return {
    id: stringAt(value, 'id') ?? '',
    title: stringAt(value, 'title') ?? '',
    isReadOnly: member(value, 'isReadOnly') === true,
  };
}

/** `null` for a turn that stands alone. */
export function readSiblings(value: Json | undefined): ShownSiblings | null {
  const index = numberAt(value, 'index');
  const count = numberAt(value, 'count');
  return index === null || count === null || count < 2 || index < 0 || index >= count ? null : { index, count };
}

function readSummary(value: Json): readonly ShownSummary[] {
  const id = stringAt(value, 'id');
  if (id === null) return [];
  return [
    {
      id,
      title: stringAt(value, 'title') ?? '',
      usedAt: numberAt(value, 'usedAt') ?? 0,
      detail: stringAt(value, 'detail') ?? '',
      isOpen: member(value, 'isOpen') === true,
      isRunning: member(value, 'isRunning') === true,
    },
  ];
}

function readHit(value: Json): readonly ShownHit[] {
  const conversation = stringAt(value, 'conversation');
  if (conversation === null) return [];
  const text = (key: string): string => stringAt(value, key) ?? '';
  const turn = stringAt(value, 'turn');
  return [
    { conversation, title: text('title'), turn, before: text('before'), match: text('match'), after: text('after') },
  ];
}
