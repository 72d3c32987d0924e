import { isObject, parseJson, stringAt } from '../../../src/core/json.ts';
import { mediaTypeOf, type Received } from '../received.ts';
import { json, plain, type Reply } from '../reply.ts';
import { refuse } from '../tokenRefusal.ts';
import { readAuthorization } from './authorize.ts';
import { authorize, consent } from './consent.ts';
import { decideDevice, pollDevice, showDevicePage, startDevice } from './device/deviceAuth.ts';
import { readSharedAuthorization } from './siwc/authorize.ts';
import { revokeShared, sharedTokenEndpoint } from './siwc/tokenEndpoint.ts';
import { tokenEndpoint } from './tokenEndpoint.ts';
import type { World } from './world.ts';

/** auth.openai.com: consent, tokens, keys, device codes and revocation, for both kinds of sign-in. */
export async function authHost(request: Received, world: World, gone: AbortSignal): Promise<Reply> {
  switch (`${request.method} ${request.path}`) {
    case 'GET /oauth/authorize':
      return authorize(readAuthorization(request.query, world), world);
    case 'GET /api/accounts/authorize':
      return authorize(readSharedAuthorization(request.query, world), world);
    case 'POST /oauth/consent':
    case 'POST /api/accounts/consent':
      return consent(request, world, gone);
    case 'POST /oauth/token':
      return tokenEndpoint(request, world);
    case 'POST /oauth/revoke':
      return revoke(request, world);
    case 'POST /api/accounts/oauth/token':
      return sharedTokenEndpoint(request, world);
    case 'POST /api/accounts/oauth/revoke':
      return revokeShared(request, world);
    case 'POST /api/accounts/deviceauth/usercode':
      return startDevice(request, world);
    case 'POST /api/accounts/deviceauth/token':
      return pollDevice(request, world);
    case 'GET /codex/device':
      return showDevicePage(world);
    case 'POST /codex/device':
      return decideDevice(request, world);
    case 'GET /.well-known/jwks.json':
      return json(200, { keys: [world.tokens.jwk] });
    case 'GET /.well-known/openid-configuration':
      return json(200, discovery(world.authBaseUrl));
    default:
      return plain(404, 'Not Found');
  }
}

/** Ends the session that a token belongs to. A token that is not known is a success too (RFC 7009, 2.2). */
function revoke(request: Received, world: World): Reply {
  const body = parseJson(request.body);
  if (mediaTypeOf(request) !== 'application/json' || !isObject(body)) {
    return refuse('invalid_request', 'The body must be a JSON object sent as application/json.');
  }
  const token = stringAt(body, 'token');
  const hint = stringAt(body, 'token_type_hint');
  if (token === null || token === '') return refuse('invalid_request', 'The token is missing.');
  if (hint !== 'refresh_token' && hint !== 'access_token') {
    return refuse('invalid_request', 'The token_type_hint must be refresh_token or access_token.');
  }
  const clientId = stringAt(body, 'client_id');
  if (hint === 'refresh_token' && clientId !== world.clientId) {
    return refuse('invalid_client', 'A refresh token is revoked together with its client_id.', 401);
  }
  const found = (hint === 'refresh_token' ? world.tokens.refresh : world.tokens.access).find(world.secrets.add(token));
  if (found.standing !== 'unknown') found.value.grant.revoke();
  return json(200, {});
}

function discovery(issuer: string) {
  return {
    issuer,
    authorization_endpoint: `${issuer}/oauth/authorize`,
    token_endpoint: `${issuer}/oauth/token`,
    revocation_endpoint: `${issuer}/oauth/revoke`,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:token-exchange'],
    subject_types_supported: ['public'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    id_token_signing_alg_values_supported: ['RS256'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['none'],
  };
}
