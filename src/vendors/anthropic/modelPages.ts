import { below } from '../../core/baseUrl.ts';
import { MaestroError } from '../../core/failure.ts';
import { arrayAt, isObject, type Json, member, parseJson, stringAt } from '../../core/json.ts';
import type { Credential } from '../../core/model.ts';
import { readBody } from '../../core/readBody.ts';
import type { Call } from '../../core/vendor.ts';
import { explainWebPage } from '../../core/webPage.ts';
import { explain } from './failures.ts';
import { apiHeaders } from './headers.ts';
import type { AnthropicSettings } from './settings.ts';

const maxBytes = 4_000_000;

/** Where in the list to begin, how many models to give, and the list that is known. */
export interface PageRequest {
  readonly limit: number;
  readonly after?: string;
  readonly etag?: string | null;
}

export interface ModelPage {
  readonly models: readonly Json[];
  /** The id after which the next page begins; `null` if this is the last. */
  readonly next: string | null;
  readonly etag: string | null;
}

/**
 * One page of `GET /v1/models` (Anthropic API reference, List models); `unchanged` if `etag` still stands. Throws what the
 * answer means, and `unreadable`.
 */
export async function askForModels(
  settings: AnthropicSettings,
  credential: Credential,
  call: Call,
  { limit, after, etag = null }: PageRequest,
): Promise<ModelPage | 'unchanged'> {
  const url = below(settings.api, 'v1/models');
  url.searchParams.set('limit', String(limit));
  if (after !== undefined) url.searchParams.set('after_id', after);
  const known = etag === null ? [] : [['if-none-match', etag] as const];
  const headers = [...apiHeaders(settings, credential, 'application/json'), ...known];
  const response = await call.http.send({ method: 'GET', url, headers, body: null }, call.signal);
  const { status } = response;
  const header = (name: string): string | null => response.header(name);
  if (status === 304 && etag !== null) {
    response.discard();
    return 'unchanged';
  }
  const answer = { host: url.host, status, header, body: await readBody(response.body, maxBytes) };
  if (status !== 200) throw new MaestroError(explain(answer));
  const body = parseJson(answer.body);
  if (!isObject(body)) {
    const unreadable = { code: 'unreadable', detail: 'the list of models is not JSON' } as const;
    throw new MaestroError(explainWebPage(answer) ?? unreadable);
  }
  const next = member(body, 'has_more') === true ? stringAt(body, 'last_id') : null;
  return { models: arrayAt(body, 'data'), next, etag: header('etag') };
}
