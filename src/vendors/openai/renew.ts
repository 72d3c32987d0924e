import { formPost, readJsonAnswer, readOAuthError } from '../../core/auth/token.ts';
import { below } from '../../core/baseUrl.ts';
import { failureOf, MaestroError } from '../../core/failure.ts';
import type { Credential, OAuthTokens } from '../../core/model.ts';
import type { Secret } from '../../core/secret.ts';
import type { Call } from '../../core/vendor.ts';
import { chatgptSignIn } from './constants.ts';
import { exchangeForKey } from './exchange.ts';
import type { OpenAiSettings } from './settings.ts';
import { readOpenAiTokens, speakOfTheSame } from './tokens.ts';

/** Codes with which OpenAI's token endpoint ends a session for good. */
const final: readonly string[] = [
  'invalid_grant',
  'refresh_token_expired',
  'refresh_token_reused',
  'refresh_token_invalidated',
];

/**
 * Renews the session behind a credential (RFC 6749 section 6). Throws `credential-rejected` only on OpenAI's definite word:
 * one of its final codes or a 401. Everything else is passing trouble. An exchanged key is exchanged anew.
 */
export async function renew(
  settings: OpenAiSettings,
  credential: Credential,
  call: Call,
  keep: (partly: Credential) => Promise<void>,
): Promise<Credential> {
  const { refresh } = credential.tokens;
  if (refresh === null) throw new MaestroError({ code: 'credential-rejected' });
  const request = formPost(below(settings.auth, 'oauth/token'), [
    ['grant_type', 'refresh_token'],
    ['refresh_token', refresh],
    ['client_id', chatgptSignIn.clientId],
  ]);
  const response = await call.http.send(request, call.signal);
  if (response.status === 401) {
    response.discard();
    throw new MaestroError({ code: 'credential-rejected' });
  }
  const body = await readJsonAnswer(request, response);
  if (response.status !== 200) {
    const { code, detail } = readOAuthError(body);
    if (final.includes(code)) throw new MaestroError({ code: 'credential-rejected' });
    throw new MaestroError({ code: 'rejected', status: response.status, detail });
  }
  const renewed = readOpenAiTokens(body, call.clock.now(), refresh);
  const before = credential.tokens.id;
  if (renewed.id !== null && before !== null && !speakOfTheSame(renewed.id, before)) {
    throw new MaestroError({ code: 'bad-id-token', detail: 'it is somebody else’s' });
  }
  const tokens = keepId(renewed, credential.tokens);
  if (credential.kind === 'oauth') return { kind: 'oauth', tokens };
  await keep({ ...credential, tokens });
  return { ...credential, tokens, key: await newKey(settings, tokens, credential, call) };
}

/** A refused exchange ends the account's way to the platform: only a new sign-in can choose another one. */
async function newKey(
  settings: OpenAiSettings,
  tokens: OAuthTokens,
  credential: Extract<Credential, { kind: 'exchanged-key' }>,
  call: Call,
): Promise<Secret> {
  if (tokens.id === null) throw new MaestroError({ code: 'credential-rejected' });
  try {
    return await exchangeForKey(settings, tokens.id, credential, call);
  } catch (error) {
    if (failureOf(error).code === 'exchange-refused') throw new MaestroError({ code: 'credential-rejected' });
    throw error;
  }
}

function keepId(renewed: OAuthTokens, before: OAuthTokens): OAuthTokens {
  const scopes = renewed.scopes.length > 0 ? renewed.scopes : before.scopes;
  return { ...renewed, id: renewed.id ?? before.id, scopes };
}
