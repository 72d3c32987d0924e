import { createHash } from 'node:crypto';
import { isObject, parseJson } from '../../../src/core/json.ts';
import { mediaTypeOf, type Received } from '../received.ts';
import type { Reply } from '../reply.ts';
import { tokenAnswer } from '../tokenAnswer.ts';
import { refuse, wrongFields } from '../tokenRefusal.ts';
import type { Grant } from './grant.ts';
import type { World } from './world.ts';

type Fields = Readonly<Record<string, string>>;

/** `POST /v1/oauth/token`: a code or a refresh token in, both in JSON; a pair of tokens out. */
export function tokenEndpoint(request: Received, world: World): Reply {
  const fields = readFields(request);
  if (fields === null) return refuse('invalid_request', 'The body must be a JSON object of texts.');
  for (const name of ['code', 'code_verifier', 'refresh_token']) world.secrets.add(fields[name] ?? '');
  switch (fields['grant_type']) {
    case 'authorization_code':
      return redeem(request, fields, world);
    case 'refresh_token':
      return renew(request, fields, world);
    default:
      return refuse('unsupported_grant_type', 'The grant_type is missing or not known.');
  }
}

function readFields(request: Received): Fields | null {
  const body = parseJson(request.body);
  if (mediaTypeOf(request) !== 'application/json' || !isObject(body)) return null;
  const fields: Record<string, string> = {};
  for (const [name, value] of Object.entries(body)) {
    if (typeof value !== 'string') return null;
    fields[name] = value;
  }
  return fields;
}

function redeem(request: Received, fields: Fields, world: World): Reply {
  const names = ['grant_type', 'code', 'state', 'client_id', 'redirect_uri', 'code_verifier'];
  const wrong = wrongFields(fields, names);
  if (wrong !== null) return refuse('invalid_request', wrong);
  if (fields['client_id'] !== world.clientId) return refuse('invalid_client', 'The client is not known.', 401);
  const { code = '', code_verifier: verifier = '' } = fields;
  const found = world.tokens.codes.find(code);
  if (found.standing === 'spent' || found.standing === 'revoked') {
    found.value.grant.revoke();
    return refuse('invalid_grant', 'The code was used before. All that was issued for it is revoked.');
  }
  if (found.standing !== 'live') return refuse('invalid_grant', `The code is ${found.standing}.`);
  world.tokens.codes.spend(code);
  const { redirectUri, state, challenge, grant } = found.value;
  if (fields['redirect_uri'] !== redirectUri) return refuse('invalid_grant', 'The redirect_uri is not the same.');
  if (fields['state'] !== state) return refuse('invalid_grant', 'The state is not the same.');
  if (!/^[\w.~-]{43,128}$/.test(verifier)) {
    return refuse('invalid_request', 'The code_verifier must be 43 to 128 unreserved characters (RFC 7636, 4.1).');
  }
  if (createHash('sha256').update(verifier).digest('base64url') !== challenge) {
    return refuse('invalid_grant', 'The code_verifier does not belong to the code_challenge.');
  }
  return grantTokens(request, grant, world);
}

/** A refresh token is good once; whoever brings it again ends the session (RFC 9700, 4.14.2). */
function renew(request: Received, fields: Fields, world: World): Reply {
  const wrong = wrongFields(fields, ['grant_type', 'refresh_token', 'client_id']);
  if (wrong !== null) return refuse('invalid_request', wrong);
  if (fields['client_id'] !== world.clientId) return refuse('invalid_client', 'The client is not known.', 401);
  const { refresh_token: token = '' } = fields;
  const found = world.tokens.refresh.find(token);
  if (found.standing === 'spent') found.value.grant.revoke();
  if (found.standing !== 'live') return refuse('invalid_grant', 'Refresh token not found or invalid');
  world.tokens.refresh.spend(token);
  return grantTokens(request, found.value.grant, world);
}

function grantTokens(request: Received, grant: Grant, world: World): Reply {
  return tokenAnswer(world.tokens.issue(grant), world.script.take('tokens', request));
}
