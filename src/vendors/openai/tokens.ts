import { decodeJwt } from 'jose';
import { readTokens } from '../../core/auth/token.ts';
import { type JsonObject, member, objectAt, stringAt } from '../../core/json.ts';
import { type EpochMs, epochMs, type OAuthTokens } from '../../core/model.ts';
import type { Secret } from '../../core/secret.ts';
import { chatgptSignIn } from './constants.ts';

/**
 * A token answer of OpenAI, which may leave out `token_type` and `expires_in`: the access token is a JWT whose `exp` then
 * says how long it lives. `kept` is the refresh token to keep when none comes back.
 */
export function readOpenAiTokens(body: JsonObject, now: EpochMs, kept: Secret | null): OAuthTokens {
  const tokens = readTokens(body, { now, kept, typeOptional: true });
  if (member(body, 'expires_in') !== undefined) return tokens;
  const expiresAt = expiryOf(tokens.access);
  return expiresAt === null ? tokens : { ...tokens, expiresAt };
}

/** Whether two ID tokens of OpenAI speak of the same person in the same workspace (OpenID Connect Core 12.2, `sub`). */
export function speakOfTheSame(one: Secret, other: Secret): boolean {
  const [a, b] = [one, other].map((token) => {
    const claims: unknown = decodedOrNull(token);
    return [stringAt(claims, 'sub'), stringAt(objectAt(claims, chatgptSignIn.claim), 'chatgpt_account_id')].join('|');
  });
  return a === b;
}

function decodedOrNull(token: Secret): unknown {
  try {
    return decodeJwt(token.reveal());
  } catch {
    return null;
  }
}

function expiryOf(access: Secret): EpochMs | null {
  try {
    const { exp } = decodeJwt(access.reveal());
    return exp === undefined ? null : epochMs(exp * 1_000);
  } catch {
    return null;
  }
}
