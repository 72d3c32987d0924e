import { formPost } from '../../../core/auth/token.ts';
import { below } from '../../../core/baseUrl.ts';
import type { OAuthTokens } from '../../../core/model.ts';
import type { Revocation } from '../../../core/vendor.ts';
import { sendRevocation } from '../sendRevocation.ts';
import type { OpenAiSettings } from '../settings.ts';

/** Ends the renewals of the session; its access token lives on for its hour at most. `null` if there is nothing to end. */
export function sharingRevocation(
  settings: () => OpenAiSettings,
  { refresh, clientId }: OAuthTokens,
): Revocation | null {
  if (refresh === null) return null;
  return {
    detail: 'It ends within the hour; nothing else does.',
    async send(call) {
      const request = formPost(below(settings().auth, 'api/accounts/oauth/revoke'), [
        ['token', refresh],
        ['token_type_hint', 'refresh_token'],
        ['client_id', clientId],
      ]);
      await sendRevocation(request, call);
    },
  };
}
