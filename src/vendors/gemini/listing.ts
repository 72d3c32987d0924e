import { below } from '../../core/baseUrl.ts';
import { MaestroError } from '../../core/failure.ts';
import { isObject, type JsonObject, parseJson } from '../../core/json.ts';
import type { HttpRequest, HttpResponse } from '../../core/ports.ts';
import { readBody } from '../../core/readBody.ts';
import type { Secret } from '../../core/secret.ts';
import type { Call } from '../../core/vendor.ts';
import { explainWebPage } from '../../core/webPage.ts';
import { explain } from './failures.ts';
import { apiHeaders } from './headers.ts';
import type { GeminiSettings } from './settings.ts';

/** Longest page that is read, in bytes: a thousand models take about half of it. */
const maxBytes = 2_000_000;

export interface Asked {
  readonly pageSize: number;
  /** Which page; `null` for the first. */
  readonly pageToken: string | null;
  /** The tag of a page that is known (RFC 9110 section 13.1.2). */
  readonly etag: string | null;
}

/**
 * One page of `GET models` (Gemini API reference, models.list) and its tag; `unchanged` if it is the one that is known. Throws
 * what Google's answer means where it is neither.
 */
export async function askForModels(
  { api, version }: GeminiSettings,
  key: Secret,
  { http, signal }: Call,
  { pageSize, pageToken, etag }: Asked,
): Promise<{ readonly body: JsonObject; readonly etag: string | null } | 'unchanged'> {
  const url = below(api, 'models');
  url.search = `pageSize=${pageSize}${pageToken === null ? '' : `&pageToken=${encodeURIComponent(pageToken)}`}`;
  const condition = etag === null ? [] : [['If-None-Match', etag] as const];
  const request: HttpRequest = {
    method: 'GET',
    url,
    headers: [...apiHeaders(version, key, 'no-body'), ...condition],
    body: null,
  };
  const response = await http.send(request, signal);
  if (response.status === 304 && etag !== null) {
    response.discard();
    return 'unchanged';
  }
  if (response.status >= 300 && response.status < 400) throw redirected(url, response);
  const text = await readBody(response.body, maxBytes);
  const header = (name: string): string | null => response.header(name);
  const answer = { host: url.host, status: response.status, header, body: text };
  if (response.status !== 200) throw new MaestroError(explain(answer));
  const body = parseJson(text);
  if (isObject(body)) return { body, etag: header('etag') };
  throw new MaestroError(explainWebPage(answer) ?? { code: 'unreadable', detail: 'the list of models is none' });
}

function redirected({ host }: URL, response: HttpResponse): MaestroError {
  response.discard();
  return new MaestroError({ code: 'redirected', host, to: 'another address' });
}
