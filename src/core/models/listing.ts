import { errorAnswer } from '../errorAnswer.ts';
import { type Failure, MaestroError } from '../failure.ts';
import { isObject, type JsonObject, parseJson } from '../json.ts';
import type { HttpRequest } from '../ports.ts';
import { readBody } from '../readBody.ts';
import { redirection } from '../redirection.ts';
import type { Call, ErrorAnswer } from '../vendor.ts';
import { explainWebPage } from '../webPage.ts';

/** Most of a list that is read, in bytes: some bring along long texts that are for the vendor's own programs. */
const maxBytes = 4_000_000;

/** A list of models, or a page of one, and its tag. */
export interface Listing {
  readonly body: JsonObject;
  readonly etag: string | null;
}

/**
 * Asks for a list of models; `unchanged` if the vendor says that the one with this `etag`, which the request names, still
 * stands (RFC 9110 section 13.1.2). Throws what `explain` makes of another answer, `redirected`, `web-page` and `unreadable`.
 */
export async function askForListing(
  request: HttpRequest,
  etag: string | null,
  { http, signal }: Call,
  explain: (answer: ErrorAnswer) => Failure,
): Promise<Listing | 'unchanged'> {
  const response = await http.send(request, signal);
  if (response.status === 304 && etag !== null) {
    response.discard();
    return 'unchanged';
  }
  const elsewhere = redirection(request.url, response);
  if (elsewhere !== null) throw new MaestroError(elsewhere);
  const answer = errorAnswer(request.url.host, response, await readBody(response.body, maxBytes));
  if (answer.status !== 200) throw new MaestroError(explain(answer));
  const body = parseJson(answer.body);
  if (isObject(body)) return { body, etag: answer.header('etag') };
  const unreadable = { code: 'unreadable', detail: 'the list of models is no JSON object' } as const;
  throw new MaestroError(explainWebPage(answer) ?? unreadable);
}
