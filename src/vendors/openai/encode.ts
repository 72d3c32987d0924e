import { below } from '../../core/baseUrl.ts';
import { MaestroError } from '../../core/failure.ts';
import type { Account, ChatRequest, Credential } from '../../core/model.ts';
import type { HttpRequest } from '../../core/ports.ts';
import { encodeResponsesRequest } from '../../protocols/openaiResponses/encode.ts';
import { chatgptHeaders, platformHeaders } from './headers.ts';
import type { OpenAiSettings } from './settings.ts';

/** The whole request: an OAuth session goes to the ChatGPT backend, an exchanged key to the platform API. */
export function encode(
  settings: OpenAiSettings,
  request: ChatRequest,
  account: Account,
  credential: Credential,
): HttpRequest {
  const body = JSON.stringify(encodeResponsesRequest(request));
  const { version } = settings;
  switch (credential.kind) {
    case 'oauth':
      if (account.workspace === null) throw new MaestroError({ code: 'credential-rejected' });
      return {
        method: 'POST',
        url: below(settings.chatgpt, 'codex/responses'),
        headers: chatgptHeaders(version, credential.tokens.access, account.workspace),
        body,
      };
    case 'exchanged-key':
      return {
        method: 'POST',
        url: below(settings.api, 'responses'),
        headers: platformHeaders(version, credential.key, credential.organization, credential.project),
        body,
      };
    default:
      return credential satisfies never;
  }
}
