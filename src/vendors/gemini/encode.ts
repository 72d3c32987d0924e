import { below } from '../../core/baseUrl.ts';
import type { Account, ChatRequest, Credential } from '../../core/model.ts';
import type { HttpRequest } from '../../core/ports.ts';
import { encodeGeminiRequest } from '../../protocols/gemini/encode.ts';
import { apiHeaders, keyOf } from './headers.ts';
import type { GeminiSettings } from './settings.ts';

/** The whole request: `alt=sse` makes the answer an event stream instead of a list. */
export function encode(
  { api, version }: GeminiSettings,
  request: ChatRequest,
  account: Account,
  credential: Credential,
): HttpRequest {
  const { id, can } = request.model;
  const url = below(
    api,
    `models/${encodeURIComponent(id)}:${can.streaming ? 'streamGenerateContent' : 'generateContent'}`,
  );
  if (can.streaming) url.search = 'alt=sse';
  return {
    method: 'POST',
    url,
    headers: apiHeaders(version, keyOf(credential), 'body'),
    body: JSON.stringify(encodeGeminiRequest(request, account.id)),
  };
}
