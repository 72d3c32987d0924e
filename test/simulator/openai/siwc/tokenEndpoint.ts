import { type FormFields, readForm } from '../../form.ts';
import type { Received } from '../../received.ts';
import { type Reply, whole } from '../../reply.ts';
import { refuse, wrongFields } from '../../tokenRefusal.ts';
import { type Redeemed, redeemCode, redeemRefreshToken } from '../redeem.ts';
import { issueFor } from '../tokenEndpoint.ts';
import type { World } from '../world.ts';
import { isResource } from './terms.ts';

/** `POST /api/accounts/oauth/token`: code or refresh token in, tokens for the API out. */
export async function sharedTokenEndpoint(request: Received, world: World): Promise<Reply> {
  const form = readForm(request);
  if (typeof form === 'string') return refuse('invalid_request', form);
  for (const name of ['code', 'code_verifier', 'refresh_token']) world.secrets.add(form[name] ?? '');
  const fault = () => world.script.take('tokens', request);
  switch (form['grant_type']) {
    case 'authorization_code':
      return issueFor(redeem(form, world), world, fault);
    case 'refresh_token':
      return issueFor(renew(form, world), world, fault);
    default:
      return refuse('unsupported_grant_type', 'The grant_type is missing or not known.');
  }
}

/**
 * `POST /api/accounts/oauth/revoke`: ends the renewals of a session. The access token stays good until it expires, and a
 * token that is not known is a success too (RFC 7009, 2.2).
 */
export function revokeShared(request: Received, world: World): Reply {
  const form = readForm(request);
  if (typeof form === 'string') return refuse('invalid_request', form);
  const { token = '', client_id: clientId = '' } = form;
  world.secrets.add(token);
  const wrong = wrongFields(form, ['token', 'token_type_hint', 'client_id']);
  if (wrong !== null) return refuse('invalid_request', wrong);
  if (form['token_type_hint'] !== 'refresh_token') {
    return refuse('invalid_request', 'The token_type_hint must be refresh_token.');
  }
  if (!world.registrations.isKnown(clientId)) return refuse('invalid_client', 'The client is not known.', 401);
  const found = world.tokens.refresh.find(token);
  if (found.standing !== 'unknown' && found.value.grant.clientId === clientId) {
    world.tokens.refresh.revokeOf(found.value.grant);
  }
  return whole(200, { 'cache-control': 'no-store' }, '');
}

function redeem(form: FormFields, world: World): Redeemed {
  const fields = ['grant_type', 'code', 'redirect_uri', 'client_id', 'code_verifier', 'resource'];
  return wrongForm(form, fields, world) ?? redeemCode(form, 'siwc', world);
}

function renew(form: FormFields, world: World): Redeemed {
  const fields = ['grant_type', 'refresh_token', 'client_id', 'resource'];
  return wrongForm(form, fields, world) ?? redeemRefreshToken(form, 'siwc', world);
}

function wrongForm(form: FormFields, fields: readonly string[], world: World): Reply | null {
  const wrong = wrongFields(form, fields);
  if (wrong !== null) return refuse('invalid_request', wrong);
  if (!isResource(form['resource'] ?? '', world.apiBaseUrl))
    return refuse('invalid_target', 'The resource is not known.');
  if (world.registrations.isKnown(form['client_id'] ?? '')) return null;
  return refuse('invalid_client', 'The client is not known.', 401);
}
