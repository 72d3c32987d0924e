import { cleanText } from '../cleanText.ts';
import { arrayAt, type Json, member, numberAt, objectAt, parseJson, stringAt } from '../json.ts';
import {
  accountId,
  conversationId,
  type EpochMs,
  epochMs,
  modelId,
  type RunId,
  runId,
  type TurnId,
  turnId,
  vendorId,
} from '../model.ts';
import type { Outcome, StopReason, Usage } from '../parts.ts';
import { type Entry, maxCount } from './entry.ts';
import { readFailure } from './failureRecord.ts';
import { readContentParts, readResults, readUserPart, writeContentPart } from './partRecord.ts';
import { cleanTitle } from './title.ts';
import { type Answerer, isAttachmentOrigin } from './turn.ts';

const version = 1;
const idPattern = /^[\w-]{22}$/;
const hashPattern = /^[\w-]{43}$/;
const stopReasons: readonly StopReason[] = ['stop', 'length', 'tool-calls', 'refused'];
const longestName = 200;
/** The last moment that a date can be (ECMA-262, time values). */
const lastMs = 8.64e15;

export type EntryResult =
  | { readonly kind: 'ok'; readonly entry: Entry }
  /** Of a kind that this version does not know: kept where it is, and passed over. */
  | { readonly kind: 'unknown' }
  /** The journal was begun by a newer Maestro: to be left alone. */
  | { readonly kind: 'newer' }
  | { readonly kind: 'broken' };

/** Whether it can be the id of a conversation, a turn or a run; that of a conversation becomes the name of a file. */
export function isId(text: string): boolean {
  return idPattern.test(text);
}

/** An entry as one line of JSON, without a line break. */
export function writeEntry(entry: Entry): string {
  if (entry.kind === 'begun') return JSON.stringify({ ...entry, v: version });
  return JSON.stringify(entry.kind === 'said' ? { ...entry, parts: entry.parts.map(writeContentPart) } : entry);
}

/** Reads a line, trusting nothing in it. */
export function readEntry(line: string): EntryResult {
  const value = parseJson(line);
  return value === undefined ? { kind: 'broken' } : readEntryValue(value);
}

/** The same for a line that is parsed already. */
export function readEntryValue(value: Json): EntryResult {
  const kind = stringAt(value, 'kind');
  if (kind === null) return { kind: 'broken' };
  if (kind === 'begun' && (numberAt(value, 'v') ?? 0) > version) return { kind: 'newer' };
  const entry = readKind(kind, value);
  if (entry === undefined) return { kind: 'unknown' };
  return entry === null ? { kind: 'broken' } : { kind: 'ok', entry };
}

/** `undefined` for a kind that is not known, `null` for one that is not whole. */
function readKind(kind: string, value: Json): Entry | null | undefined {
  switch (kind) {
    case 'begun': {
      const conversation = idAt(value, 'conversation');
      const at = timeAt(value, 'at');
      return conversation === null || at === null ? null : { kind, conversation: conversationId(conversation), at };
    }
    case 'attached': {
      const hash = hashAt(value);
      const content = readUserPart(member(value, 'content'));
      return hash === null || content === null ? null : { kind, hash, content };
    }
    case 'asked':
      return readAsked(value);
    case 'chosen': {
      const turn = turnAt(value, 'turn');
      const order = countAt(value, 'order');
      return turn === null || order === null ? null : { kind, turn, order };
    }
    case 'titled': {
      const title = cleanTitle(stringAt(value, 'title') ?? '');
      const order = countAt(value, 'order');
      return title === '' || order === null ? null : { kind, title, order };
    }
    case 'account': {
      const account = nameAt(value, 'account');
      const model = nameAt(value, 'model');
      const order = countAt(value, 'order');
      if (order === null) return null;
      return {
        kind,
        account: account === '' ? null : accountId(account),
        model: model === '' ? null : modelId(model),
        order,
      };
    }
    default:
      return readRunKind(kind, value);
  }
}

function readAsked(value: Json): Entry | null {
  const turn = turnAt(value, 'turn');
  const order = countAt(value, 'order');
  const at = timeAt(value, 'at');
  const text = stringAt(value, 'text');
  if (turn === null || order === null || at === null || text === null) return null;
  const attachments = arrayAt(value, 'attachments').flatMap((one) => {
    const hash = hashAt(one);
    const origin = member(one, 'origin');
    const name = nameAt(one, 'name');
    if (hash === null) return [];
    return [
      { name, origin: isAttachmentOrigin(origin) ? origin : 'other', place: stringAt(one, 'place'), hash } as const,
    ];
  });
  const parent = turnAt(value, 'parent');
  const answerer = readAnswerer(member(value, 'answerer'));
  return { kind: 'asked', turn, parent, order, at, answerer, text, attachments };
}

function readRunKind(kind: string, value: Json): Entry | null | undefined {
  const run = runAt(value);
  const step = countAt(value, 'step');
  const at = timeAt(value, 'at');
  const answerer = readAnswerer(member(value, 'answerer'));
  switch (kind) {
    case 'resumed': {
      const turn = turnAt(value, 'turn');
      const order = countAt(value, 'order');
      if (run === null || turn === null || order === null || at === null) return null;
      return { kind, turn, run, order, at, answerer };
    }
    case 'answerer':
      return run === null || answerer === null ? null : { kind, run, answerer };
    case 'said':
      return run === null || step === null ? null : { kind, run, step, parts: readContentParts(value, 'parts') };
    case 'results': {
      const results = readResults(value, 'results');
      return run === null || step === null || results === null ? null : { kind, run, step, results };
    }
    case 'ended': {
      const outcome = readOutcome(member(value, 'outcome'));
      if (run === null || at === null || outcome === null) return null;
      const usage = readUsage(member(value, 'usage'));
      return { kind, run, at, outcome, usage, reasoningMs: numberAt(value, 'reasoningMs') };
    }
    default:
      return undefined;
  }
}

function readAnswerer(value: Json | undefined): Answerer | null {
  const vendor = stringAt(value, 'vendor');
  if (vendor === null) return null;
  const account = stringAt(objectAt(value, 'account'), 'id');
  const model = stringAt(objectAt(value, 'model'), 'id');
  const steppedIn = cleanText(stringAt(value, 'steppedIn') ?? '');
  return {
    vendor: vendorId(vendor),
    account: account === null ? null : { id: accountId(account), label: nameAt(objectAt(value, 'account'), 'label') },
    model: model === null ? null : { id: modelId(model), label: nameAt(objectAt(value, 'model'), 'label') },
    steppedIn: steppedIn === '' ? null : steppedIn,
  };
}

function readOutcome(value: Json | undefined): Outcome | null {
  switch (stringAt(value, 'kind')) {
    case 'complete':
      return { kind: 'complete', reason: stopReasons.find((one) => one === stringAt(value, 'reason')) ?? 'stop' };
    case 'cancelled':
      return { kind: 'cancelled' };
    case 'failed':
      return { kind: 'failed', failure: readFailure(member(value, 'failure')) };
    default:
      return null;
  }
}

function readUsage(value: Json | undefined): Usage {
  const tokens = (key: string): number | null => numberAt(value, key);
  return { input: tokens('input'), output: tokens('output'), cached: tokens('cached'), reasoning: tokens('reasoning') };
}

function idAt(value: Json, key: string): string | null {
  const id = stringAt(value, key);
  return id !== null && isId(id) ? id : null;
}

function turnAt(value: Json, key: string): TurnId | null {
  const id = idAt(value, key);
  return id === null ? null : turnId(id);
}

function runAt(value: Json): RunId | null {
  const id = idAt(value, 'run');
  return id === null ? null : runId(id);
}

function hashAt(value: Json): string | null {
  const hash = stringAt(value, 'hash');
  return hash !== null && hashPattern.test(hash) ? hash : null;
}

function nameAt(value: Json, key: string): string {
  return cleanText(stringAt(value, key) ?? '', longestName);
}

/** A whole number from 1 to what no conversation of a person comes to. */
function countAt(value: Json, key: string): number | null {
  const count = numberAt(value, key);
  return count !== null && Number.isInteger(count) && count > 0 && count <= maxCount ? count : null;
}

function timeAt(value: Json, key: string): EpochMs | null {
  const ms = numberAt(value, key);
  return ms === null || ms < 0 || ms > lastMs ? null : epochMs(ms);
}
