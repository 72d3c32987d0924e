import { MaestroError } from '../../../core/failure.ts';
import { isObject, parseJson } from '../../../core/json.ts';
import { readBody } from '../../../core/readBody.ts';
import type { Call, ModelList } from '../../../core/vendor.ts';
import { explain } from '../failures.ts';
import type { Route } from '../route.ts';
import { readCatalogue } from './catalogue.ts';
import { readPlatformList } from './platform.ts';

/** Most of a list that is read, in bytes: the catalogue brings along long texts for its own program. */
const maxBytes = 4_000_000;

/** Asks for the models of an account; `unchanged` if the vendor says that `etag` still stands for them. Throws what its answer means. */
export async function listModels(route: Route, call: Call, etag: string | null): Promise<ModelList | 'unchanged'> {
  const url = route.models;
  const headers = [...route.headers, ...(etag === null ? [] : [['If-None-Match', etag] as const])];
  const response = await call.http.send({ method: 'GET', url, headers, body: null }, call.signal);
  const { status } = response;
  const text = await readBody(response.body, maxBytes);
  if (status === 304 && etag !== null) return 'unchanged';
  if (status !== 200) {
    const header = (name: string): string | null => response.header(name);
    throw new MaestroError(explain({ host: url.host, status, header, body: text }));
  }
  const body = parseJson(text);
  if (!isObject(body)) throw new MaestroError({ code: 'unreadable', detail: 'the list of models is not JSON' });
  const models = route.kind === 'platform' ? readPlatformList(body) : readCatalogue(body);
  return { models, etag: response.header('etag') };
}
