import { cleanText } from '../cleanText.ts';
import { arrayAt, type Json, member, numberAt, parseJson, stringAt } from '../json.ts';
import { isImageType } from '../model.ts';
import type { Draft, KeptContext, UnaskedQuestion } from './draft.ts';
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

/** When that was written, and what; `null` for what is no such record, or a newer Maestro's. */
export function readDraftText(record: string): { readonly at: number; readonly text: string } | null {
  const value = parseJson(record);
  const text = stringAt(value, 'text');
  return text === null || !isKnown(value) ? null : { at: numberAt(value, 'at') ?? 0, text };
}

/** What goes with it and what waits, as JSON. What is too large is left out, and so is all that waits after it. */
export function writeDraftContext({ context, waiting }: Omit<Draft, 'text'>, at: number): string {
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
export function readDraftContext(record: string): { readonly at: number } & Omit<Draft, 'text'> {
  const parsed = parseJson(record);
  const value = isKnown(parsed) ? parsed : undefined;
  return {
    at: numberAt(value, 'at') ?? 0,
    context: arrayAt(value, 'context').flatMap(readOne),
    waiting: arrayAt(value, 'waiting').flatMap(readQuestion),
  };
}

function isKnown(value: Json | undefined): boolean {
  return numberAt(value, 'v') === version;
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
