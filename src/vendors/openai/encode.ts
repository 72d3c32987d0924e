import type { Account, ChatRequest, Credential } from '../../core/model.ts';
import type { HttpRequest } from '../../core/ports.ts';
import { encodeResponsesRequest } from '../../protocols/openaiResponses/encode.ts';
import { routeOf } from './route.ts';
import type { OpenAiSettings } from './settings.ts';

/** The whole request. Models before GPT-5 know no verbosity but the middle one, and refuse the others. */
export function encode(
  settings: OpenAiSettings,
  request: ChatRequest,
  account: Account,
  credential: Credential,
): HttpRequest {
  const { responses, headers } = routeOf(settings, account, credential);
  const { id } = request.model;
  const issuer = { vendor: account.vendor, account: account.id, model: id };
  const asked: ChatRequest = /^(gpt-[34]|o\d)/.test(id) ? { ...request, verbosity: 'medium' } : request;
  const body = encodeResponsesRequest(asked, issuer, settings.reasoningSummaries);
  return { method: 'POST', url: responses, headers, body: JSON.stringify(body) };
}
