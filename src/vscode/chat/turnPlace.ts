import type { Conversation } from '../../core/chat/conversation.ts';
import type { Question, Turn } from '../../core/chat/turn.ts';
import type { ShownSiblings } from '../../webview/bridge.ts';

interface Place {
  readonly siblings?: ShownSiblings;
}

/** Where a turn stands among those that were asked in its stead, said of its question or of its answer. */
export interface TurnPlace {
  readonly question: Place;
  readonly answer: Place;
}

/** Of the question if the questions differ, of the answer if the same was asked again, of neither if the turn is alone. */
export function placeOf(conversation: Conversation, { id, question }: Turn): TurnPlace {
  const siblings = conversation.siblings(id);
  if (siblings.length < 2) return { question: {}, answer: {} };
  const place = { siblings: { index: siblings.indexOf(id), count: siblings.length } };
  const areSame = siblings.every((sibling) => isSame(conversation.turn(sibling)?.question ?? question, question));
  return areSame ? { question: {}, answer: place } : { question: place, answer: {} };
}

function isSame(a: Question, b: Question): boolean {
  const hashes = ({ attachments }: Question): string => attachments.map(({ hash }) => hash).join();
  return a.text === b.text && hashes(a) === hashes(b);
}
