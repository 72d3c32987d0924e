import { below } from '../../core/baseUrl.ts';
import type { Account, ChatRequest, Credential } from '../../core/model.ts';
import type { HttpRequest } from '../../core/ports.ts';
import { type Dialect, encodeChatRequest } from '../../protocols/openaiChat/encode.ts';
import { isNear } from './address.ts';
import { type Server, serverHeaders, serverOf } from './server.ts';
import type { CompatibleSettings } from './settings.ts';

/** What a server of one's own is given to load a model and to read a long prompt before the first word, in ms. */
const loadingMs = 600_000;

/** The whole request. */
export function encode(
  settings: CompatibleSettings,
  request: ChatRequest,
  account: Account,
  credential: Credential,
): HttpRequest {
  const server = serverOf(account, credential, settings.version);
  const issuer = { vendor: account.vendor, account: account.id, model: request.model.id };
  const body = encodeChatRequest(request, issuer, dialectOf(server, settings));
  // An answer that is not streamed is silent until it is whole.
  const patience = isNear(server.base) || body['stream'] !== true ? { patienceMs: loadingMs } : {};
  return {
    method: 'POST',
    url: below(server.base, 'chat/completions'),
    headers: serverHeaders(server, [
      ['Content-Type', 'application/json'],
      ['Accept', 'text/event-stream, application/json'],
    ]),
    body: JSON.stringify(body),
    ...patience,
  };
}

/** OpenRouter has one word for every model's thinking; Mistral's own service is alone in its rule for ids. */
function dialectOf({ preset, base }: Server, { leaveOut, streamWithTools }: CompatibleSettings): Dialect {
  return {
    effort: preset.id === 'openrouter' ? 'reasoning' : 'reasoning_effort',
    callIds: base.hostname.endsWith('.mistral.ai') ? 'nine' : 'usual',
    streamsCalls: streamWithTools,
    without: leaveOut,
  };
}
