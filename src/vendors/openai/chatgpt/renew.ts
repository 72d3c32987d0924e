import { formPost } from '../../../core/auth/token.ts';
import { below } from '../../../core/baseUrl.ts';
import { failureOf, MaestroError } from '../../../core/failure.ts';
import type { Account, ApiKey, Credential, OAuthTokens, SessionCredential } from '../../../core/model.ts';
import type { HttpRequest } from '../../../core/ports.ts';
import type { Call, Renewed } from '../../../core/vendor.ts';
import type { OpenAiSettings } from '../settings.ts';
import { askForRenewal } from '../tokenEndpoint.ts';
import { readRenewedTokens } from '../tokens.ts';
import { exchangeForKey } from './exchange.ts';
import { planOf } from './identity.ts';

/** Renews the session behind a credential; an exchanged key is exchanged anew. Throws what {@link askForRenewal} throws. */
export async function renewChatgpt(
  settings: OpenAiSettings,
  account: Account,
  credential: SessionCredential,
  call: Call,
  keep: (partly: Credential) => Promise<void>,
): Promise<Renewed> {
  const { refresh, clientId } = credential.tokens;
  if (refresh === null) throw new MaestroError({ code: 'credential-rejected' });
  const request = formPost(below(settings.auth, 'oauth/token'), [
    ['grant_type', 'refresh_token'],
    ['refresh_token', refresh],
    ['client_id', clientId],
  ]);
  const tokens = readRenewedTokens(await askForRenewal(request, call), credential.tokens, call.clock.now());
  const plan = planOf(tokens) ?? account.plan;
  if (credential.kind === 'oauth') return { credential: { kind: 'oauth', tokens }, plan };
  await keep({ ...credential, tokens });
  return { credential: { kind: 'exchanged-key', ...(await newKey(settings, tokens, credential, call)), tokens }, plan };
}

/** Ends the session at OpenAI, by its refresh token where there is one. */
export function chatgptRevocation(settings: OpenAiSettings, { refresh, access, clientId }: OAuthTokens): HttpRequest {
  const body =
    refresh === null
      ? access.map((token) => JSON.stringify({ token, token_type_hint: 'access_token' }))
      : refresh.map((token) => JSON.stringify({ token, token_type_hint: 'refresh_token', client_id: clientId }));
  return {
    method: 'POST',
    url: below(settings.auth, 'oauth/revoke'),
    headers: [['Content-Type', 'application/json']],
    body,
  };
}

/** A refused exchange ends the account's way to the platform: only a new sign-in can choose another one. */
async function newKey(settings: OpenAiSettings, tokens: OAuthTokens, before: ApiKey, call: Call): Promise<ApiKey> {
  try {
    return await exchangeForKey(settings, tokens, before, call);
  } catch (error) {
    if (failureOf(error).code === 'exchange-refused') throw new MaestroError({ code: 'credential-rejected' });
    throw error;
  }
}
