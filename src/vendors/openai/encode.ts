import type { Account, ChatRequest, Credential } from '../../core/model.ts';
import type { HttpRequest } from '../../core/ports.ts';
import { encodeResponsesRequest } from '../../protocols/openaiResponses/encode.ts';
import { routeOf } from './route.ts';
import type { OpenAiSettings } from './settings.ts';

/** Models that call one tool after the other, and refuse to be told so. */
const oneCallAtATime = /^o\d/;

/** The whole request, without what OpenAI refuses for the model. */
export function encode(
  settings: OpenAiSettings,
  request: ChatRequest,
  account: Account,
  credential: Credential,
): HttpRequest {
  const { responses, headers } = routeOf(settings, account, credential);
  const { id } = request.model;
  const issuer = { vendor: account.vendor, account: account.id, model: id };
  const body = encodeResponsesRequest(request, issuer, {
    summaries: settings.reasoningSummaries,
    parallelCalls: !oneCallAtATime.test(id),
  });
  return { method: 'POST', url: responses, headers, body: JSON.stringify(body) };
}
