import { numberAt, parseJson, stringAt } from '../json.ts';
import { type EpochMs, epochMs, type VendorId, vendorId } from '../model.ts';
import { Secret } from '../secret.ts';
import type { Authorization } from './authorize.ts';
import { challengeFor } from './pkce.ts';

/** A sign-in whose answer is awaited at VS Code's own address, with all that any window needs to finish it. */
export interface PendingSignIn {
  readonly vendor: VendorId;
  /** The id of its method. */
  readonly method: string;
  readonly issuer: string;
  readonly authorization: Authorization;
  /** After that it is too late. */
  readonly until: EpochMs;
}

/** A pending sign-in as a text for the secret store: it has the PKCE verifier. */
export function writePending({ authorization, ...pending }: PendingSignIn): string {
  const { redirectUri, state, nonce, verifier } = authorization;
  return JSON.stringify({ v: 1, ...pending, redirectUri, state, nonce, verifier: verifier.reveal() });
}

/** Reads such a text; `null` for anything else. */
export async function readPending(text: string): Promise<PendingSignIn | null> {
  const value = parseJson(text);
  const of = (name: string): string => stringAt(value, name) ?? '';
  const [vendor, method, issuer, redirectUri, state] = ['vendor', 'method', 'issuer', 'redirectUri', 'state'].map(of);
  const verifier = new Secret(of('verifier'));
  const until = numberAt(value, 'until');
  if (numberAt(value, 'v') !== 1 || until === null || !vendor || !method || !issuer || !redirectUri || !state)
    return null;
  const challenge = await challengeFor(verifier);
  const authorization = { redirectUri, state, nonce: of('nonce'), verifier, challenge, asksWho: false };
  return { vendor: vendorId(vendor), method, issuer, authorization, until: epochMs(until) };
}
