import { createHash } from 'node:crypto';
import type { FormFields } from '../form.ts';
import { json, type Reply } from '../reply.ts';
import { refuse } from '../tokenRefusal.ts';
import type { Grant, SignInKind } from './grant.ts';
import type { World } from './world.ts';

/** What tokens are to be issued for, or the refusal. */
export type Redeemed = { readonly kind: 'granted'; readonly grant: Grant; readonly nonce: string | null } | Reply;

/** Uses up an authorization code (RFC 6749, 4.1.3; RFC 7636, 4.6). A second use ends all that came of the first. */
export function redeemCode(form: FormFields, kind: SignInKind, { tokens }: World): Redeemed {
  const { code = '', client_id: clientId, redirect_uri: redirectUri, code_verifier: verifier = '' } = form;
  const found = tokens.codes.find(code);
  if (found.standing === 'spent' || found.standing === 'revoked') {
    found.value.grant.revoke();
    return refuse('invalid_grant', 'The authorization code was used before. All that was issued for it is revoked.');
  }
  if (found.standing !== 'live') return refuse('invalid_grant', `The authorization code is ${found.standing}.`);
  tokens.codes.spend(code);
  const { grant, challenge, nonce } = found.value;
  if (grant.kind !== kind || grant.clientId !== clientId) {
    return refuse('invalid_grant', 'The authorization code was issued for another client.');
  }
  if (found.value.redirectUri !== redirectUri) return refuse('invalid_grant', 'The redirect_uri is not the same.');
  if (!/^[\w.~-]{43,128}$/.test(verifier)) {
    return refuse('invalid_request', 'The code_verifier must be 43 to 128 unreserved characters (RFC 7636, 4.1).');
  }
  if (createHash('sha256').update(verifier).digest('base64url') !== challenge) {
    return refuse('invalid_grant', 'The code_verifier does not belong to the code_challenge.');
  }
  return { kind: 'granted', grant, nonce };
}

/** Uses up a refresh token. Each is good for one use; a second one ends the session (RFC 9700, 4.14.2). */
export function redeemRefreshToken(form: FormFields, kind: SignInKind, { tokens }: World): Redeemed {
  const { refresh_token: token = '', client_id: clientId } = form;
  const found = tokens.refresh.find(token);
  if (found.standing === 'unknown') return refuse('invalid_grant', 'The refresh token is not known.');
  const { grant } = found.value;
  if (grant.kind !== kind || grant.clientId !== clientId) {
    return refuse('invalid_grant', 'The refresh token was issued for another client.');
  }
  switch (found.standing) {
    case 'spent':
      grant.revoke();
      return refuseRenewal(
        'refresh_token_reused',
        'Your refresh token has already been used to generate a new access token. Please try signing in again.',
      );
    case 'expired':
      return refuseRenewal('refresh_token_expired', 'Your refresh token has expired. Please try signing in again.');
    case 'revoked':
      return refuseRenewal('refresh_token_invalidated', 'Your session has ended. Please sign in again.');
    case 'live':
      tokens.refresh.spend(token);
      return { kind: 'granted', grant, nonce: null };
    default:
      return found satisfies never;
  }
}

function refuseRenewal(code: string, message: string): Reply {
  return json(401, { error: { message, type: 'invalid_request_error', param: null, code } });
}
