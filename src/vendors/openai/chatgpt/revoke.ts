import { below } from '../../../core/baseUrl.ts';
import type { OAuthTokens } from '../../../core/model.ts';
import type { Revocation } from '../../../core/vendor.ts';
import { sendRevocation } from '../sendRevocation.ts';
import type { OpenAiSettings } from '../settings.ts';

/**
 * Ends the session at OpenAI, by its refresh token where there is one. It is reported to end every sign-in of the same
 * person with this client, on other computers too (openai/codex#22577).
 */
export function chatgptRevocation(
  settings: () => OpenAiSettings,
  { refresh, access, clientId }: OAuthTokens,
): Revocation {
  const body =
    refresh === null
      ? access.map((token) => JSON.stringify({ token, token_type_hint: 'access_token' }))
      : refresh.map((token) => JSON.stringify({ token, token_type_hint: 'refresh_token', client_id: clientId }));
  return {
    detail: 'May sign you out of Codex and other programs too, on every computer.',
    send: (call) =>
      sendRevocation(
        {
          method: 'POST',
          url: below(settings().auth, 'oauth/revoke'),
          headers: [['Content-Type', 'application/json']],
          body,
        },
        call,
      ),
  };
}
