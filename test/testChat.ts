import { attach } from '../src/core/chat/attach.ts';
import type { Conversation } from '../src/core/chat/conversation.ts';
import type { TreeReader } from '../src/core/chat/tree.ts';
import type { Answerer, Attachment, Question, Turn } from '../src/core/chat/turn.ts';
import { accountId, modelId, type TurnId, vendorId } from '../src/core/model.ts';
import { type ContentPart, noUsage, type Outcome } from '../src/core/parts.ts';

/** An answerer for tests that are not about who answers. */
export const ada: Answerer = {
  vendor: vendorId('openai'),
  account: { id: accountId('a1'), label: 'ada@example.com' },
  model: { id: modelId('m1'), label: 'Model One' },
  steppedIn: null,
};

export const complete: Outcome = { kind: 'complete', reason: 'stop' };
export const cut: Outcome = { kind: 'failed', failure: { code: 'interrupted' } };

export function plain(text: string, ...attachments: readonly Attachment[]): Question {
  return { text, attachments };
}

export function textAttachment(name: string, text: string): Promise<Attachment> {
  return attach(name, 'file', `file:///${name}`, { kind: 'text', text });
}

export function textPart(delta: string, block = 0): ContentPart {
  return { kind: 'text', block, delta };
}

/** Asks, and answers at once. */
export function talk(
  conversation: Conversation,
  question: string,
  answer: string,
  outcome = complete,
  parent?: TurnId | null,
): TurnId {
  const turn = conversation.ask(plain(question), ada, parent);
  if (turn === null) throw new Error('not asked');
  conversation.add(turn, [textPart(answer)]);
  conversation.end(turn, outcome, noUsage);
  return turn;
}

/** Everything that a reader of the conversation can see, in an order that does not depend on when it became known. */
export function view(tree: TreeReader): unknown {
  const byId = (a: Turn, b: Turn): number => (a.id < b.id ? -1 : 1);
  const turns = tree.turns.flatMap((id) => tree.turn(id) ?? []).toSorted(byId);
  return {
    title: tree.title,
    path: tree.path,
    updatedAt: tree.updatedAt,
    turns: turns.map((turn) => ({ ...turn, siblings: tree.siblings(turn.id) })),
  };
}

/** Questions and answers along the path, as text. */
export function said(conversation: Conversation): readonly string[] {
  return conversation.path.flatMap(({ question, rounds }) => [
    question.text,
    rounds.flatMap(({ parts }) => parts.map((part) => ('text' in part ? part.text : part.kind))).join(),
  ]);
}
