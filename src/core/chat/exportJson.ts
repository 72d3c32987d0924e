import { type AssistantPart, type ConversationId, runId } from '../model.ts';
import { type ContentPart, noUsage, type Outcome } from '../parts.ts';
import type { Entry } from './entry.ts';
import { writeEntry } from './entryRecord.ts';
import { newId } from './newId.ts';
import type { TreeReader } from './tree.ts';
import type { Answerer, Turn } from './turn.ts';

const interrupted: Outcome = { kind: 'failed', failure: { code: 'interrupted' } };

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
    yield* turnEntries(turn, next);
  }
  for (const turn of tree.path) yield { kind: 'chosen', turn, order: next() };
  if (tree.givenTitle !== null) yield { kind: 'titled', title: tree.givenTitle, order: next() };
}

function* turnEntries(turn: Turn, next: () => number): Generator<Entry, void> {
  const { id, parent, askedAt: at, question, rounds, outcome, usage, endedAt, reasoningMs } = turn;
  const answerer = withoutAccount(turn.answerer);
  const attachments = question.attachments.map(({ name, origin, hash }) => ({ name, origin, place: null, hash }));
  yield { kind: 'asked', turn: id, parent, order: next(), at, answerer, text: question.text, attachments };
  let run = runId(id);
  let step = 0;
  for (const round of rounds) {
    step++;
    yield { kind: 'said', run, step, parts: round.parts.map(bare) };
    if (round.next?.kind === 'results') {
      step++;
      yield { kind: 'results', run, step, results: round.next.results };
    } else if (round.next?.kind === 'continue') {
      yield { kind: 'ended', run, at, outcome: interrupted, usage: noUsage, reasoningMs: null };
      run = runId(newId());
      step = 0;
      yield { kind: 'resumed', turn: id, run, order: next(), at, answerer };
    }
  }
  if (outcome !== null) yield { kind: 'ended', run, at: endedAt ?? at, outcome, usage, reasoningMs };
}

function withoutAccount(answerer: Answerer | null): Answerer | null {
  return answerer === null ? null : { ...answerer, account: null, steppedIn: null };
}

/** The part as it would have arrived in one piece. */
function bare(part: AssistantPart, block: number): ContentPart {
  switch (part.kind) {
    case 'text':
      return { kind: part.kind, block, delta: part.text };
    case 'reasoning':
      return { kind: part.kind, block, delta: part.text, replay: null };
    case 'citation':
      return { kind: part.kind, block, source: part.source };
    case 'tool-call':
      return { kind: part.kind, block, call: part.call, tool: part.tool, input: part.input };
    default:
      return part satisfies never;
  }
}
