import { readFileSync } from 'node:fs';
import { isObject, type Json, type JsonObject } from '../../src/core/json.ts';
import type { Fault } from './faults.ts';
import { isHostName } from './hosts.ts';
import { isFaultName } from './namedFaults.ts';
import { idTokenFaults } from './openai/idTokenFaults.ts';

type Check = (value: Json) => boolean;

const count: Check = (value) => typeof value === 'number' && Number.isInteger(value) && value >= 0;
const positive: Check = (value) => count(value) && value !== 0;
const text: Check = (value) => typeof value === 'string';
const status: Check = (value) => typeof value === 'number' && Number.isInteger(value) && value >= 200 && value <= 599;
const flag: Check = (value) => typeof value === 'boolean';
const anything: Check = () => true;
const texts: Check = (value) => Array.isArray(value) && value.every(text);
const textMap: Check = (value) => isObject(value) && Object.values(value).every(text);
const oneOf =
  (...words: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && words.includes(value);
const shape =
  (checks: Readonly<Record<string, Check>>, ...required: readonly string[]): Check =>
  (value) =>
    isObject(value) && wrongField(value, checks) === null && required.every((field) => field in value);

const where = { host: isHostName, path: text, times: positive };
const delays = { delayHeadersMs: count, delayBodyMs: count };
const cut = shape(
  { afterEvents: count, send: text, next: oneOf('go-on', 'end', 'fin', 'reset', 'hang') },
  'afterEvents',
  'next',
);
const tokens = shape({ omit: texts, set: isObject, idToken: oneOf(...idTokenFaults) });
const redirect = shape({ delayMs: count, omit: texts, set: textMap, add: textMap, stateSuffix: text });

/** The kinds of fault, each with all its fields. */
const kinds: readonly Readonly<Record<string, Check>>[] = [
  { ...where, named: isFaultName },
  { ...where, tokens },
  { ...where, redirect },
  {
    ...where,
    ...delays,
    status,
    headers: textMap,
    body: anything,
    hang: flag,
    reset: flag,
  },
  {
    ...where,
    ...delays,
    replay: (value) => typeof value === 'string' && isReadable(value),
    truncateAfterEvents: count,
    cut,
    chunkBytes: positive,
    keepOpen: flag,
    encoding: oneOf('gzip', 'deflate', 'br', 'zstd'),
    headers: textMap,
  },
];

/** The fault if the value is one, else a sentence that names what is wrong with it. A replayed file must be readable. */
export function readFault(value: Json | undefined): Fault | string {
  if (!isObject(value)) return 'A fault is a JSON object.';
  if (isFault(value)) return value;
  const wrongs = kinds.map((checks) => wrongField(value, checks)).filter((wrong) => wrong !== null);
  const common = wrongs.find((wrong) => wrongs.every((other) => other === wrong));
  return `No fault has these fields together with these values${common === undefined ? '' : `: look at "${common}"`}.`;
}

function isFault(value: JsonObject): value is JsonObject & Fault {
  return kinds.some((checks) => wrongField(value, checks) === null);
}

function wrongField(value: JsonObject, checks: Readonly<Record<string, Check>>): string | null {
  for (const [field, content] of Object.entries(value)) {
    const check = Object.hasOwn(checks, field) ? checks[field] : undefined;
    if (check === undefined || !check(content)) return field;
  }
  return null;
}

function isReadable(path: string): boolean {
  try {
    readFileSync(path);
    return true;
  } catch {
    return false;
  }
}
