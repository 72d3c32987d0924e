import { arrayAt, isObject, type Json, type JsonObject, member, numberAt, objectAt, stringAt } from '../json.ts';
import { callId, isImageType, isNonEmpty, type NonEmpty, type ToolResult, type UserPart } from '../model.ts';
import type { ContentPart } from '../parts.ts';
import { webSource } from '../source.ts';
import { readReplay } from './answerRecord.ts';
import { boundedObject } from './jsonDepth.ts';

/** Most blocks of an answer: those of an agent's rounds are numbered on (faults WV-51). */
const maxBlocks = 100_000;
const base64Pattern = /^[A-Za-z0-9+/]*={0,2}$/;

/** A piece of an answer as plain JSON. */
export function writeContentPart(part: ContentPart): ContentPart {
  return part.kind === 'tool-call' ? { ...part, input: boundedObject(part.input) } : part;
}

/** Reads pieces of an answer, trusting nothing in them: what cannot be read is left out. */
export function readContentParts(record: unknown, key: string): readonly ContentPart[] {
  return arrayAt(record, key).flatMap(readContentPart);
}

/** Reads what a person or a tool gave; `null` if it is neither a text nor an image of a known type. */
export function readUserPart(value: Json | undefined): UserPart | null {
  const text = stringAt(value, 'text');
  const data = stringAt(value, 'data');
  const type = member(value, 'type');
  switch (stringAt(value, 'kind')) {
    case 'text':
      return text === null ? null : { kind: 'text', text };
    case 'image':
      return data === null || !isImageType(type) || !base64Pattern.test(data) ? null : { kind: 'image', type, data };
    default:
      return null;
  }
}

/** Reads the results of calls; `null` if there is none. */
export function readResults(record: unknown, key: string): NonEmpty<ToolResult> | null {
  const results = arrayAt(record, key).flatMap((value): readonly ToolResult[] => {
    const call = stringAt(value, 'call');
    const content = arrayAt(value, 'content').flatMap((one) => readUserPart(one) ?? []);
    if (call === null || !isNonEmpty(content)) return [];
    return [{ call: callId(call), content, failed: member(value, 'failed') === true }];
  });
  return isNonEmpty(results) ? results : null;
}

function readContentPart(value: Json): readonly ContentPart[] {
  const block = numberAt(value, 'block');
  if (block === null || !Number.isInteger(block) || block < 0 || block >= maxBlocks) return [];
  const kind = stringAt(value, 'kind');
  const delta = stringAt(value, 'delta');
  const replay = readReplay(member(value, 'replay'));
  switch (kind) {
    case 'text':
      return delta === null ? [] : [{ kind, block, delta, ...(replay === null ? {} : { replay }) }];
    case 'reasoning':
      return delta === null ? [] : [{ kind, block, delta, replay }];
    case 'citation': {
      const source = objectAt(value, 'source');
      const found = webSource(stringAt(source, 'url') ?? '', stringAt(source, 'title'));
      return found === null ? [] : [{ kind, block, source: found }];
    }
    case 'tool-input':
    case 'tool-call':
      return readCall(kind, block, value);
    default:
      return [];
  }
}

function readCall(kind: 'tool-input' | 'tool-call', block: number, value: JsonObject | Json): readonly ContentPart[] {
  const call = stringAt(value, 'call');
  const tool = stringAt(value, 'tool');
  if (call === null || tool === null) return [];
  const named = { block, call: callId(call), tool };
  if (kind === 'tool-input') return [{ kind, ...named, delta: stringAt(value, 'delta') ?? '' }];
  const input = member(value, 'input');
  const replay = readReplay(member(value, 'replay'));
  if (!isObject(input)) return [];
  return [{ kind, ...named, input: boundedObject(input), ...(replay === null ? {} : { replay }) }];
}
