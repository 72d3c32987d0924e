import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import { MaestroError } from '../failure.ts';
import { arrayAt, isObject, type JsonObject, member } from '../json.ts';
import type { EpochMs } from '../model.ts';
import type { Secret } from '../secret.ts';

/** Longest ID token that is looked at, in characters (faults OA-19). */
const maxLength = 65_536;
const toleranceS = 60;

export interface IdTokenRules {
  readonly issuer: string;
  readonly clientId: string;
  readonly now: EpochMs;
  /** What the authorization request sent along; `null` if it sent none, as in a renewal. */
  readonly nonce: string | null;
}

/**
 * Checks an ID token as OpenID Connect Core 3.1.3.7 says (signature RS256 against the issuer's keys, `iss`, `aud`, `azp`,
 * `exp`, `nbf`, `iat`, `nonce`) and returns its claims. Throws `bad-id-token` with what was wrong, never with the token.
 */
export async function checkIdToken(token: Secret, keys: JsonObject, rules: IdTokenRules): Promise<JsonObject> {
  const text = token.reveal();
  if (text.length > maxLength) throw bad('it is too long');
  let claims: JWTPayload;
  try {
    const { payload } = await jwtVerify(text, createLocalJWKSet(keySet(keys)), {
      issuer: rules.issuer,
      audience: rules.clientId,
      algorithms: ['RS256'],
      clockTolerance: toleranceS,
      currentDate: new Date(rules.now),
      requiredClaims: ['sub', 'iat', 'exp'],
    });
    claims = payload;
  } catch (error) {
    throw bad(reason(error));
  }
  const { iat, sub, aud } = claims;
  if (iat === undefined || iat > rules.now / 1_000 + toleranceS) throw bad('iat lies in the future');
  if (typeof sub !== 'string' || sub === '') throw bad('sub is missing');
  if (Array.isArray(aud) && aud.length > 1 && claims['azp'] !== rules.clientId) throw bad('azp is another client');
  if (rules.nonce !== null && claims['nonce'] !== rules.nonce) throw bad('nonce is another sign-in’s');
  if (!isObject(claims)) throw bad('it has no claims');
  return claims;
}

function keySet(keys: JsonObject): JSONWebKeySet {
  const list = arrayAt(keys, 'keys').filter((key) => isObject(key) && typeof member(key, 'kty') === 'string');
  return { keys: list as JSONWebKeySet['keys'] };
}

function reason(error: unknown): string {
  if (error instanceof errors.JWTClaimValidationFailed) return `${error.claim} is wrong`;
  if (error instanceof errors.JWTExpired) return 'it has expired';
  if (error instanceof errors.JOSEError) return error.code;
  return 'it cannot be read';
}

function bad(detail: string): MaestroError {
  return new MaestroError({ code: 'bad-id-token', detail });
}
