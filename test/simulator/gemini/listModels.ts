import { json, type Reply } from '../reply.ts';
import { modelInfo, type SimulatedModel } from './catalogue.ts';
import { invalid } from './refusal.ts';

/** What the list is made of, and how long a page of it may be. */
export interface Listed {
  readonly models: readonly SimulatedModel[];
  readonly pageLimit: number;
}

const token = /^page-(\d+)$/;

/** `GET models` (Gemini API reference, models.list): page by page, the token of the next one with each but the last. */
export function listModels(query: URLSearchParams, { models, pageLimit }: Listed): Reply {
  const unknown = [...query.keys()].find((name) => name !== 'pageSize' && name !== 'pageToken');
  if (unknown !== undefined) return invalid(`Invalid JSON payload received. Unknown name "${unknown}".`);
  const size = Number(query.get('pageSize') ?? 50);
  if (!Number.isInteger(size) || size < 1 || size > 1_000) return invalid('Invalid value at page_size.');
  const pageToken = query.get('pageToken');
  const from = pageToken === null ? 0 : Number(token.exec(pageToken)?.[1] ?? Number.NaN);
  if (Number.isNaN(from)) return invalid('Invalid page token.');
  const to = from + Math.min(size, pageLimit);
  const next = to < models.length ? { nextPageToken: `page-${to}` } : {};
  return json(200, { models: models.slice(from, to).map(modelInfo), ...next });
}
