import type { AssistantPart, ConversationId } from '../model.ts';
import type { Entry } from './entry.ts';
import { writeEntry } from './entryRecord.ts';
import type { TreeReader } from './tree.ts';
import type { Turn } from './turn.ts';
import { turnEntries } from './turnEntries.ts';

/**
 * A conversation as JSON that can be imported: the lines of a journal, one to a turn's step, with all branches. Accounts and
 * what only a vendor can read stay out, for it may be handed on.
 */
export function exportJson(id: ConversationId, tree: TreeReader): string {
  const lines = [...entriesOf(id, tree)].map(writeEntry);
  return `{"maestro":"conversation","entries":[\n${lines.join(',\n')}\n]}\n`;
}

function* entriesOf(id: ConversationId, tree: TreeReader): Generator<Entry, void> {
  yield { kind: 'begun', conversation: id, at: tree.updatedAt };
  let order = 0;
  const next = (): number => ++order;
  const sent = new Set<string>();
  for (const turnId of tree.turns) {
    const turn = tree.turn(turnId);
    if (turn === null) continue;
    for (const { hash, content } of turn.question.attachments) {
      if (content !== null && !sent.has(hash)) yield { kind: 'attached', hash, content };
      sent.add(hash);
    }
    yield* turnEntries(anonymous(turn), next);
  }
  for (const turn of tree.path) yield { kind: 'chosen', turn, order: next() };
  if (tree.givenTitle !== null) yield { kind: 'titled', title: tree.givenTitle, order: next() };
}

/** The turn as it may be handed on. */
function anonymous(turn: Turn): Turn {
  const { question, answerer, rounds } = turn;
  return {
    ...turn,
    question: { ...question, attachments: question.attachments.map((one) => ({ ...one, place: null })) },
    answerer: answerer === null ? null : { ...answerer, account: null, steppedIn: null },
    rounds: rounds.map((round) => ({ ...round, parts: round.parts.map(unsealed) })),
  };
}

function unsealed(part: AssistantPart): AssistantPart {
  return part.kind === 'citation' ? part : { ...part, replay: null };
}
