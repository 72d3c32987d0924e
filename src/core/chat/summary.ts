import { cleanText } from '../cleanText.ts';
import { arrayAt, type Json, numberAt, parseJson, stringAt } from '../json.ts';
import { type ConversationId, conversationId, type EpochMs, epochMs } from '../model.ts';
import { isId } from './entryRecord.ts';
import { cleanTitle } from './title.ts';
import type { TreeReader } from './tree.ts';
import { answerParts } from './turn.ts';

/** A conversation as a list shows it. */
export interface Summary {
  readonly id: ConversationId;
  readonly title: string;
  readonly updatedAt: EpochMs;
  /** How many questions it has, all branches counted. */
  readonly turns: number;
  /** The beginning of its last answer, or of its last question where that has none. */
  readonly preview: string;
}

/** A summary and how long the journal was that it is of, in bytes. */
export interface IndexRow extends Summary {
  readonly bytes: number;
}

const version = 1;
const previewLength = 160;

export function summarise(id: ConversationId, tree: TreeReader): Summary {
  const last = tree.path.at(-1);
  const turn = last === undefined ? null : tree.turn(last);
  const said = turn === null ? [] : answerParts(turn);
  const answer = said.map((part) => (part.kind === 'text' ? cleanText(part.text, previewLength) : '')).find(Boolean);
  const preview = answer ?? cleanText(turn?.question.text ?? '', previewLength);
  return { id, title: tree.title, updatedAt: tree.updatedAt, turns: tree.size, preview };
}

/** The newest first. */
export function newestFirst(a: Summary, b: Summary): number {
  return b.updatedAt - a.updatedAt || (a.id < b.id ? -1 : 1);
}

export function writeIndex(rows: readonly IndexRow[]): string {
  return JSON.stringify({ v: version, rows });
}

/** Reads an index, trusting nothing in it. It can be made anew, so one that cannot be used is an empty one. */
export function readIndex(text: string): readonly IndexRow[] {
  const root = parseJson(text);
  return numberAt(root, 'v') === version ? arrayAt(root, 'rows').flatMap(readRow) : [];
}

function readRow(value: Json): readonly IndexRow[] {
  const id = stringAt(value, 'id') ?? '';
  const updatedAt = numberAt(value, 'updatedAt');
  const turns = numberAt(value, 'turns');
  const bytes = numberAt(value, 'bytes');
  if (!isId(id) || updatedAt === null || turns === null || bytes === null) return [];
  const title = cleanTitle(stringAt(value, 'title') ?? '');
  const preview = cleanText(stringAt(value, 'preview') ?? '', previewLength);
  return [{ id: conversationId(id), title, updatedAt: epochMs(updatedAt), turns, preview, bytes }];
}
