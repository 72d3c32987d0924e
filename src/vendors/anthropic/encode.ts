import { below } from '../../core/baseUrl.ts';
import type { Account, ChatRequest, Credential } from '../../core/model.ts';
import type { HttpRequest } from '../../core/ports.ts';
import { encodeMessagesRequest } from '../../protocols/anthropicMessages/encode.ts';
import { apiHeaders, isToken } from './headers.ts';
import type { AnthropicSettings } from './settings.ts';

/** The whole request. The system block that a registration demands goes with tokens only: keys have no registration. */
export function encode(
  settings: AnthropicSettings,
  request: ChatRequest,
  account: Account,
  credential: Credential,
): HttpRequest {
  const issuer = { vendor: account.vendor, account: account.id, model: request.model.id };
  const preamble = isToken(credential) ? settings.systemPrompt : '';
  return {
    method: 'POST',
    url: below(settings.api, 'v1/messages'),
    headers: [...apiHeaders(settings, credential, 'text/event-stream'), ['content-type', 'application/json']],
    body: JSON.stringify(encodeMessagesRequest(request, issuer, preamble)),
  };
}
