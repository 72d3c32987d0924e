import { base64url } from '../base64.ts';
import { Secret } from '../secret.ts';

/** A fresh verifier: 64 random bytes, 86 characters of the unreserved set (RFC 7636 section 4.1 allows 43 to 128). */
export function newVerifier(): Secret {
  return new Secret(base64url(crypto.getRandomValues(new Uint8Array(64))));
}

/** `BASE64URL(SHA256(verifier))` (RFC 7636 section 4.2); `plain` is never used. */
export async function challengeFor(verifier: Secret): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier.reveal()));
  return base64url(new Uint8Array(digest));
}

/** A fresh state: 256 random bits, independent of the verifier (RFC 9700 section 4.7). */
export function newState(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}
