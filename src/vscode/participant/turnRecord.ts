import { readAnswer, writeAnswer } from '../../core/chat/answerRecord.ts';
import { readResults } from '../../core/chat/partRecord.ts';
import type { Round } from '../../core/chat/turn.ts';
import { arrayAt, type Json, type JsonObject, member, numberAt, objectAt, stringAt } from '../../core/json.ts';
import type { Usage } from '../../core/parts.ts';

/** What is kept of a turn with its result, so that the next request can say exactly what was said. */
export interface TurnRecord {
  /** The question as it was sent, what it refers to included; `null` where that was too long to keep. */
  readonly question: string | null;
  /** What was said and which tools answered; never empty. */
  readonly rounds: readonly Round[];
  readonly usage: Usage;
}

const version = 1;
/** Longest record of a turn, in characters of JSON: VS Code stores them with the conversation. */
const maxLength = 250_000;

/**
 * The record as the metadata of a result. One that is too long is kept without what the question refers to, then without
 * reasoning, then without what the tools gave; `null` where even that is too long, or there was no answer.
 */
export function writeTurn({ question, rounds, usage }: TurnRecord): JsonObject | null {
  if (rounds.every(({ parts }) => parts.length === 0)) return null;
  const lean = rounds.map((round) => ({ ...round, parts: round.parts.filter(({ kind }) => kind !== 'reasoning') }));
  const tries: readonly Omit<TurnRecord, 'usage'>[] = [
    { question, rounds },
    { question: null, rounds },
    { question: null, rounds: lean },
    { question: null, rounds: lean.slice(-1) },
  ];
  const records = tries.map((one) => ({
    maestro: version,
    question: one.question,
    earlier: one.rounds.slice(0, -1).flatMap(writeRound),
    parts: writeAnswer(one.rounds.at(-1)?.parts ?? []),
    usage: { ...usage },
  }));
  return records.find((record) => JSON.stringify(record).length <= maxLength) ?? null;
}

/** Reads the metadata of a result, trusting nothing in it; `null` for what is no record of ours. */
export function readTurn(metadata: unknown): TurnRecord | null {
  if (numberAt(metadata, 'maestro') !== version || !Array.isArray(member(metadata, 'parts'))) return null;
  const last: Round = { parts: readAnswer(metadata, 'parts'), next: null };
  const rounds = [...arrayAt(metadata, 'earlier').flatMap(readRound), last];
  return { question: stringAt(metadata, 'question'), rounds, usage: readUsage(objectAt(metadata, 'usage')) };
}

function writeRound({ parts, next }: Round): readonly JsonObject[] {
  if (next?.kind !== 'results') return [];
  const results = next.results.map((result) => ({ ...result, content: result.content.map((part) => ({ ...part })) }));
  return [{ parts: writeAnswer(parts), results }];
}

function readRound(value: Json): readonly Round[] {
  const results = readResults(value, 'results');
  return results === null ? [] : [{ parts: readAnswer(value, 'parts'), next: { kind: 'results', results } }];
}

function readUsage(kept: JsonObject): Usage {
  const tokens = (name: keyof Usage): number | null => numberAt(kept, name);
  return { input: tokens('input'), output: tokens('output'), cached: tokens('cached'), reasoning: tokens('reasoning') };
}
