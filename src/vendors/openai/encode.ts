import type { Account, ChatRequest, Credential } from '../../core/model.ts';
import type { HttpRequest } from '../../core/ports.ts';
import { encodeResponsesRequest } from '../../protocols/openaiResponses/encode.ts';
import { routeOf } from './route.ts';
import type { OpenAiSettings } from './settings.ts';

/** Models that know no verbosity but the middle one: those before GPT-5, and the ones made for code or for ChatGPT itself. */
const oneVerbosity = /^(gpt-[34]|o\d|codex-|chatgpt-|gpt-5(\.\d+)?-(codex|chat-latest))/;
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
  const asked: ChatRequest = oneVerbosity.test(id) ? { ...request, verbosity: 'medium' } : request;
  const body = encodeResponsesRequest(asked, issuer, {
    summaries: settings.reasoningSummaries,
    parallelCalls: !oneCallAtATime.test(id),
  });
  return { method: 'POST', url: responses, headers, body: JSON.stringify(body) };
}
