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
import { asClient, changeRegistration } from './registration.ts';

/**
 * Renews the session of a shared plan. Throws what {@link askForRenewal} throws, and `credential-rejected` when the plan is
 * no longer shared; then the next sign-in asks for it again. It registers anew where OpenAI does not know the client any more.
 */
export async function renewSharing(
  settings: OpenAiSettings,
  memory: Memory,
  before: OAuthTokens,
  call: Call,
): Promise<OAuthTokens> {
  const { refresh, clientId } = before;
  try {
    if (refresh === null) throw new MaestroError({ code: 'credential-rejected' });
    const request = renewal(settings, refresh, clientId);
    const body = await asClient(memory, issuerOf(settings.auth), clientId, (hear) =>
      askForRenewal(request, call, hear),
    );
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

function renewal(settings: OpenAiSettings, refresh: Secret, clientId: string): HttpRequest {
  return formPost(below(settings.auth, 'api/accounts/oauth/token'), [
    ['grant_type', 'refresh_token'],
    ['client_id', clientId],
    ['refresh_token', refresh],
    ['resource', resourceOf(settings)],
  ]);
}
