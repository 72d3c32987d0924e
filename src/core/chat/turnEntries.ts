import { type AssistantPart, runId, type UserPart } from '../model.ts';
import { type ContentPart, noUsage, type Outcome } from '../parts.ts';
import type { Entry } from './entry.ts';
import { newId } from './newId.ts';
import type { TurnTree } from './tree.ts';
import type { Question, Turn } from './turn.ts';

const interrupted: Outcome = { kind: 'failed', failure: { code: 'interrupted' } };

/** The entries that a turn is made of, but for the contents that it refers to. `next` gives each the order that it has. */
export function* turnEntries(turn: Turn, next: () => number): Generator<Entry, void> {
  const { id, parent, askedAt: at, question, answerer, rounds, outcome, usage, endedAt, reasoningMs } = turn;
  const attachments = question.attachments.map(({ name, origin, place, hash }) => ({ name, origin, place, hash }));
  yield { kind: 'asked', turn: id, parent, order: next(), at, answerer, text: question.text, attachments };
  let run = runId(id);
  let step = 0;
  for (const round of rounds) {
    step++;
    yield { kind: 'said', run, step, parts: round.parts.map(arrived) };
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

/** The contents that these questions refer to and a conversation does not have yet, each once. */
export function newContents(tree: Pick<TurnTree, 'content'>, questions: readonly Question[]): readonly Entry[] {
  const contents = new Map<string, UserPart>();
  for (const { hash, content } of questions.flatMap(({ attachments }) => attachments)) {
    if (content !== null && tree.content(hash) === null) contents.set(hash, content);
  }
  return [...contents].map(([hash, content]) => ({ kind: 'attached', hash, content }));
}

/** The part as it would have arrived in one piece. */
function arrived(part: AssistantPart, block: number): ContentPart {
  switch (part.kind) {
    case 'text':
      return { kind: part.kind, block, delta: part.text, ...(part.replay !== null && { replay: part.replay }) };
    case 'reasoning':
      return { kind: part.kind, block, delta: part.text, replay: part.replay };
    case 'citation':
      return { kind: part.kind, block, source: part.source };
    case 'tool-call': {
      const { call, tool, input, replay } = part;
      return { kind: part.kind, block, call, tool, input, ...(replay !== null && { replay }) };
    }
    default:
      return part satisfies never;
  }
}
