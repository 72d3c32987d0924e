import { decodeJwt } from 'jose/jwt/decode';
import { readTokens } from '../../core/auth/token.ts';
import { MaestroError } from '../../core/failure.ts';
import { isObject, type JsonObject, member, objectAt, stringAt } from '../../core/json.ts';
import { type EpochMs, epochMs, type OAuthTokens } from '../../core/model.ts';
import type { Secret } from '../../core/secret.ts';

/** OpenAI's namespaced claim with plan and workspace. */
export const authClaim = 'https://api.openai.com/auth';

interface TokensFor {
  readonly clientId: string;
  readonly now: EpochMs;
  /** The refresh token to keep when none comes back. */
  readonly kept: Secret | null;
  /** What was asked for: an answer without `scope` grants it (RFC 6749 section 5.1). */
  readonly scopes: readonly string[];
}

/**
 * A token answer of OpenAI, which may leave out `token_type` and `expires_in`: the access token is a JWT whose `exp` then
 * says how long it lives.
 */
export function readOpenAiTokens(body: JsonObject, { clientId, now, kept, scopes }: TokensFor): OAuthTokens {
  const tokens = readTokens(body, { clientId, now, kept, typeOptional: true, scopes });
  if (member(body, 'expires_in') !== undefined) return tokens;
  const expiry = claimsOf(tokens.access)['exp'];
  return typeof expiry === 'number' ? { ...tokens, expiresAt: epochMs(expiry * 1_000) } : tokens;
}

/**
 * The tokens of a renewal; what it leaves out stays as it was. Throws `bad-id-token` when they are somebody else's (OpenID
 * Connect Core 12.2, `sub`).
 */
export function readRenewedTokens(body: JsonObject, before: OAuthTokens, now: EpochMs): OAuthTokens {
  const { clientId, refresh, scopes } = before;
  const renewed = readOpenAiTokens(body, { clientId, now, kept: refresh, scopes });
  if (renewed.id !== null && before.id !== null && subjectOf(renewed.id) !== subjectOf(before.id)) {
    throw new MaestroError({ code: 'bad-id-token', detail: 'it is somebody else’s' });
  }
  return { ...renewed, id: renewed.id ?? before.id };
}

/** The claims of a token that came straight from OpenAI, unchecked; none if it cannot be read. */
export function claimsOf(token: Secret | null): JsonObject {
  if (token === null) return {};
  try {
    const claims: unknown = decodeJwt(token.reveal());
    return isObject(claims) ? claims : {};
  } catch {
    return {};
  }
}

function subjectOf(idToken: Secret): string {
  const claims = claimsOf(idToken);
  return [stringAt(claims, 'sub'), stringAt(objectAt(claims, authClaim), 'chatgpt_account_id')].join('|');
}
