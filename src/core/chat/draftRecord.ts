import { cleanText } from '../cleanText.ts';
import { arrayAt, type Json, member, numberAt, parseJson, stringAt } from '../json.ts';
import { isImageType } from '../model.ts';
import { type Draft, type Edit, type KeptContext, readEdits, type UnaskedQuestion } from './draft.ts';
import { isAttachmentOrigin } from './turn.ts';

const version = 1;
/** Most of what is attached that is kept, in characters: some images, or the text of many files. */
const mostKept = 8_000_000;
const longestPlace = 4_096;
const base64Pattern = /^[A-Za-z0-9+/]+={0,2}$/;

/** What is being written, as JSON; `at` is when it was, in ms since the epoch. */
export function writeDraftText(text: string, at: number): string {
  return JSON.stringify({ v: version, at, text });
}

/** What was written; empty for what is no such record, or a newer Maestro's. */
export function readDraftText(record: string): string {
  return stringAt(known(record), 'text') ?? '';
}

/** What is being written in the place of earlier questions, as JSON. */
export function writeDraftEdits(edits: readonly Edit[], at: number): string {
  return JSON.stringify({ v: version, at, edits });
}

/** What {@link writeDraftEdits} has written, trusting nothing in it. */
export function readDraftEdits(record: string): readonly Edit[] {
  return readEdits(known(record));
}

/** When any of these records was written; 0 for what is none. */
export function writtenAt(record: string): number {
  return numberAt(known(record), 'at') ?? 0;
}

/** What goes with it and what waits, as JSON. What is too large is left out, and so is all that waits after it. */
export function writeDraftContext({ context, waiting }: Pick<Draft, 'context' | 'waiting'>, at: number): string {
  let left = mostKept;
  const fitting = (one: KeptContext): boolean => {
    const { length } = one.kind === 'place' ? one.place : one.kind === 'text' ? one.text : one.data;
    if (length > left) return false;
    left -= length;
    return true;
  };
  const kept = context.filter(fitting);
  const questions = waiting.map((question) => ({ ...question, context: question.context.filter(fitting) }));
  return JSON.stringify({ v: version, at, context: kept, waiting: questions });
}

/** What {@link writeDraftContext} has written, trusting nothing in it: what cannot be read is left out. */
export function readDraftContext(record: string): Pick<Draft, 'context' | 'waiting'> {
  const value = known(record);
  return {
    context: arrayAt(value, 'context').flatMap(readOne),
    waiting: arrayAt(value, 'waiting').flatMap(readQuestion),
  };
}

/** The record, if this Maestro knows its version. */
function known(record: string): Json | undefined {
  const value = parseJson(record);
  return numberAt(value, 'v') === version ? value : undefined;
}

function readQuestion(value: Json): readonly UnaskedQuestion[] {
  const text = stringAt(value, 'text') ?? '';
  return text.trim() === '' ? [] : [{ text, context: arrayAt(value, 'context').flatMap(readOne) }];
}

function readOne(value: Json): readonly KeptContext[] {
  const kind = stringAt(value, 'kind');
  const origin = member(value, 'origin');
  if (!isAttachmentOrigin(origin)) return [];
  const label = cleanText(stringAt(value, 'label') ?? '', 200);
  switch (kind) {
    case 'place': {
      const place = stringAt(value, 'place') ?? '';
      const isPlace = (origin === 'file' || origin === 'folder') && place !== '' && place.length <= longestPlace;
      return isPlace ? [{ kind, origin, place }] : [];
    }
    case 'text': {
      const text = stringAt(value, 'text');
      const [detail, title, language] = [shortAt(value, 'detail'), shortAt(value, 'title'), shortAt(value, 'language')];
      return text === null ? [] : [{ kind, origin, label, detail, title, language, text }];
    }
    case 'image': {
      const type = member(value, 'type');
      const data = stringAt(value, 'data') ?? '';
      return isImageType(type) && base64Pattern.test(data) ? [{ kind, origin, label, type, data }] : [];
    }
    default:
      return [];
  }
}

function shortAt(value: Json, key: string): string {
  return cleanText(stringAt(value, key) ?? '', 500);
}
