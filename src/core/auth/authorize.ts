import { cleanText } from '../cleanText.ts';
import { Secret } from '../secret.ts';
import { challengeFor, newState, newVerifier } from './pkce.ts';

/** One pending authorization request. The verifier never leaves it but for the token request. */
export interface Authorization {
  readonly redirectUri: string;
  readonly state: string;
  /** For vendors that put it into the ID token (OpenID Connect Core 3.1.2.1). */
  readonly nonce: string;
  readonly verifier: Secret;
  readonly challenge: string;
  /** Whether the vendor is to ask which account it is to be. */
  readonly asksWho: boolean;
}

declare const validated: unique symbol;
/** A redirect whose state was ours. Only {@link readCallback} makes one, and the token request takes nothing else. */
export interface ValidRedirect {
  readonly code: Secret;
  readonly redirectUri: string;
  readonly nonce: string;
  readonly state: string;
  readonly verifier: Secret;
  /** What else the vendor said with the code, cleaned; `null` where it did not. */
  parameter(name: string): string | null;
  readonly [validated]: true;
}

export type CallbackResult =
  | { readonly kind: 'ok'; readonly redirect: ValidRedirect }
  /** Not an answer to this authorization: refuse it and keep waiting. */
  | { readonly kind: 'not-ours' }
  | { readonly kind: 'denied'; readonly error: string; readonly description: string };

/** A new authorization for this redirect URI, with its own state, nonce and PKCE verifier. */
export async function beginAuthorization(redirectUri: string, asksWho = false): Promise<Authorization> {
  const verifier = newVerifier();
  const challenge = await challengeFor(verifier);
  return { redirectUri, state: newState(), nonce: newState(), verifier, challenge, asksWho };
}

const onlyOnce = ['state', 'code', 'iss', 'error'];
/** Answers of flows that were never asked for (OAuth 2.0 Multiple Response Types; JARM). */
const frontChannel = ['access_token', 'id_token', 'response'];

/**
 * Judges what the browser brought back, in the order that is safe: doubled parameters, state, issuer (RFC 9207), and only
 * then the error or the code. OpenAI may append `.onboarding_entrypoint=…` to the state.
 */
export function readCallback(authorization: Authorization, issuer: string, query: URLSearchParams): CallbackResult {
  const state = query.get('state') ?? '';
  const iss = query.get('iss');
  if (onlyOnce.some((name) => query.getAll(name).length > 1)) return { kind: 'not-ours' };
  if (frontChannel.some((name) => query.has(name))) return { kind: 'not-ours' };
  if (state !== authorization.state && !state.startsWith(`${authorization.state}.onboarding_entrypoint=`)) {
    return { kind: 'not-ours' };
  }
  if (iss !== null && iss !== issuer) return { kind: 'not-ours' };
  const error = query.get('error');
  if (error !== null) {
    return {
      kind: 'denied',
      error: cleanText(error, 80),
      description: cleanText(query.get('error_description') ?? ''),
    };
  }
  const code = query.get('code');
  if (code === null || code === '') return { kind: 'not-ours' };
  const { redirectUri, nonce, verifier } = authorization;
  const parameter = (name: string): string | null => {
    const value = query.get(name);
    return value === null || value === '' ? null : cleanText(value);
  };
  const redirect = { code: new Secret(code), redirectUri, nonce, state: authorization.state, verifier, parameter };
  return { kind: 'ok', redirect: redirect as ValidRedirect };
}
