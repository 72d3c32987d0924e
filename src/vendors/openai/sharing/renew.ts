import { formPost } from '../../../core/auth/token.ts';
import { below, issuerOf } from '../../../core/baseUrl.ts';
import { failureOf, MaestroError } from '../../../core/failure.ts';
import type { OAuthTokens } from '../../../core/model.ts';
import type { HttpRequest, Memory } from '../../../core/ports.ts';
import type { Secret } from '../../../core/secret.ts';
import type { Call } from '../../../core/vendor.ts';
import type { OpenAiSettings } from '../settings.ts';
import { askForRenewal } from '../tokenEndpoint.ts';
import { readRenewedTokens } from '../tokens.ts';
import { resourceOf, sharing } from './constants.ts';
import { changeRegistration } from './registration.ts';

/**
 * Renews the session of a shared plan. Throws what {@link askForRenewal} throws, and `credential-rejected` when the plan is
 * no longer shared; then the next sign-in asks for it again.
 */
export async function renewSharing(
  settings: OpenAiSettings,
  memory: Memory,
  before: OAuthTokens,
  call: Call,
): Promise<OAuthTokens> {
  try {
    if (before.refresh === null) throw new MaestroError({ code: 'credential-rejected' });
    const body = await askForRenewal(renewal(settings, before.refresh, before.clientId), call);
    const tokens = readRenewedTokens(body, before, call.clock.now());
    if (!tokens.scopes.includes(sharing.planScope)) throw new MaestroError({ code: 'credential-rejected' });
    return tokens;
  } catch (error) {
    if (failureOf(error).code === 'credential-rejected') await askAgain(settings, memory);
    throw error;
  }
}

/** Makes the next sign-in ask for the plan again. */
export function askAgain(settings: OpenAiSettings, memory: Memory): Promise<void> {
  return changeRegistration(memory, issuerOf(settings.auth), { asksAgain: true });
}

/** Ends the renewals of the session; its access token lives on for its hour at most. `null` if there is nothing to end. */
export function sharingRevocation(settings: OpenAiSettings, { refresh, clientId }: OAuthTokens): HttpRequest | null {
  if (refresh === null) return null;
  return formPost(below(settings.auth, 'api/accounts/oauth/revoke'), [
    ['token', refresh],
    ['token_type_hint', 'refresh_token'],
    ['client_id', clientId],
  ]);
}

function renewal(settings: OpenAiSettings, refresh: Secret, clientId: string): HttpRequest {
  return formPost(below(settings.auth, 'api/accounts/oauth/token'), [
    ['grant_type', 'refresh_token'],
    ['client_id', clientId],
    ['refresh_token', refresh],
    ['resource', resourceOf(settings)],
  ]);
}
