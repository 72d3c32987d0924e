import { arrayAt, isObject, type Json, member, numberAt, objectAt, parseJson, stringAt } from '../json.ts';
import { type EpochMs, epochMs, isEffort, type Model, modelId, type Reasoning, vendorId } from '../model.ts';

/** What is remembered of an account's models between two sessions. */
export interface ModelRecord {
  readonly models: readonly Model[];
  readonly etag: string | null;
  readonly fetchedAt: EpochMs;
}

const version = 2;
const controls = ['effort', 'adaptive', 'budget', 'level'] as const;

export function writeModels(record: ModelRecord): string {
  return JSON.stringify({ v: version, ...record });
}

/** Reads a remembered list, trusting nothing in it; `null` if it cannot be used. */
export function readModels(text: string): ModelRecord | null {
  const root = parseJson(text);
  const fetchedAt = numberAt(root, 'fetchedAt');
  if (numberAt(root, 'v') !== version || fetchedAt === null) return null;
  const models = arrayAt(root, 'models').map(readModel);
  if (!models.every((model) => model !== null)) return null;
  return { models, etag: stringAt(root, 'etag'), fetchedAt: epochMs(fetchedAt) };
}

function readModel(value: Json): Model | null {
  const vendor = stringAt(value, 'vendor');
  const id = stringAt(value, 'id');
  const label = stringAt(value, 'label');
  if (vendor === null || id === null || label === null) return null;
  const limits = objectAt(value, 'limits');
  const can = objectAt(value, 'can');
  return {
    vendor: vendorId(vendor),
    id: modelId(id),
    label,
    limits: { inputTokens: numberAt(limits, 'inputTokens'), outputTokens: numberAt(limits, 'outputTokens') },
    can: {
      streaming: member(can, 'streaming') === true,
      tools: member(can, 'tools') === true,
      images: member(can, 'images') === true,
      verbosity: member(can, 'verbosity') === true,
    },
    reasoning: readReasoning(member(value, 'reasoning')),
    price: readPrice(member(value, 'price')),
  };
}

function readReasoning(value: Json | undefined): Reasoning | null {
  if (!isObject(value)) return null;
  const usual = member(value, 'usual');
  const control = controls.find((one) => one === member(value, 'control'));
  if (control === undefined) return null;
  return { efforts: arrayAt(value, 'efforts').filter(isEffort), usual: isEffort(usual) ? usual : null, control };
}

function readPrice(value: Json | undefined): Model['price'] {
  const input = numberAt(value, 'input');
  const output = numberAt(value, 'output');
  return input === null || output === null ? null : { input, output };
}
