import { createHash } from 'node:crypto';
import type { TokensFault } from './faults.ts';
import { type FormFields, readForm } from './form.ts';
import type { Grant } from './grant.ts';
import type { Received } from './received.ts';
import { json, type Reply } from './reply.ts';
import { exchangeKey } from './tokenExchange.ts';
import { refuse, wrongFields } from './tokenRefusal.ts';
import type { World } from './world.ts';

const exchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange';

/** `POST /oauth/token`: code, refresh token or ID token in; tokens or an API key out. */
export async function tokenEndpoint(request: Received, world: World): Promise<Reply> {
  const form = readForm(request);
  if (typeof form === 'string') return refuse('invalid_request', form);
  const secrets = ['code', 'code_verifier', 'refresh_token', 'subject_token'];
  for (const name of secrets) world.secrets.add(form[name] ?? '');
  const fault = (): TokensFault | null => world.script.take('tokens', request);
  switch (form['grant_type']) {
    case 'authorization_code':
      return redeem(form, world, fault);
    case 'refresh_token':
      return renew(form, world, fault);
    case exchangeGrant:
      return exchangeKey(form, world, fault);
    default:
      return refuse('unsupported_grant_type', 'The grant_type is missing or not known.');
  }
}

async function redeem(form: FormFields, world: World, fault: () => TokensFault | null): Promise<Reply> {
  const wrong = wrongFields(form, ['grant_type', 'code', 'redirect_uri', 'client_id', 'code_verifier']);
  if (wrong !== null) return refuse('invalid_request', wrong);
  if (form['client_id'] !== world.clientId) return refuse('invalid_client', 'The client is not known.', 401);
  const { code = '', redirect_uri: redirectUri, code_verifier: verifier = '' } = form;
  const found = world.tokens.codes.find(code);
  if (found.standing === 'spent' || found.standing === 'revoked') {
    found.value.grant.revoke();
    return refuse('invalid_grant', 'The authorization code was used before. All that was issued for it is revoked.');
  }
  if (found.standing !== 'live') return refuse('invalid_grant', `The authorization code is ${found.standing}.`);
  world.tokens.codes.spend(code);
  if (found.value.redirectUri !== redirectUri) return refuse('invalid_grant', 'The redirect_uri is not the same.');
  if (!/^[\w.~-]{43,128}$/.test(verifier)) {
    return refuse('invalid_request', 'The code_verifier must be 43 to 128 unreserved characters (RFC 7636, 4.1).');
  }
  if (createHash('sha256').update(verifier).digest('base64url') !== found.value.challenge) {
    return refuse('invalid_grant', 'The code_verifier does not belong to the code_challenge.');
  }
  return grantTokens(found.value.grant, world, fault());
}

async function renew(form: FormFields, world: World, fault: () => TokensFault | null): Promise<Reply> {
  const wrong = wrongFields(form, ['grant_type', 'refresh_token', 'client_id'], ['scope']);
  if (wrong !== null) return refuse('invalid_request', wrong);
  if (form['client_id'] !== world.clientId) return refuse('invalid_client', 'The client is not known.', 401);
  const { refresh_token: token = '' } = form;
  const found = world.tokens.refresh.find(token);
  switch (found.standing) {
    case 'unknown':
      return refuse('invalid_grant', 'The refresh token is not known.');
    case 'spent':
      found.value.grant.revoke();
      return refuseRenewal(
        'refresh_token_reused',
        'Your refresh token has already been used to generate a new access token. Please try signing in again.',
      );
    case 'expired':
      return refuseRenewal('refresh_token_expired', 'Your refresh token has expired. Please try signing in again.');
    case 'revoked':
      return refuseRenewal('refresh_token_invalidated', 'Your session has ended. Please sign in again.');
    case 'live':
      world.tokens.refresh.spend(token);
      return grantTokens(found.value.grant, world, fault());
    default:
      return found satisfies never;
  }
}

async function grantTokens(grant: Grant, world: World, fault: TokensFault | null): Promise<Reply> {
  const answer = { ...(await world.tokens.issue(grant, fault?.tokens.idToken ?? null)), ...fault?.tokens.set };
  const kept = Object.entries(answer).filter(([name]) => fault?.tokens.omit?.includes(name) !== true);
  return json(200, Object.fromEntries(kept), { 'cache-control': 'no-store' });
}

function refuseRenewal(code: string, message: string): Reply {
  return json(401, { error: { message, type: 'invalid_request_error', param: null, code } });
}
