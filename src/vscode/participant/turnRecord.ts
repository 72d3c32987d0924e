import { isId, readEntry, writeEntry } from '../../core/chat/entryRecord.ts';
import type { ThreadTurn } from '../../core/chat/thread.ts';
import { TurnTree } from '../../core/chat/tree.ts';
import type { Turn } from '../../core/chat/turn.ts';
import { turnEntries } from '../../core/chat/turnEntries.ts';
import { type JsonObject, member, numberAt, stringAt } from '../../core/json.ts';
import { type TurnId, turnId } from '../../core/model.ts';

/** A turn as it is kept with its result, so that the next request can say exactly what was said. */
export interface TurnRecord {
  readonly turn: ThreadTurn;
  /** Whether all of it was kept: a turn may be too long for that. */
  readonly isWhole: boolean;
}

const version = 2;
/** Longest record of a turn, in characters of JSON: VS Code stores them with the conversation. */
const maxLength = 250_000;

/**
 * The turn as the metadata of a result: the lines of a journal, images left out. One that is too long is kept without what
 * the question refers to, then without reasoning, then without what the tools gave; where even that is too long, there is no
 * more than its id. `null` where there was no answer.
 */
export function writeTurn(turn: ThreadTurn & { readonly id: TurnId }): JsonObject | null {
  const { rounds } = turn;
  if (rounds.every(({ parts }) => parts.length === 0)) return null;
  const lean = rounds.map((round) => ({ ...round, parts: round.parts.filter(({ kind }) => kind !== 'reasoning') }));
  const bare = withoutTexts({ ...turn, parent: null });
  const tries: readonly Turn[] = [
    { ...turn, parent: null },
    bare,
    { ...bare, rounds: lean },
    { ...bare, rounds: lean.slice(-1) },
  ];
  const lines = tries.map(writeLines);
  const kept = lines.findIndex((one) => JSON.stringify(one).length <= maxLength);
  return { maestro: version, turn: turn.id, lines: lines[kept] ?? '', isWhole: kept === 0 };
}

/** Reads the metadata of a result, trusting nothing in it; `null` for what is no record of ours, or has only the id. */
export function readTurn(metadata: unknown): TurnRecord | null {
  if (numberAt(metadata, 'maestro') !== version) return null;
  const tree = new TurnTree();
  for (const line of (stringAt(metadata, 'lines') ?? '').split('\n')) {
    const result = readEntry(line);
    if (result.kind === 'ok') tree.apply(result.entry);
  }
  const [id] = tree.turns;
  const turn = id === undefined ? null : tree.turn(id);
  if (turn === null || turn.outcome === null) return null;
  return { turn, isWhole: member(metadata, 'isWhole') === true };
}

/** The id of the turn, which is there even where the turn was too long to be kept; `null` where nothing was. */
export function readTurnId(metadata: unknown): TurnId | null {
  const id = stringAt(metadata, 'turn');
  return id !== null && isId(id) ? turnId(id) : null;
}

function writeLines(turn: Turn): string {
  let order = 0;
  const texts = turn.question.attachments.flatMap(({ hash, content }) =>
    content?.kind === 'text' ? [{ kind: 'attached', hash, content } as const] : [],
  );
  return [...texts, ...turnEntries(turn, () => ++order)].map(writeEntry).join('\n');
}

function withoutTexts(turn: Turn): Turn {
  const attachments = turn.question.attachments.map((one) => ({ ...one, content: null }));
  return { ...turn, question: { ...turn.question, attachments } };
}
