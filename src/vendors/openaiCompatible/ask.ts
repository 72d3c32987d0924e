import { errorAnswer } from '../../core/errorAnswer.ts';
import { MaestroError } from '../../core/failure.ts';
import { type Json, type JsonObject, parseJson } from '../../core/json.ts';
import type { Headers } from '../../core/ports.ts';
import { readBody } from '../../core/readBody.ts';
import { redirection } from '../../core/redirection.ts';
import type { Call, ErrorAnswer } from '../../core/vendor.ts';
import { type Server, serverHeaders } from './server.ts';

/** Longest answer that is read, in bytes: OpenRouter's list of models is about one megabyte. */
const maxBytes = 8_000_000;

export interface Asked {
  /** Posted as JSON; `null` for a GET. */
  readonly post: JsonObject | null;
  /** The tag of an answer that is known (RFC 9110 section 13.1.2). */
  readonly etag: string | null;
}

export interface Answered extends ErrorAnswer {
  /** `undefined` if the body is not JSON. */
  readonly json: Json | undefined;
}

/**
 * Asks a server for something that is not an answer of a model. Throws `redirected`: where it would send us, nobody
 * has asked.
 */
export async function ask(
  server: Server,
  url: URL,
  { http, signal }: Call,
  { post, etag }: Asked = { post: null, etag: null },
): Promise<Answered> {
  const more: Headers = [
    ...(post === null ? [] : [['Content-Type', 'application/json'] as const]),
    ['Accept', 'application/json'],
    ...(etag === null ? [] : [['If-None-Match', etag] as const]),
  ];
  const method = post === null ? 'GET' : 'POST';
  const body = post === null ? null : JSON.stringify(post);
  const response = await http.send({ method, url, headers: serverHeaders(server, more), body }, signal);
  const elsewhere = redirection(url, response);
  if (elsewhere !== null) throw new MaestroError(elsewhere);
  const text = await readBody(response.body, maxBytes);
  return { ...errorAnswer(url.host, response, text), json: parseJson(text) };
}
