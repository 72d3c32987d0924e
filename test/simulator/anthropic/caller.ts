import { wrongHeaderOrder } from '../headerOrder.ts';
import { headerOf, mediaTypeOf, type Received } from '../received.ts';
import type { Grant } from './grant.ts';
import { invalid, type Problem } from './refusal.ts';
import type { World } from './world.ts';

/** Whose request it is. */
export interface Caller {
  readonly grant: Grant;
  readonly with: 'key' | 'token';
}

const oauthBeta = 'oauth-2025-04-20';

/** Reads the credential of a request and checks the headers that Maestro promises, their case and their order. */
export function readCaller(request: Received, world: World): Caller | Problem {
  const key = headerOf(request, 'x-api-key');
  const authorization = headerOf(request, 'authorization');
  if (key !== null && authorization !== null) return invalid('x-api-key and Authorization must not be sent together');
  if (key === null && authorization === null) return refused('x-api-key header is required');
  const wrong = wrongHeaders(request, key === null ? 'authorization' : 'x-api-key');
  if (wrong !== null) return invalid(wrong);
  return key === null ? readToken(request, authorization ?? '', world) : readKey(key, world);
}

export function isProblem(value: Caller | Problem): value is Problem {
  return 'message' in value;
}

function readKey(key: string, { tokens, secrets }: World): Caller | Problem {
  const found = tokens.keys.find(secrets.add(key));
  return found.standing === 'live' ? { grant: found.value.grant, with: 'key' } : refused('invalid x-api-key');
}

function readToken(request: Received, value: string, { tokens, secrets }: World): Caller | Problem {
  const token = /^Bearer (\S+)$/.exec(value)?.[1];
  if (token === undefined) return refused('Invalid bearer token');
  const betas = (headerOf(request, 'anthropic-beta') ?? '').split(',');
  if (!betas.includes(oauthBeta)) return refused('OAuth authentication is currently not supported.');
  const found = tokens.access.find(secrets.add(token));
  switch (found.standing) {
    case 'live':
      return { grant: found.value.grant, with: 'token' };
    case 'expired':
      return refused('OAuth token has expired. Please obtain a new token or refresh your existing token.');
    case 'revoked':
    case 'spent':
      return refused('OAuth token has been revoked. Please obtain a new token.');
    case 'unknown':
      return refused('Invalid bearer token');
    default:
      return found satisfies never;
  }
}

function wrongHeaders(request: Received, proof: string): string | null {
  const always = [proof, 'anthropic-version', 'user-agent', 'accept', 'x-client-version'];
  const last = request.method === 'POST' ? ['content-type'] : [];
  const order = [proof, 'anthropic-version', 'anthropic-beta', 'user-agent', 'accept', 'x-client-version', ...last];
  const wrong = wrongHeaderOrder(request.headers, order, [...always, ...last]);
  if (wrong !== null) return wrong;
  if (headerOf(request, 'anthropic-version') !== '2023-06-01') return 'anthropic-version: "" is not a valid version';
  if (headerOf(request, 'anthropic-beta') === '') return 'anthropic-beta: the header must not be empty';
  const version = headerOf(request, 'x-client-version') ?? '';
  if (headerOf(request, 'user-agent') !== `TheMaestro/${version}`) return 'user-agent: it must be TheMaestro/<version>';
  if (request.method === 'POST' && mediaTypeOf(request) !== 'application/json') {
    return 'content-type: it must be application/json';
  }
  return null;
}

function refused(message: string): Problem {
  return { type: 'authentication_error', message };
}
