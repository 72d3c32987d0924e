import { readAnswer, writeAnswer } from '../../core/chat/answerRecord.ts';
import { type JsonObject, member, numberAt, stringAt } from '../../core/json.ts';
import type { AssistantPart } from '../../core/model.ts';

/** What is kept of a turn with its result, so that the next request can say exactly what was said. */
export interface TurnRecord {
  /** The question as it was sent, what it refers to included; `null` where that was too long to keep. */
  readonly question: string | null;
  readonly parts: readonly AssistantPart[];
}

const version = 1;
/** Longest record of a turn, in characters of JSON: VS Code stores them with the conversation. */
const maxLength = 250_000;

/**
 * The record as the metadata of a result. One that is too long is kept without what the question refers to, then without
 * reasoning as well; `null` where even that is too long, or there was no answer.
 */
export function writeTurn({ question, parts }: TurnRecord): JsonObject | null {
  if (parts.length === 0) return null;
  const lean = parts.filter(({ kind }) => kind !== 'reasoning');
  const tries: readonly TurnRecord[] = [
    { question, parts },
    { question: null, parts },
    { question: null, parts: lean },
  ];
  const records = tries.map((one) => ({ maestro: version, question: one.question, parts: writeAnswer(one.parts) }));
  return records.find((record) => JSON.stringify(record).length <= maxLength) ?? null;
}

/** Reads the metadata of a result, trusting nothing in it; `null` for what is no record of ours. */
export function readTurn(metadata: unknown): TurnRecord | null {
  if (numberAt(metadata, 'maestro') !== version || !Array.isArray(member(metadata, 'parts'))) return null;
  return { question: stringAt(metadata, 'question'), parts: readAnswer(metadata, 'parts') };
}
